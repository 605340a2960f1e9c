import type { Json } from '../../protocol/json.ts';
import type { LayerInfo } from '../../protocol/run.ts';
import type { Remedy, RuleId } from '../../protocol/verdict.ts';
import { median } from '../quantiles.ts';
import type { RunHistory } from './history.ts';
import { CHECK_INPUT_SNIPPET, clipSnippet, gateBiasSnippet, learningRateSnippet } from './snippets.ts';

/**
 * What to do about a verdict of this rule, for this model, the likeliest help first (research notes §2.23). Message
 * keys: `forget-bias`, `chrono-bias`, `update-gate-bias`, `sigmoid-gates`, `orthogonal`, `gated-layer`, `clip`,
 * `lower-learning-rate`, `check-input`. Values are ready to be shown. Layers that are unknown, or not LSTM, GRU or
 * SimpleRNN, get no remedy that would be a guess.
 */
export function remediesFor(rule: RuleId, layer: string | null, epoch: number, history: RunHistory): Remedy[] {
  if (rule === 'EXP-T') return [clip(history, epoch), lowerLearningRate(history, epoch)];
  if (rule === 'NAN') return [lowerLearningRate(history, epoch), clip(history, epoch), checkInput()];
  const info = history.model?.layers.find((candidate) => candidate.path === layer);
  return info === undefined ? [] : againstVanishing(info, stepsNeeded(history, info.path, epoch));
}

function againstVanishing(layer: LayerInfo, steps: number): Remedy[] {
  switch (layer.className.replace(/Cell$/, '')) {
    case 'LSTM':
      return [...forgetBias(layer), ...chronoBias(layer, steps), ...sigmoidGates(layer)];
    case 'GRU':
      return [...updateGateBias(layer, steps), ...sigmoidGates(layer)];
    case 'SimpleRNN':
      return [...orthogonal(layer), gatedLayer(layer)];
    default:
      return [];
  }
}

/** tfjs leaves the forget gate's bias at 0 unless told, where Keras sets it to 1. */
function forgetBias(layer: LayerInfo): Remedy[] {
  if (layer.config.unitForgetBias === true && layer.config.useBias !== false) return [];
  const code = layer.config.useBias === false ? 'useBias: true, unitForgetBias: true' : 'unitForgetBias: true';
  return [{ key: 'forget-bias', values: { layer: layer.path }, code }];
}

/** Forget bias ln(T−1): a memory of about T steps from the start (Tallec & Ollivier, ICLR 2018). */
function chronoBias(layer: LayerInfo, steps: number): Remedy[] {
  return gateBias('chrono-bias', layer, steps, 1, 4);
}

/** In tfjs' GRU the update gate z keeps the old state, so a positive bias remembers. */
function updateGateBias(layer: LayerInfo, steps: number): Remedy[] {
  return gateBias('update-gate-bias', layer, steps, 0, 3);
}

function gateBias(key: string, layer: LayerInfo, steps: number, gate: number, gates: number): Remedy[] {
  const bias = chronoValue(steps);
  if (layer.config.useBias === false || bias === null) return [];
  const values = { layer: layer.path, steps: String(steps), bias };
  return [{ key, values, code: gateBiasSnippet(gate, gates, bias) }];
}

/** tfjs' default gate has gradient exactly 0 beyond ±2.5. */
function sigmoidGates(layer: LayerInfo): Remedy[] {
  if (normalName(layer.config.recurrentActivation) !== 'hardsigmoid') return [];
  return [{ key: 'sigmoid-gates', values: { layer: layer.path }, code: `recurrentActivation: 'sigmoid'` }];
}

function orthogonal(layer: LayerInfo): Remedy[] {
  if (normalName(layer.config.recurrentInitializer) === 'orthogonal') return [];
  return [{ key: 'orthogonal', values: { layer: layer.path }, code: `recurrentInitializer: 'orthogonal'` }];
}

function gatedLayer(layer: LayerInfo): Remedy {
  const sequences = layer.config.returnSequences === true ? ', returnSequences: true' : '';
  const code = `tf.layers.lstm({ units: ${layer.units ?? 'units'}, unitForgetBias: true, recurrentActivation: 'sigmoid'${sequences} })`;
  return { key: 'gated-layer', values: { layer: layer.path }, code };
}

/** Clips at the median gradient norm so far: half to ten times the average still converges (Pascanu et al. 2013). */
function clip(history: RunHistory, epoch: number): Remedy {
  const norms = history.epochs.filter((e) => e.epoch <= epoch).map((e) => e.gradientNorm ?? Number.NaN);
  const typical = median(norms.filter(Number.isFinite));
  const norm = Number.isNaN(typical) || typical === 0 ? '1' : shown(typical);
  return { key: 'clip', values: { norm }, code: clipSnippet(norm) };
}

function lowerLearningRate(history: RunHistory, epoch: number): Remedy {
  const now = history.epochs.findLast((e) => e.epoch <= epoch)?.learningRate ?? null;
  const known = now !== null && Number.isFinite(now) && now > 0;
  const rate = known ? shown(now / 3) : 'learningRate / 3';
  const code = learningRateSnippet(rate, history.model?.optimizer ?? null, history.model?.loss ?? null);
  return { key: 'lower-learning-rate', values: { rate, now: known ? shown(now) : '' }, code };
}

function checkInput(): Remedy {
  return { key: 'check-input', values: {}, code: CHECK_INPUT_SNIPPET };
}

/** The memory the task needs as declared, else all the steps there are. */
function stepsNeeded(history: RunHistory, layer: string, epoch: number): number {
  const snapshot = history.epochs.find((e) => e.epoch === epoch);
  return history.memory ?? snapshot?.layers.find((l) => l.layer === layer)?.flow.steps ?? 0;
}

/** ln(T−1), or null where that is not above the 1 of `unitForgetBias`. */
function chronoValue(steps: number): string | null {
  const bias = Math.log(steps - 1);
  return bias > 1 ? shown(bias) : null;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(2)));
}

/** `hardSigmoid`, `hard_sigmoid`, `{ className: 'Orthogonal' }` → one spelling. */
function normalName(config: Json | undefined): string {
  const name =
    typeof config === 'object' && config !== null && 'className' in config ? String(config.className) : String(config);
  return name.replace(/_/g, '').toLowerCase();
}
