import type * as TensorFlow from '@tensorflow/tfjs';
import { DIGITS, STEPS } from './recordings.ts';

/** LSTM(64) over the frames that are no padding → one of ten digits. */
export function speechModel(
  tf: typeof TensorFlow,
  { features, rate, seed }: { features: number; rate: number; seed: number },
): TensorFlow.Sequential {
  const model = tf.sequential();
  model.add(tf.layers.masking({ maskValue: 0, inputShape: [STEPS, features] }));
  model.add(
    tf.layers.lstm({
      units: 64,
      unitForgetBias: true,
      recurrentActivation: 'sigmoid',
      kernelInitializer: tf.initializers.glorotUniform({ seed }),
      recurrentInitializer: tf.initializers.orthogonal({ seed }),
    }),
  );
  model.add(
    tf.layers.dense({
      units: DIGITS.length,
      activation: 'softmax',
      kernelInitializer: tf.initializers.glorotUniform({ seed }),
    }),
  );
  model.compile({ optimizer: tf.train.adam(rate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}
