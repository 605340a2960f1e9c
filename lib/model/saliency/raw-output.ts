import { hookMethod } from '../method-hook.ts';
import { isModel, type LayerParts, type ModelParts, type Tensor, type Tf, trainedModel } from '../tfjs-internals.ts';

/** The activation at the end of a model, found or not. */
export interface FinalActivation {
  readonly kind: 'softmax' | 'sigmoid' | 'linear' | 'unknown';
  /** Leaves the activation out until the returned function is called. */
  skip(): () => void;
}

interface Activation {
  apply(x: Tensor): Tensor;
  getClassName(): string;
}

type WithActivation = LayerParts & { activation?: Activation | null; layer?: LayerParts };

const PROBABILITY = ['softmax', 'sigmoid'];
const NOTHING = () => () => {};

/** Finds the activation that ends output number `output` of a model. */
export function finalActivation(model: ModelParts, output: number): FinalActivation {
  const last = lastLayer(model, output);
  if (last === null) return { kind: 'unknown', skip: NOTHING };
  const own = last.getClassName() === 'TimeDistributed' ? ((last as WithActivation).layer ?? last) : last;
  return ofLayer(own as WithActivation);
}

function ofLayer(layer: WithActivation): FinalActivation {
  const className = layer.getClassName();
  if (className === 'Softmax') return { kind: 'softmax', skip: () => passThrough(layer) };
  if (className !== 'Dense' && className !== 'Activation') return { kind: 'unknown', skip: NOTHING };
  const name = layer.activation?.getClassName() ?? 'linear';
  if (name === 'linear') return { kind: 'linear', skip: NOTHING };
  if (!PROBABILITY.includes(name)) return { kind: 'unknown', skip: NOTHING };
  return { kind: name as 'softmax' | 'sigmoid', skip: () => withoutActivation(layer) };
}

/** Puts the identity in the place of an activation. A fused kernel is chosen by its name, so the name is that of none. */
function withoutActivation(layer: WithActivation): () => void {
  const { activation } = layer;
  layer.activation = { apply: (x) => x.clone(), getClassName: () => 'linear' };
  return () => {
    layer.activation = activation ?? null;
  };
}

type Call = (inputs: Tensor | Tensor[]) => Tensor;

function passThrough(layer: LayerParts): () => void {
  return hookMethod<'call', Call>(
    layer as unknown as { call: Call },
    'call',
    () => (inputs) => (Array.isArray(inputs) ? inputs[0]! : inputs).clone(),
  );
}

/** The layer an output comes out of, inside nested models too; null where it is not to be told. */
function lastLayer(model: ModelParts, output: number): LayerParts | null {
  const inner = trainedModel(model);
  const symbolic = inner.outputs[output] as { readonly sourceLayer?: LayerParts; readonly outputTensorIndex?: number };
  const layer = symbolic?.sourceLayer;
  if (layer === undefined) return null;
  return isModel(layer) ? lastLayer(layer, symbolic.outputTensorIndex ?? 0) : layer;
}

/** Whether rows of an output are probabilities: none below 0, all summing up to 1. */
export function areProbabilities(values: ArrayLike<number>, classes: number): boolean {
  if (classes < 2) return false;
  for (let row = 0; row < values.length; row += classes) {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      if (!(values[row + c]! >= 0)) return false;
      sum += values[row + c]!;
    }
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}

/** ln p, of a p that may have come to 0 in float32. */
export function logarithm(tf: Tf, probabilities: Tensor): Tensor {
  return tf.log(tf.maximum(probabilities, 1e-30));
}
