import type * as TensorFlow from '@tensorflow/tfjs';
import { countClasses, type Sequences } from './sequences.ts';

const CLASSES = 10;

/** The rows as a tensor [rows, steps, features]; the caller disposes of it. */
export function inputOf(tf: typeof TensorFlow, { x, rows, steps, features }: Sequences): TensorFlow.Tensor3D {
  return tf.tensor3d(x, [rows, steps, features]);
}

/** The labels one-hot, [rows, 10]; the caller disposes of it. */
export function targetOf(tf: typeof TensorFlow, { labels }: Sequences): TensorFlow.Tensor2D {
  return tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES).toFloat() as TensorFlow.Tensor2D);
}

/** The class the model gives to every row. */
export function classify(tf: typeof TensorFlow, model: TensorFlow.LayersModel, rows: Sequences): ArrayLike<number> {
  return tf.tidy(() => (model.predict(inputOf(tf, rows)) as TensorFlow.Tensor2D).argMax(-1).dataSync());
}

/** Share of the labels that were guessed, 0…1. */
export function shareRight(labels: ArrayLike<number>, guesses: ArrayLike<number>): number {
  return Array.from(labels).filter((label, row) => label === guesses[row]).length / labels.length;
}

/** Share of the most frequent label, 0…1: what guessing one class gives. */
export function shareOfMajority(labels: ArrayLike<number>): number {
  return Math.max(...countClasses(labels).values()) / labels.length;
}

/** Such as `Test accuracy 93.1 % (majority class 10.3 %)`: what was learned beside what guessing one class gives. */
export function describeResult(labels: ArrayLike<number>, guesses: ArrayLike<number>): string {
  const percent = (share: number) => (100 * share).toFixed(1);
  return `Test accuracy ${percent(shareRight(labels, guesses))} % (majority class ${percent(shareOfMajority(labels))} %)`;
}
