import type { LayersModel } from '@tensorflow/tfjs';
import { UnrolledError } from '../lib/base/errors.ts';
import { trainedModel } from './model-info.ts';
import type { Monitor } from './monitor.ts';
import { isDisabled, type ProbeOptions, type RunOptions, resolveOptions } from './options.ts';
import type { Platform } from './platform/platform.ts';
import { type Run, silentRun } from './run.ts';
import { silentMonitor } from './silent-monitor.ts';
import { tfOf } from './tfjs-instance.ts';

/** Options of {@link Api.unrolled}. */
export interface MonitorOptions extends RunOptions {
  /** The batch every epoch is measured on. Default: a seeded sample of the training data. */
  readonly probe?: ProbeOptions;
  /** The tfjs namespace the model was made with. Default: the installed `@tensorflow/tfjs`. */
  readonly tf?: unknown;
}

/** What a training script calls, the same in Node and in a page. */
export interface Api {
  /**
   * Starts a run and gives the callback that records it: `await model.fit(x, y, { callbacks: await unrolled(model) })`.
   *
   * Rejects with an UnrolledError for what a script gets wrong: a bad option (`bad-option`) or probe (`bad-probe`), a
   * model that is none (`not-a-model`), is not compiled (`not-compiled`) or belongs to another tfjs (`other-tfjs`,
   * `no-tfjs`), a run to resume that is not there (`unknown-run`) or still live (`run-live`). Trouble with disk,
   * database or server never rejects: it is said once, and training goes on.
   */
  unrolled(model: LayersModel, options?: MonitorOptions): Promise<Monitor>;
  /**
   * Starts a run for a training loop of your own: `run.watch(model)`, `run.log({ loss }, { step, epoch })`,
   * `await run.finish()`. Rejects with `bad-option`, `unknown-run` and `run-live`; other trouble never rejects.
   */
  init(options?: RunOptions): Promise<Run>;
}

/** The public API on a platform. */
export function apiOn(platform: Platform): Api {
  return {
    async unrolled(model, options = {}) {
      const disabled = isDisabled(options, platform.env);
      if (options.tf === undefined) await platform.prepareTf();
      if (disabled) return silentMonitor(tfOf(model, options.tf), silentRunOf(options));
      const resolved = resolveOptions(options, platform.env);
      const tf = tfOf(model, options.tf);
      const { optimizer, loss } = trainedModel(model);
      if (!(optimizer && loss)) {
        throw new UnrolledError('not-compiled', 'model: not compiled — call model.compile({ optimizer, loss }) first');
      }
      const { checkAttention } = await import('./capture/attention-layers.ts');
      checkAttention(model, resolved.attention);
      const { givenProbe } = await import('./probe-batch.ts');
      const probe = options.probe === undefined ? null : givenProbe(tf, model, options.probe);
      const { startSession } = await import('./start-session.ts');
      const session = await startSession(platform, resolved, tf);
      if (session === null) return silentMonitor(tf, silentRunOf(options));
      const { createMonitor } = await import('./monitor.ts');
      return createMonitor(tf, model, session, probe);
    },
    async init(options = {}) {
      if (isDisabled(options, platform.env)) return silentRunOf(options);
      const resolved = resolveOptions(options, platform.env);
      await platform.prepareTf();
      const { startSession } = await import('./start-session.ts');
      const session = await startSession(platform, resolved, null);
      if (session === null) return silentRunOf(options);
      const [{ RecordingRun }, { watchByHand }] = await Promise.all([import('./run.ts'), import('./watch-by-hand.ts')]);
      return new RecordingRun(session, watchByHand, true);
    },
  };
}

function silentRunOf({ project, name }: RunOptions): Run {
  return silentRun(String(project ?? 'default'), String(name ?? ''));
}
