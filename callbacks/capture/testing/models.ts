import type { LayersModel } from '@tensorflow/tfjs';
import type { Tf } from '../../../lib/model/tfjs-internals.ts';

/** A small model with seeded weights, and data that fit it. */
export interface SmallModel {
  readonly model: LayersModel;
  readonly x: ReturnType<Tf['tensor']>;
  readonly y: ReturnType<Tf['tensor']>;
}

/** Sequences and timesteps of the data of every model. */
export const SEQUENCES = 12;
export const TIME = 6;
const FEATURES = 3;
const UNITS = 5;

/** Builds a model; the same call gives the same weights and data. */
export type MakeModel = (tf: Tf) => SmallModel;

/** One of every kind of recurrent model that is captured. */
export const models: { readonly [kind: string]: MakeModel } = {
  SimpleRNN: (tf) => classifier(tf, [tf.layers.simpleRNN({ ...recurrent(tf, 1), ...input() })]),
  GRU: (tf) => classifier(tf, [tf.layers.gru({ ...recurrent(tf, 1), ...input() })]),
  LSTM: (tf) => classifier(tf, [tf.layers.lstm({ ...recurrent(tf, 1), ...input() })]),
  'LSTM at every step': (tf) => {
    const model = tf.sequential({
      layers: [
        tf.layers.lstm({ ...recurrent(tf, 1), ...input(), returnSequences: true }),
        tf.layers.timeDistributed({ layer: dense(tf, 2, 2) }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
    return { model, x: frames(tf), y: tf.randomNormal([SEQUENCES, TIME, 2], 0, 1, 'float32', 92) };
  },
  'stacked layers': (tf) =>
    classifier(tf, [
      tf.layers.lstm({ ...recurrent(tf, 1), ...input(), returnSequences: true }),
      tf.layers.gru({ ...recurrent(tf, 4), returnSequences: true }),
      tf.layers.simpleRNN(recurrent(tf, 7)),
    ]),
  'stacked cells': (tf) =>
    classifier(tf, [
      tf.layers.rnn({
        cell: [tf.layers.lstmCell(recurrent(tf, 1)), tf.layers.gruCell(recurrent(tf, 4))],
        ...input(),
      }),
    ]),
  Bidirectional: (tf) => {
    const layer = tf.layers.lstm({ ...recurrent(tf, 1), returnSequences: true });
    return classifier(tf, [
      tf.layers.bidirectional({ layer, mergeMode: 'concat', ...input() }),
      tf.layers.bidirectional({ layer: tf.layers.gru(recurrent(tf, 4)), mergeMode: 'sum' }),
    ]);
  },
  backwards: (tf) => classifier(tf, [tf.layers.gru({ ...recurrent(tf, 1), ...input(), goBackwards: true })]),
  'masked Embedding': (tf) => {
    const embeddingsInitializer = tf.initializers.randomNormal({ seed: 3 });
    const model = classifierOf(tf, [
      tf.layers.embedding({
        inputDim: 9,
        outputDim: FEATURES,
        maskZero: true,
        inputLength: TIME,
        embeddingsInitializer,
      }),
      tf.layers.lstm(recurrent(tf, 1)),
    ]);
    return { model, x: tokens(tf), y: classes(tf) };
  },
  'Masking layer': (tf) => {
    const model = classifierOf(tf, [
      tf.layers.masking({ maskValue: 0, ...input() }),
      tf.layers.gru({ ...recurrent(tf, 1), returnSequences: true }),
      tf.layers.simpleRNN(recurrent(tf, 4)),
    ]);
    const valid = tokens(tf).notEqual(0).expandDims(2);
    return { model, x: frames(tf).mul(valid), y: classes(tf) };
  },
  'shared layer': (tf) => {
    const x = tf.input({ shape: [TIME, FEATURES] });
    const shared = tf.layers.lstm(recurrent(tf, 1));
    const late = tf.layers.reshape({ targetShape: [TIME, FEATURES] }).apply(x);
    const both = tf.layers.concatenate().apply([shared.apply(x), shared.apply(late)] as never[]);
    const output = dense(tf, 3, 9, 'softmax').apply(both);
    return { model: compiled(tf, tf.model({ inputs: x, outputs: output as never })), x: frames(tf), y: classes(tf) };
  },
  stateful: (tf) =>
    classifier(tf, [tf.layers.lstm({ ...recurrent(tf, 1), stateful: true, batchInputShape: [BATCH, TIME, FEATURES] })]),
  nested: (tf) => {
    const inner = tf.sequential({
      layers: [tf.layers.gru({ ...recurrent(tf, 1), ...input(), returnSequences: true })],
    });
    return classifier(tf, [inner, tf.layers.lstm(recurrent(tf, 4))]);
  },
  dropout: (tf) =>
    classifier(tf, [
      tf.layers.lstm({ ...recurrent(tf, 1), ...input(), dropout: 0.3, recurrentDropout: 0.2, returnSequences: true }),
      tf.layers.dropout({ rate: 0.4 }),
      tf.layers.rnn({ cell: tf.layers.gruCell({ ...recurrent(tf, 4), dropout: 0.3 }) as never }),
    ]),
};

/** Batch size that divides SEQUENCES, so that stateful models fit too. */
export const BATCH = 4;

function input() {
  return { inputShape: [TIME, FEATURES] };
}

function recurrent(tf: Tf, seed: number) {
  return {
    units: UNITS,
    kernelInitializer: tf.initializers.glorotNormal({ seed }),
    recurrentInitializer: tf.initializers.orthogonal({ seed: seed + 1 }),
    biasInitializer: tf.initializers.randomNormal({ seed: seed + 2, stddev: 0.1 }),
  };
}

function dense(tf: Tf, units: number, seed: number, activation?: 'softmax') {
  return tf.layers.dense({ units, activation, kernelInitializer: tf.initializers.glorotNormal({ seed }) });
}

function classifier(tf: Tf, layers: unknown[]): SmallModel {
  return { model: classifierOf(tf, layers), x: frames(tf), y: classes(tf) };
}

function classifierOf(tf: Tf, layers: unknown[]): LayersModel {
  return compiled(tf, tf.sequential({ layers: [...layers, dense(tf, 3, 9, 'softmax')] as never[] }));
}

function compiled(tf: Tf, model: LayersModel): LayersModel {
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

function frames(tf: Tf) {
  return tf.randomNormal([SEQUENCES, TIME, FEATURES], 0, 1, 'float32', 90);
}

function classes(tf: Tf) {
  return tf
    .oneHot(
      tf.tensor1d(
        Array.from({ length: SEQUENCES }, (_, i) => (i * 7) % 3),
        'int32',
      ),
      3,
    )
    .toFloat();
}

/** Sequence i has 2 + i % 5 tokens, then padding. */
function tokens(tf: Tf) {
  const row = (i: number) => Array.from({ length: TIME }, (_, t) => (t < 2 + (i % 5) ? 1 + ((3 * i + 5 * t) % 8) : 0));
  return tf.tensor2d(Array.from({ length: SEQUENCES }, (_, i) => row(i)));
}
