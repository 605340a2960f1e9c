import type * as TensorFlow from '@tensorflow/tfjs';

/**
 * The article's model: LSTM(64) → Dense(10, softmax), categorical cross-entropy, adam. Only the initialisers carry a
 * seed, so that two trainings begin alike; everything else is as tfjs has it.
 */
export function articleModel(
  tf: typeof TensorFlow,
  { steps, features, seed }: { steps: number; features: number; seed: number },
): TensorFlow.Sequential {
  const kernelInitializer = () => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential();
  model.add(
    tf.layers.lstm({
      units: 64,
      inputShape: [steps, features],
      kernelInitializer: kernelInitializer(),
      recurrentInitializer: tf.initializers.orthogonal({ seed }),
    }),
  );
  model.add(tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: kernelInitializer() }));
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}
