import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CustomCallback, LayersModel, Tensor } from '@tensorflow/tfjs';
import { expect, vi } from 'vitest';
import { seededRandom } from '../../lib/base/random.ts';
import { type FoundRun, readRuns, temporaryFolder } from '../../lib/recorder/testing/read-store.ts';
import { withSeededRandom } from '../capture/testing/random.ts';
import type { Monitor } from '../monitor.ts';
import { type MonitorOptions, unrolled } from '../node.ts';
import type { Tf } from '../tfjs-instance.ts';
import { changedMethods, methodsOf } from './object-state.ts';

/** A model to be trained, and data that fit it, or do not. */
export interface Subject {
  readonly model: LayersModel;
  readonly x: unknown;
  readonly y: unknown;
}

/** Callbacks of ours: none in the bare training. */
export type Ours = readonly CustomCallback[];

/** One thing that may go wrong. */
export interface Trial {
  /** Builds it; weights are seeded afterwards. */
  readonly make: (tf: Tf) => Subject;
  /** Default: three epochs of `fit`, three batches of four each, seeded shuffle. Must clean up what it makes. */
  readonly train?: (tf: Tf, subject: Subject, ours: Ours) => Promise<unknown>;
  /** Default: everything is sampled, with all the time there is. */
  readonly options?: (tf: Tf, subject: Subject) => MonitorOptions;
  /** Monitors on the model. */
  readonly monitors?: number;
  /** Leave the weights as they were made. */
  readonly keepWeights?: boolean;
}

/** What a training came to. */
interface Training {
  readonly weights: readonly Uint8Array[];
  readonly history: unknown;
  readonly error: string | null;
  readonly tensors: number;
}

/** What watching it left. */
export interface Watched {
  readonly run: FoundRun;
  readonly runs: readonly FoundRun[];
  /** Lines on the console, ours and theirs. */
  readonly said: readonly string[];
  /** Warnings and errors in the run, but for verdicts, lint and console. */
  readonly warnings: readonly string[];
  /** All messages of the run. */
  readonly notes: readonly string[];
  readonly error: string | null;
}

const FIT = { epochs: 3, batchSize: 4, verbose: 0 } as const;

/** Everything is measured at every step and epoch, whatever it costs. */
export const ALL: MonitorOptions = { every: 1, budget: { time: 1 }, saliency: { method: 'gradient×input' } };

/**
 * Trains bare and watched from the same seeds, and asserts what must hold whatever goes wrong: the same weights bit for
 * bit, the same history, the same error, as many draws from Math.random, all methods given back, no tensor left, no
 * unhandled rejection, nothing said twice, runs that have ended. Returns the run as it was stored, for the rest.
 */
export async function harmless(tf: Tf, trial: Trial): Promise<Watched> {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => void rejections.push(reason);
  process.on('unhandledRejection', note);
  const said: string[] = [];
  const spies = (['log', 'warn', 'error'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation((...line) => void said.push(line.map(String).join(' '))),
  );
  try {
    const dir = temporaryFolder();
    const bare = await withSeededRandom(1, () => training(tf, trial, async () => []));
    said.length = 0;
    const monitors: Monitor[] = [];
    const ours = await withSeededRandom(1, () =>
      training(tf, trial, async (subject) => {
        for (let i = 0; i < (trial.monitors ?? 1); i++) {
          const options = trial.options?.(tf, subject) ?? {};
          monitors.push(await unrolled(subject.model, { ...ALL, tf, dir, ...options }));
        }
        return monitors;
      }),
    );
    await Promise.all(monitors.map(({ run }) => run.finish()));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ours.value.error).toBe(bare.value.error);
    expect(ours.value.weights).toEqual(bare.value.weights);
    expect(ours.value.history).toEqual(bare.value.history);
    expect(ours.draws).toBe(bare.draws);
    expect(ours.value.tensors).toBe(bare.value.tensors);
    expect(rejections).toEqual([]);
    const warned = said.filter((line) => /^unrolled/i.test(line));
    if (monitors.length === 1) expect(warned.filter((line, i) => warned.indexOf(line) !== i)).toEqual([]);
    const runs = existsSync(join(dir, 'unrolled.db')) ? await readRuns(dir) : [];
    for (const { info } of runs) expect(info.status).not.toBe('live');
    const events = runs[0]?.delta.events ?? [];
    return {
      ...{ run: runs[0] as FoundRun, runs, said, error: ours.value.error },
      notes: events.map(({ message }) => message),
      warnings: events
        .filter(({ kind, level, data }) => kind === 'capture' && level !== 'info' && !('lint' in data))
        .map(({ message }) => message),
    };
  } finally {
    process.off('unhandledRejection', note);
    for (const spy of spies) spy.mockRestore();
  }
}

async function training(tf: Tf, trial: Trial, watch: (subject: Subject) => Promise<Ours>): Promise<Training> {
  const before = tf.memory().numTensors;
  const subject = trial.make(tf);
  const { model } = subject;
  if (!trial.keepWeights) seedWeights(tf, model);
  const { optimizer } = model;
  const methods = methodsOf(model, [optimizer]);
  const ours = await watch(subject);
  let error: string | null = null;
  let history: unknown = null;
  try {
    const train =
      trial.train ?? ((_tf, { x, y }, callbacks) => model.fit(x as Tensor, y as Tensor, fitWith(callbacks)));
    history = ((await train(tf, subject, ours)) as { history?: unknown } | undefined)?.history ?? null;
  } catch (thrown) {
    // tfjs numbers layers by process
    error = String(thrown).replace(/(_[A-Z]\w*?)\d+/g, '$1');
  }
  await Promise.all(ours.map((each) => (each as Monitor).run.finish()));
  expect(changedMethods(methods)).toEqual([]);
  const inner = (model as unknown as { model?: object }).model ?? model;
  expect(Object.getOwnPropertyDescriptor(inner, 'isTraining') ?? { value: false }).toMatchObject({ value: false });
  const disposed = model.weights.some((weight) => (weight as unknown as { val: Tensor }).val.isDisposed);
  const weights = disposed ? [] : model.getWeights().map((weight) => new Uint8Array(weight.dataSync().slice().buffer));
  tf.dispose([subject.x, subject.y] as never);
  for (const one of new Set([optimizer, model.optimizer])) one?.dispose();
  if (!disposed) model.dispose();
  return { weights, history, error, tensors: tf.memory().numTensors - before };
}

/** What {@link FIT} is with callbacks. */
export function fitWith(ours: Ours, more: object = {}): never {
  return { ...FIT, ...(ours.length > 0 ? { callbacks: [...ours] } : {}), ...more } as never;
}

/** Weights drawn from a fixed seed, as large as tfjs would draw them. */
function seedWeights(tf: Tf, model: LayersModel): void {
  const random = seededRandom(11);
  const made = model.getWeights().map(({ shape, size }) => {
    const values = Float32Array.from({ length: size }, () => random() - 0.5);
    return tf.tensor(values, shape);
  });
  model.setWeights(made);
  tf.dispose(made);
}
