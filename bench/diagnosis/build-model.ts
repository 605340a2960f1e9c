import type * as TensorFlow from '@tensorflow/tfjs';
import { initialWeights } from './initial-weights.ts';
import type { Training } from './recipe.ts';
import type { TaskData } from './tasks.ts';

type Tf = typeof TensorFlow;

/** The network of a recipe, compiled, with its first weights: one recurrent layer and a dense head. */
export function buildModel(tf: Tf, training: Training, data: TaskData): TensorFlow.Sequential {
  const { units, activation = 'tanh', gates: recurrentActivation = 'hardSigmoid' } = training;
  const common = { units, activation, returnSequences: data.everyStep, inputShape: [data.steps, data.features] };
  const model = tf.sequential();
  if (training.cell === 'simpleRNN') model.add(tf.layers.simpleRNN(common));
  if (training.cell === 'gru') model.add(tf.layers.gru({ ...common, recurrentActivation }));
  if (training.cell === 'lstm') model.add(tf.layers.lstm({ ...common, recurrentActivation, unitForgetBias: false }));
  const isClasses = data.loss === 'categoricalCrossentropy';
  model.add(tf.layers.dense({ units: data.outputs, activation: isClasses ? 'softmax' : 'linear' }));
  const { name, rate, momentum } = training.optimizer;
  const sgd = () => (momentum ? tf.train.momentum(rate, momentum) : tf.train.sgd(rate));
  model.compile({ optimizer: name === 'adam' ? tf.train.adam(rate) : sgd(), loss: data.loss });
  tf.tidy(() => {
    model.setWeights(
      initialWeights(training, data.features, data.outputs).map(({ shape, values }) => tf.tensor(values, [...shape])),
    );
  });
  return model;
}
