import type { Evidence, Remedy } from '../../protocol/verdict.ts';
import { median } from '../quantiles.ts';
import type { RunHistory } from './history.ts';
import { clipSnippet, learningRateSnippet, shown } from './snippets.ts';

/** The update:weight ratio a raised learning rate aims at (CS231n: "somewhere around 1e-3"). */
const USUAL_RATIO = 1e-3;

/** Learning rates that training usually begins with (Keras' defaults), by optimizer class of tfjs in small letters. */
const USUAL_RATES: { readonly [optimizer: string]: number | undefined } = {
  adam: 1e-3,
  adamax: 1e-3,
  rmsprop: 1e-3,
  adagrad: 1e-3,
  adadelta: 1e-3,
  sgd: 1e-2,
  momentum: 1e-2,
};

/** Clips at the median gradient norm so far: half to ten times the average still converges (Pascanu et al. 2013). */
export function clip(history: RunHistory, epoch: number): Remedy {
  const norms = history.epochs.filter((e) => e.epoch <= epoch).map((e) => e.gradientNorm ?? Number.NaN);
  const typical = median(norms.filter(Number.isFinite));
  const norm = Number.isNaN(typical) || typical === 0 ? '1' : shown(typical);
  return { key: 'clip', values: { norm }, code: clipSnippet(norm) };
}

/** A third of the learning rate, and never above what training usually begins with: a third of 50 helps nobody. */
export function lowerLearningRate(history: RunHistory, epoch: number): Remedy {
  const now = rateAt(history, epoch);
  const usual = usualRate(history);
  const rate = now === null ? null : Math.min(now / 3, usual ?? Number.POSITIVE_INFINITY);
  return learningRate('lower-learning-rate', rate === null ? 'learningRate / 3' : shown(rate), now, history);
}

/** As much more as brings the updates to 1e-3 of the weights, at most what training usually begins with, at least thrice. */
export function raiseLearningRate(history: RunHistory, epoch: number, evidence: readonly Evidence[]): Remedy {
  const now = rateAt(history, epoch);
  const ratio = evidence.find(({ quantity }) => quantity === 'update-ratio')?.value ?? Number.NaN;
  const wanted = now === null || !(ratio > 0) ? Number.NaN : (now * USUAL_RATIO) / ratio;
  const capped = Math.min(wanted, usualRate(history) ?? Number.NaN);
  const rate = now === null ? null : Math.max(3 * now, Number.isNaN(capped) ? 0 : capped);
  return learningRate('raise-learning-rate', rate === null ? '3 * learningRate' : shown(rate), now, history);
}

/** More sequences a step: less noise in its direction. */
export function largerBatch(): Remedy {
  return { key: 'larger-batch', values: {}, code: 'batchSize: 2 * batchSize' };
}

function learningRate(key: string, rate: string, now: number | null, { model }: RunHistory): Remedy {
  const code = learningRateSnippet(rate, model?.optimizer ?? null, model?.loss ?? null);
  return { key, values: { rate, now: now === null ? '' : shown(now) }, code };
}

function usualRate({ model }: RunHistory): number | null {
  return USUAL_RATES[(model?.optimizer ?? '').toLowerCase().replace(/optimizer$/, '')] ?? null;
}

function rateAt({ epochs }: RunHistory, epoch: number): number | null {
  const now = epochs.findLast((e) => e.epoch <= epoch)?.learningRate ?? null;
  return now !== null && Number.isFinite(now) && now > 0 ? now : null;
}
