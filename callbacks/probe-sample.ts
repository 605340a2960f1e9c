import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { seededRandom } from '../lib/base/random.ts';
import { type HostTensor, hostTensor, makeProbe, type ProbeBatch } from './probe-batch.ts';
import type { Tf } from './tfjs-instance.ts';

/** Sequences of one class, and in all. */
const PER_CLASS = 3;
const MOST = 32;
/** Targets with more classes are not taken for classes. */
const MOST_CLASSES = 1_000;
/** Targets with more values are not looked through: that would hold up the start of training. */
const MOST_VALUES = 8e6;
const SEED = 20_251;

/**
 * A probe out of the data that is trained on: three sequences of each class, at most 32, drawn by a fixed seed; evenly
 * spaced ones where targets are no classes. `count` limits it to the first sequences (the rest is held out).
 */
export function sampledProbe(tf: Tf, model: LayersModel, data: TrainingData): ProbeBatch | null {
  const total = Math.min(data.count, ...data.x.map(({ shape }) => shape[0] ?? 0));
  // a stateful model takes batches of one size alone
  const fixed = model.inputs[0]?.shape[0] ?? null;
  if (!(total > 0) || (fixed !== null && fixed > total)) return null;
  const classes = data.y.length === 1 && data.y[0] ? classesOf(data.y[0], total) : null;
  const rows = fixed !== null ? evenly(total, fixed) : classes ? stratified(classes) : evenly(total, MOST);
  const take = (tensor: TensorLike): HostTensor => {
    const index = tf.tensor1d(rows, 'int32');
    const rowsOf = tf.gather(tensor as unknown as Tensor, index);
    const host = hostTensor(tf, rowsOf, 'training data');
    tf.dispose([index, rowsOf]);
    return host;
  };
  return makeProbe(model, data.x.map(take), data.y.map(take), {
    origin: 'sampled',
    labels: classes ? rows.map((row) => String(classes[row])) : null,
    tokens: null,
    classNames: null,
  });
}

/** A tensor as far as sampling looks at it. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly size: number;
  dataSync(): ArrayLike<number>;
}

/** Tensors in the order of the model's inputs and outputs. */
export interface TrainingData {
  readonly x: readonly TensorLike[];
  readonly y: readonly TensorLike[];
  /** Sequences trained on: the first ones. */
  readonly count: number;
}

/** The class of each of the first `count` rows: one-hot rows or whole numbers. Null when targets are something else. */
export function classesOf(target: TensorLike, count: number): Int32Array | null {
  const { shape, size } = target;
  const width = shape.length === 1 ? 1 : (shape[1] ?? 0);
  if (shape.length > 2 || size > MOST_VALUES || width < 1 || width > MOST_CLASSES) return null;
  const values = target.dataSync();
  const classes = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const found = width === 1 ? wholeNumber(values[row]) : oneHot(values, row * width, width);
    if (found === null) return null;
    classes[row] = found;
  }
  return new Set(classes).size <= MOST_CLASSES ? classes : null;
}

function wholeNumber(value: number | undefined): number | null {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value < MOST_CLASSES ? value : null;
}

function oneHot(values: ArrayLike<number>, from: number, width: number): number | null {
  let hot = -1;
  for (let i = 0; i < width; i++) {
    const value = values[from + i];
    if (value === 1 && hot < 0) hot = i;
    else if (value !== 0) return null;
  }
  return hot < 0 ? null : hot;
}

/** Rows of each class in turn, picked by seed, in rising order. */
function stratified(classes: Int32Array): number[] {
  const rowsOf = new Map<number, number[]>();
  classes.forEach((label, row) => {
    const rows = rowsOf.get(label);
    if (rows) rows.push(row);
    else rowsOf.set(label, [row]);
  });
  const labels = [...rowsOf.keys()].sort((a, b) => a - b);
  const each = Math.max(1, Math.min(PER_CLASS, Math.floor(MOST / labels.length)));
  const random = seededRandom(SEED);
  const chosen = labels.slice(0, MOST).flatMap((label) => pick(rowsOf.get(label) ?? [], each, random));
  return chosen.sort((a, b) => (classes[a] as number) - (classes[b] as number) || a - b);
}

function pick(rows: readonly number[], count: number, random: () => number): number[] {
  const left = [...rows];
  const picked: number[] = [];
  while (picked.length < count && left.length > 0) {
    const at = Math.floor(random() * left.length);
    picked.push(left[at] as number);
    left[at] = left[left.length - 1] as number;
    left.pop();
  }
  return picked;
}

function evenly(count: number, most: number): number[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
}
