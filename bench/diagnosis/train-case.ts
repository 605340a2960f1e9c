import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs';
import { unrolled } from '../../callbacks/node.ts';
import { historyFromJson } from '../../lib/analysis/verdicts/history-json.ts';
import { EMPTY_CURSOR } from '../../lib/protocol/delta.ts';
import { openStore, STORE_FILE } from '../../lib/store/open-store.ts';
import { type Batches, batchesOf } from './batches.ts';
import { buildModel } from './build-model.ts';
import { intervene } from './intervene.ts';
import type { Training } from './recipe.ts';
import { type TaskData, taskData } from './tasks.ts';
import type { StoredHistory, Trained } from './trained.ts';

type Tf = typeof TensorFlow;

/** Sequences of the probe: the first ones of the data. */
export const PROBE_ROWS = 16;

/**
 * Trains one recipe as a user would: `fit` watched by the public callback, which writes into a store of its own. What the
 * store holds for the rules is read back; what an oracle needs (weights before each step, losses) is noted beside it.
 */
export async function trainCase(tf: Tf, training: Training, digits: string | null): Promise<Trained> {
  const data = taskData(training.task, training.stepsPerEpoch * training.batch, training.seed, digits);
  const batches = batchesOf(training);
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-diagnosis-'));
  const model = buildModel(tf, training, data);
  const x = tf.variable(tf.tensor3d(data.x, [data.rows, data.steps, data.features]), false);
  const shape = data.everyStep ? [data.rows, data.steps, data.outputs] : [data.rows, data.outputs];
  const y = tf.variable(tf.tensor(data.y, shape), false);
  const started = performance.now();
  try {
    const probeFactor = probeFactorOf(training);
    const monitor = await unrolled(model, {
      tf,
      dir: folder,
      project: 'diagnosis',
      name: 'case',
      every: 1,
      budget: { time: 1 },
      // maps that no rule looks at
      saliency: false,
      ...(training.declared && data.memory !== null ? { memory: data.memory } : {}),
      probe: { x: probeOf(tf, x, probeFactor), y: probeOf(tf, y, 1) },
    });
    const notes = new Notes(tf, model, training, { data, batches, x, y });
    await model.fit(x, y, {
      epochs: training.epochs,
      batchSize: training.batch,
      shuffle: false,
      verbose: 0,
      callbacks: [notes.callback(), monitor],
    });
    const history = await historyOf(join(folder, STORE_FILE));
    return {
      training,
      history,
      probeFactor,
      probeRows: PROBE_ROWS,
      batchLosses: notes.batchLosses,
      edited: notes.edited.map(({ step }) => step),
      weightShapes: model.getWeights().map((weight) => weight.shape),
      data: { ...data, x: new Float32Array(0), y: new Float32Array(0) },
      ms: performance.now() - started,
      arrays: { x: data.x, y: data.y, ...batches, weights: notes.weights() },
    };
  } finally {
    tf.dispose([x, y]);
    model.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the probe's inputs are multiplied with: as the data of the first epoch, where all of it is. */
function probeFactorOf({ interventions, stepsPerEpoch }: Training): number {
  const scaled = interventions.find(
    (one) => one.kind === 'scale' && one.epoch === 1 && one.batches.length === stepsPerEpoch,
  );
  return scaled?.kind === 'scale' ? scaled.factor : 1;
}

function probeOf(tf: Tf, tensor: TensorFlow.Tensor, factor: number): TensorFlow.Tensor {
  return tf.tidy(() => tf.mul(tf.slice(tensor, [0], [PROBE_ROWS]), factor));
}

/** Runs beside the monitor: gives each epoch its data, intervenes, and notes weights and losses of every step. */
class Notes {
  readonly batchLosses: number[] = [];
  /** Weights after they were edited by hand, and the step (0-based) that begins with them. */
  readonly edited: { step: number; weights: Float32Array }[] = [];
  readonly #tf: Tf;
  readonly #model: TensorFlow.LayersModel;
  readonly #training: Training;
  readonly #given: { data: TaskData; batches: Batches; x: TensorFlow.Variable; y: TensorFlow.Variable };
  readonly #weights: Float32Array[] = [];

  constructor(
    tf: Tf,
    model: TensorFlow.LayersModel,
    training: Training,
    given: { data: TaskData; batches: Batches; x: TensorFlow.Variable; y: TensorFlow.Variable },
  ) {
    this.#tf = tf;
    this.#model = model;
    this.#training = training;
    this.#given = given;
    this.#weights.push(this.#now());
  }

  callback(): TensorFlow.CustomCallback {
    return new this.#tf.CustomCallback({
      onEpochBegin: async (epoch) => {
        this.#feed(epoch);
        if (!intervene(this.#tf, this.#model, this.#training, epoch + 1)) return;
        this.edited.push({ step: this.#weights.length - 1, weights: this.#now() });
      },
      onBatchEnd: async (_batch, logs) => {
        this.#weights.push(this.#now());
        this.batchLosses.push(await lossOf(logs as { loss?: number | TensorFlow.Scalar }));
      },
    });
  }

  /** First weights, those after each step, then the edited ones, [.., weight] row-major. */
  weights(): Float32Array {
    const all = [...this.#weights, ...this.edited.map(({ weights }) => weights)];
    const size = all[0]!.length;
    const joined = new Float32Array(all.length * size);
    for (const [i, values] of all.entries()) joined.set(values, i * size);
    return joined;
  }

  #now(): Float32Array {
    const values = this.#model.getWeights().map((weight) => weight.dataSync());
    const joined = new Float32Array(values.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const one of values) {
      joined.set(one, at);
      at += one.length;
    }
    return joined;
  }

  #feed(epoch: number): void {
    const { data, batches, x, y } = this.#given;
    const from = epoch * data.rows;
    const rows = batches.rows.subarray(from, from + data.rows);
    const of = (factors: Float32Array) => factors.subarray(from, from + data.rows);
    this.#tf.tidy(() => {
      x.assign(this.#tf.tensor(gathered(data.x, rows, of(batches.factors)), x.shape));
      y.assign(this.#tf.tensor(gathered(data.y, rows, of(batches.targetFactors)), y.shape));
    });
  }
}

function gathered(values: Float32Array, rows: Int32Array, factors: Float32Array): Float32Array {
  const size = values.length / rows.length;
  const found = new Float32Array(values.length);
  rows.forEach((row, place) => {
    const factor = factors[place]!;
    for (let i = 0; i < size; i++) found[place * size + i] = values[row * size + i]! * factor;
  });
  return found;
}

async function lossOf(logs: { loss?: number | TensorFlow.Scalar }): Promise<number> {
  const { loss } = logs;
  return typeof loss === 'number' ? loss : ((await loss?.data())?.[0] ?? Number.NaN);
}

async function historyOf(file: string): Promise<StoredHistory> {
  const store = await openStore(file, { readOnly: true });
  try {
    const [run] = await store.listRuns();
    const { events } = await store.tail(run!.info.id, EMPTY_CURSOR);
    const readings = events.filter(({ kind }) => kind === 'readings').map(({ data }) => data);
    const latest = readings.length > 0 ? historyFromJson(readings[readings.length - 1]!) : null;
    return { model: run!.info.model, readings, constantPredictionLoss: latest?.constantPredictionLoss ?? null };
  } finally {
    await store.close();
  }
}
