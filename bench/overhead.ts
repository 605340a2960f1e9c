import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CustomCallback, LayersModel } from '@tensorflow/tfjs';
import { type Monitor, type MonitorCost, unrolled } from '../callbacks/node.ts';
import { type Backend, loadBackend } from '../examples/backend.ts';
import { medianInterval } from './bootstrap.ts';
import { type Figure, median, must, told } from './figures.ts';
import { leaks } from './leaks.ts';

const TIME = 40;
const FEATURES = 13;
const CLASSES = 10;
const UNITS = 64;
const BATCH = 32;
const STEPS_PER_EPOCH = 200;
const STEPS_PER_ROUND = 20;
/** The first round warms up and is not counted. */
const ROUNDS = 20;

type Tf = Backend['tf'];

/** One of the trainings that are compared. */
interface Contestant {
  readonly name: string;
  /** Its callback, beside the pacer. */
  readonly callback: (model: LayersModel) => Promise<unknown>;
}

/**
 * What watching costs `fit`: an LSTM(64) on 40 steps, batch 32, native backend, epochs of 200 steps. Five fits take
 * turns of 20 steps, each waiting at the end of its turn, in the order 1…5, then 5…1: all of them run under the same
 * conditions, within epochs of realistic length, and the second bare one shows what is noise. Then what watching leaves
 * behind in memory.
 */
export async function bench(): Promise<Figure[]> {
  const { tf } = await loadBackend('tensorflow');
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-overhead-'));
  const monitors: { [name: string]: Monitor } = {};
  const watched = (name: string, options: object) => async (model: LayersModel) => {
    monitors[name] = await unrolled(model, { tf, dir: folder, project: 'overhead', name, ...options });
    return monitors[name];
  };
  const contestants: Contestant[] = [
    { name: 'bare', callback: async () => null },
    { name: 'defaults', callback: watched('defaults', {}) },
    { name: 'every step', callback: watched('every step', { every: 1 }) },
    { name: 'tensorBoard', callback: async () => tensorBoard(tf, join(folder, 'tensorboard')) },
    { name: 'null', callback: async () => null },
  ];
  try {
    let begun: MonitorCost | null = null;
    const times = await takeTurns(tf, contestants, () => {
      begun = { ...monitors.defaults!.cost };
    });
    return [...figures(times, costSince(begun!, monitors.defaults!.cost)), ...(await leaks(tf, join(folder, 'leaks')))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function figures(times: readonly (readonly number[])[], cost: MonitorCost): Figure[] {
  const [bare, ours, every, board, again] = times as [number[], number[], number[], number[], number[]];
  const ratios = (other: readonly number[]) => other.map((ms, round) => ms / bare[round]!);
  const ratio = (other: readonly number[]) => median(ratios(other));
  return [
    must('hook_share', hookShare(cost, sum(ours)), 'of fit time', '<= 0.03'),
    must('defaults_low', medianInterval(ratios(ours)).low, 'x bare', '<= 1.03'),
    must('every_step_low', medianInterval(ratios(every)).low, 'x bare', '<= 1.05'),
    told('defaults_ratio', ratio(ours), 'x bare'),
    told('defaults_high', medianInterval(ratios(ours)).high, 'x bare'),
    told('every_step_ratio', ratio(every), 'x bare'),
    told('every_step_high', medianInterval(ratios(every)).high, 'x bare'),
    told('null_ratio', ratio(again), 'x bare'),
    told('tfjs_tensorboard_ratio', ratio(board), 'x bare'),
    told('step_ms', median(bare) / STEPS_PER_ROUND, 'ms'),
    told('hook_step_ms', cost.stepMs / cost.steps, 'ms'),
    told('hook_epoch_ms', cost.epochMs / cost.epochs, 'ms'),
  ];
}

/** Time inside our hooks and wrappers over the time of fit, an epoch's end spread over its 200 steps. */
function hookShare({ stepMs, steps, epochMs, epochs }: MonitorCost, fitMs: number): number {
  const epochEnd = epochMs / epochs / STEPS_PER_EPOCH;
  return (stepMs / steps + epochEnd) / ((fitMs - epochMs) / steps + epochEnd);
}

function costSince(begun: MonitorCost, now: MonitorCost): MonitorCost {
  return {
    stepMs: now.stepMs - begun.stepMs,
    steps: now.steps - begun.steps,
    epochMs: now.epochMs - begun.epochMs,
    epochs: now.epochs - begun.epochs,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Runs all fits side by side; returns for each the ms of its counted turns. `warmedUp` is called before the first. */
async function takeTurns(tf: Tf, contestants: readonly Contestant[], warmedUp: () => void): Promise<number[][]> {
  // one step before the first turn, and an epoch that is still running when the last turn ends
  const epochs = Math.floor((1 + (ROUNDS + 1) * STEPS_PER_ROUND) / STEPS_PER_EPOCH) + 1;
  const x = tf.randomNormal([BATCH * STEPS_PER_EPOCH, TIME, FEATURES], 0, 1, 'float32', 1);
  const y = tf.tidy(() =>
    tf.oneHot(tf.randomUniform([BATCH * STEPS_PER_EPOCH], 0, CLASSES, 'int32', 2).toInt(), CLASSES).toFloat(),
  );
  const fits = [];
  for (const { callback } of contestants) {
    const model = makeModel(tf);
    const pacer = new Pacer(tf);
    const callbacks = [await callback(model), pacer.callback].filter((one) => one !== null);
    fits.push({
      model,
      pacer,
      done: model.fit(x, y, { epochs, batchSize: BATCH, verbose: 0, callbacks: callbacks as never }),
    });
    await pacer.parked;
  }
  const times: number[][] = contestants.map(() => []);
  for (let round = 0; round <= ROUNDS; round++) {
    if (round === 1) warmedUp();
    const order = [...fits.keys()];
    for (const i of round % 2 === 0 ? order : order.reverse()) {
      const ms = await fits[i]!.pacer.turn(STEPS_PER_ROUND);
      if (round > 0) times[i]!.push(ms);
    }
    console.error(`round ${round} of ${ROUNDS}: ${times.map((own) => Math.round(own.at(-1) ?? 0)).join(' ')} ms`);
  }
  for (const { model, pacer, done } of fits) {
    model.stopTraining = true;
    pacer.release();
    await done;
  }
  return times;
}

function makeModel(tf: Tf): LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({
        units: UNITS,
        inputShape: [TIME, FEATURES],
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
        recurrentInitializer: tf.initializers.orthogonal({ seed: 2 }),
      }),
      tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  return model;
}

function tensorBoard(tf: Tf, folder: string): unknown {
  const node = (tf as unknown as { node: { tensorBoard(logdir: string, options: object): unknown } }).node;
  return node.tensorBoard(folder, { updateFreq: 'batch' });
}

/** Holds a fit after its first batch and lets it go on for a number of steps at a time. */
class Pacer {
  readonly callback: CustomCallback;
  /** Resolves once the fit waits for its first turn. */
  readonly parked: Promise<void>;
  private left = 0;
  private free = false;
  private turnEnded: () => void;
  private goOn: () => void = () => {};

  constructor(tf: Tf) {
    const parked = Promise.withResolvers<void>();
    this.parked = parked.promise;
    this.turnEnded = parked.resolve;
    this.callback = new tf.CustomCallback({ onBatchEnd: () => this.batchEnds() });
  }

  /** Lets `steps` batches run; the ms they took. */
  async turn(steps: number): Promise<number> {
    const ended = Promise.withResolvers<void>();
    this.turnEnded = ended.resolve;
    this.left = steps;
    const started = performance.now();
    this.goOn();
    await ended.promise;
    return performance.now() - started;
  }

  /** Lets the fit go on for good. */
  release(): void {
    this.free = true;
    this.goOn();
  }

  private async batchEnds(): Promise<void> {
    if (this.free || --this.left > 0) return;
    const next = Promise.withResolvers<void>();
    this.goOn = next.resolve;
    this.turnEnded();
    await next.promise;
  }
}
