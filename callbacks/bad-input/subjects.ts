import type { LayersModel } from '@tensorflow/tfjs';
import type { Tf } from '../tfjs-instance.ts';
import type { Subject } from './trial.ts';

export const [ROWS, TIME, FEATURES] = [12, 5, 2];

/** Sequences of frames, the same at every call. */
export function frames(tf: Tf, shape: readonly number[] = [ROWS, TIME, FEATURES], seed = 3) {
  return tf.randomUniform([...shape], -1, 1, 'float32', seed);
}

/** A Sequential of these layers, compiled with sgd and the squared error, and data for it. */
export function sequence(
  tf: Tf,
  layers: readonly unknown[],
  { inShape = [TIME, FEATURES], outShape = [1], rows = ROWS }: SubjectShape = {},
): Subject {
  const model = tf.sequential({ layers: layers as never[] });
  return compiled(tf, model, { inShape, outShape, rows });
}

export interface SubjectShape {
  readonly inShape?: readonly number[];
  readonly outShape?: readonly number[];
  readonly rows?: number;
}

/** A model, compiled with adam and the squared error, and data for it. */
export function compiled(
  tf: Tf,
  model: LayersModel,
  { inShape = [TIME, FEATURES], outShape = [1], rows = ROWS }: SubjectShape = {},
): Subject {
  model.compile({ loss: 'meanSquaredError', optimizer: tf.train.adam(0.01) });
  return { model, x: frames(tf, [rows, ...inShape]), y: frames(tf, [rows, ...outShape], 4) };
}

/** LSTM(3) and one output. */
export function plain(tf: Tf, rows = ROWS): Subject {
  return sequence(tf, [tf.layers.lstm({ units: 3, inputShape: [TIME, FEATURES] }), tf.layers.dense({ units: 1 })], {
    rows,
  });
}
