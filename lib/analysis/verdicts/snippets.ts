/**
 * Code a person pastes into a training script: plain JavaScript against TensorFlow.js 4, with `tf`, `model` and
 * `layer` (the layer the remedy is about) standing for their own, `clipGradients` from 'unrolled/callbacks'. Each one is
 * run in a test.
 */

/** tfjs has no clipping, this package has: gradients scaled by min(1, c/‖g‖) over all weights (Pascanu et al. 2013). */
export function clipSnippet(norm: string): string {
  return `clipGradients(model.optimizer, { norm: ${norm} });`;
}

/**
 * Bias of one gate of a built layer set to \`bias\`, the others kept. tfjs keeps gates side by side in one bias vector:
 * i, f, c, o (LSTM) or z, r, h (GRU).
 */
export function gateBiasSnippet(gate: number, gates: number, bias: string): string {
  return `const weights = layer.getWeights();
const last = weights.length - 1;
const units = weights[last].shape[0] / ${gates};
const bias = Array.from(weights[last].dataSync(), (b, k) => (Math.floor(k / units) === ${gate} ? ${bias} : b));
layer.setWeights([...weights.slice(0, last), tf.tensor1d(bias)]);`;
}

/** Optimizer class of tfjs → its factory. */
const FACTORIES: { readonly [name: string]: string | undefined } = {
  adam: 'adam',
  adamax: 'adamax',
  sgd: 'sgd',
  rmsprop: 'rmsprop',
  adagrad: 'adagrad',
  adadelta: 'adadelta',
  momentum: 'momentum',
};

/** Compiling with another learning rate. `optimizer` and `loss` as `ModelInfo` names them. */
export function learningRateSnippet(rate: string, optimizer: string | null, loss: string | null): string {
  const factory = FACTORIES[(optimizer ?? '').toLowerCase().replace(/optimizer$/, '')] ?? 'adam';
  const more = factory === 'momentum' ? ', 0.9' : '';
  return `model.compile({ optimizer: tf.train.${factory}(${rate}${more}), loss: ${loss === null ? 'loss' : `'${loss}'`} });`;
}

/** Whether all inputs are finite. */
export const CHECK_INPUT_SNIPPET = 'console.log(tf.all(tf.isFinite(x)).dataSync()[0] === 1);';

/** Every feature to mean 0 and deviation 1 over sequences and steps. */
export const NORMALISE_INPUT_SNIPPET = `const { mean, variance } = tf.moments(x, [0, 1]);
const scaled = x.sub(mean).div(variance.sqrt().add(1e-6));`;

/** New weights of a built layer: matrices orthogonal, biases 0. */
export const REINITIALISE_SNIPPET = `const fresh = tf.initializers.orthogonal({});
layer.setWeights(layer.getWeights().map((weight) => (weight.rank > 1 ? fresh.apply(weight.shape) : tf.zeros(weight.shape))));`;

/** Weights that sum to 1 over the sources. */
export const SOFTMAX_SNIPPET = 'tf.layers.softmax({ axis: -1 })';

/** A number as it stands in code and words: two digits. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(2)));
}
