/**
 * Unrolled in a training script under Node: `unrolled(model, options)` for `fit` and `fitDataset`, `init(options)` for
 * loops of your own. Straight into SQLite, no dashboard needed.
 */
import type { LayersModel } from '@tensorflow/tfjs';
import { UnrolledError } from '../lib/base/errors.ts';
import { trainedModel } from './model-info.ts';
import type { Monitor } from './monitor.ts';
import { isDisabled, type ProbeOptions, type RunOptions, resolveOptions } from './options.ts';
import { type Run, silentRun } from './run.ts';
import { silentMonitor } from './silent-monitor.ts';
import { tfOf } from './tfjs-instance.ts';

export { UnrolledError } from '../lib/base/errors.ts';
export { attention, type LayerPlace, registerLayers } from './layers/attention.ts';
export type { AttentionOptions } from './layers/attention-config.ts';
export type { AttentionLayer } from './layers/attention-layer.ts';
export type { AttentionScore } from './layers/attention-scores.ts';
export type { Monitor, MonitorCost } from './monitor.ts';
export type { BudgetOptions, ProbeOptions, RunOptions } from './options.ts';
export type { LogPlace, Run, WatchOptions } from './run.ts';

/** Options of {@link unrolled}. */
export interface MonitorOptions extends RunOptions {
  /** The batch every epoch is measured on. Default: a seeded sample of the training data. */
  readonly probe?: ProbeOptions;
  /** The tfjs namespace the model was made with. Default: the installed `@tensorflow/tfjs`. */
  readonly tf?: unknown;
}

/**
 * Starts a run and gives the callback that records it: `await model.fit(x, y, { callbacks: await unrolled(model) })`.
 *
 * Rejects with an UnrolledError for what a script gets wrong: a bad option (`bad-option`) or probe (`bad-probe`), a model
 * that is none (`not-a-model`), is not compiled (`not-compiled`) or belongs to another tfjs (`other-tfjs`, `no-tfjs`).
 * Trouble with disk or database never rejects: it is said once, and training goes on.
 */
export async function unrolled(model: LayersModel, options: MonitorOptions = {}): Promise<Monitor> {
  if (isDisabled(options, process.env)) return silentMonitor(tfOf(model, options.tf), silentRunOf(options));
  const resolved = resolveOptions(options, process.env);
  const tf = tfOf(model, options.tf);
  const { optimizer, loss } = trainedModel(model);
  if (!(optimizer && loss)) {
    throw new UnrolledError('not-compiled', 'model: not compiled — call model.compile({ optimizer, loss }) first');
  }
  const { givenProbe } = await import('./probe-batch.ts');
  const probe = options.probe === undefined ? null : givenProbe(tf, model, options.probe);
  const { startSession } = await import('./start-session.ts');
  const session = await startSession(resolved, tf);
  if (session === null) return silentMonitor(tf, silentRunOf(options));
  const { createMonitor } = await import('./monitor.ts');
  return createMonitor(tf, model, session, probe);
}

/**
 * Starts a run for a training loop of your own: `run.watch(model)`, `run.log({ loss }, { step, epoch })`,
 * `await run.finish()`. Rejects with `bad-option`; trouble with disk or database never rejects.
 */
export async function init(options: RunOptions = {}): Promise<Run> {
  if (isDisabled(options, process.env)) return silentRunOf(options);
  const resolved = resolveOptions(options, process.env);
  const { startSession } = await import('./start-session.ts');
  const session = await startSession(resolved, null);
  if (session === null) return silentRunOf(options);
  const [{ RecordingRun }, { watchByHand }] = await Promise.all([import('./run.ts'), import('./watch-by-hand.ts')]);
  return new RecordingRun(session, watchByHand, true);
}

function silentRunOf({ project, name }: RunOptions): Run {
  return silentRun(String(project ?? 'default'), String(name ?? ''));
}
