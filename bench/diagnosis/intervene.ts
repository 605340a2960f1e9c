import type * as TensorFlow from '@tensorflow/tfjs';
import type { Intervention, Training } from './recipe.ts';

type Tf = typeof TensorFlow;
type Values = readonly Float32Array[];

/** Does to model and optimizer what the recipe wants done at the beginning of an epoch; true when weights were changed. */
export function intervene(tf: Tf, model: TensorFlow.LayersModel, training: Training, epoch: number): boolean {
  let changed = false;
  for (const one of training.interventions) {
    if (one.epoch !== epoch) continue;
    if (one.kind === 'rate') {
      const optimizer = model.optimizer as unknown as { learningRate: number };
      optimizer.learningRate *= one.factor;
      continue;
    }
    const edit = editOf(one, training);
    if (edit === null) continue;
    changed = true;
    tf.tidy(() => {
      const weights = model.getWeights();
      const values = weights.map((weight) => Float32Array.from(weight.dataSync()));
      edit(values);
      model.setWeights(weights.map((weight, i) => tf.tensor(values[i]!, weight.shape)));
    });
  }
  return changed;
}

/** What happens to kernel, recurrent kernel and bias; null where no weight is touched. */
function editOf(one: Intervention, training: Training): ((values: Values) => void) | null {
  if (one.kind === 'recurrent') return ([, recurrent]) => multiply(recurrent!, one.factor);
  if (one.kind === 'kernel') {
    return ([kernel, , bias]) => {
      multiply(kernel!, one.factor);
      multiply(bias!, one.factor);
    };
  }
  return one.kind === 'kill' ? (values) => kill(values, training, one.share) : null;
}

function multiply(values: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i]! *= factor;
}

/** Biases far beyond: ReLU units never fire, tanh units stick, GRU units never take anything in, LSTM units let nothing out. */
function kill(values: Values, { cell, units, activation }: Training, share: number): void {
  const bias = values[2]!;
  const count = Math.round(units * share);
  for (let unit = 0; unit < count; unit++) {
    if (cell === 'simpleRNN') bias[unit] = activation === 'relu' ? -40 : unit % 2 === 0 ? 8 : -8;
    if (cell === 'gru') bias[unit] = 20;
    if (cell === 'lstm') bias[3 * units + unit] = -20;
  }
}
