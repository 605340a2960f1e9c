import type * as TensorFlow from '@tensorflow/tfjs';

export interface SentimentSettings {
  /** Steps sentences are padded to. */
  readonly steps: number;
  readonly rate: number;
  /** Whether the LSTM leaves out padding. */
  readonly maskPadding: boolean;
  readonly forgetBias: boolean;
  readonly gates: 'sigmoid' | 'hardSigmoid';
}

const DROPOUT = 0.5;

/** Embedding → dropout → LSTM(64) → is it positive? */
export function sentimentModel(
  tf: typeof TensorFlow,
  words: number,
  { steps, rate, maskPadding, forgetBias, gates }: SentimentSettings,
  seed: number,
): TensorFlow.Sequential {
  const model = tf.sequential();
  model.add(
    tf.layers.embedding({
      inputDim: words,
      outputDim: 32,
      inputLength: steps,
      maskZero: maskPadding,
      embeddingsInitializer: tf.initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed }),
    }),
  );
  // ten thousand sentences are few: without it they are known by heart after four epochs
  model.add(tf.layers.dropout({ rate: DROPOUT }));
  model.add(
    tf.layers.lstm({
      units: 64,
      unitForgetBias: forgetBias,
      recurrentActivation: gates,
      kernelInitializer: tf.initializers.glorotUniform({ seed }),
      recurrentInitializer: tf.initializers.orthogonal({ seed }),
    }),
  );
  model.add(
    tf.layers.dense({
      units: 2,
      activation: 'softmax',
      kernelInitializer: tf.initializers.glorotUniform({ seed }),
    }),
  );
  model.compile({ optimizer: tf.train.adam(rate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}
