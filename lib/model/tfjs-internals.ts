import type * as tfjs from '@tensorflow/tfjs';

/** The tfjs namespace of the user: everything goes through it, so that there is one engine. */
export type Tf = typeof tfjs;
export type Tensor = tfjs.Tensor;

/*
 * The parts of tfjs 4.22 that its type declarations leave out or mark protected, and that capturing needs.
 * They are read structurally, never by `instanceof`, because minified builds and sub-classes keep these names.
 */

/** What carries a weight of a layer. */
export interface LayerVariable {
  readonly name: string;
  /** Name before tfjs made it unique in the process. */
  readonly originalName: string;
  readonly shape: readonly (number | null)[];
  readonly trainable: boolean;
  readonly val: tfjs.Variable;
}

/** A layer, a cell (cells are layers to tfjs) or a nested model. */
export interface LayerParts {
  readonly name: string;
  readonly weights: LayerVariable[];
  readonly trainable: boolean;
  getClassName(): string;
  getConfig(): Record<string, unknown>;
  call(inputs: Tensor | Tensor[], kwargs: CallArguments): Tensor | Tensor[];
}

/** What a layer's `call` is given beside its inputs. */
export interface CallArguments {
  readonly mask?: Tensor | null;
  readonly training?: boolean | null;
  readonly initialState?: Tensor[] | null;
}

/** A cell: one step of a recurrent layer. */
export interface Cell extends LayerParts {
  readonly stateSize: number | number[];
  /** Only StackedRNNCells. */
  readonly cells?: Cell[];
  dropoutMask?: Tensor | Tensor[] | null;
  recurrentDropoutMask?: Tensor | Tensor[] | null;
}

/** The parts of GRUCell and LSTMCell that their gates are made of. */
export interface GatedCell extends Cell {
  readonly units: number;
  readonly useBias: boolean;
  readonly kernel: LayerVariable;
  readonly recurrentKernel: LayerVariable;
  readonly bias?: LayerVariable | null;
  readonly activation: { apply(x: Tensor): Tensor };
  readonly recurrentActivation: { apply(x: Tensor): Tensor };
}

/** A layer that runs a cell over time. */
export interface RecurrentLayer extends LayerParts {
  readonly cell: Cell;
  readonly goBackwards: boolean;
  readonly returnSequences: boolean;
  readonly stateful: boolean;
  states_: Tensor[] | null;
  keptStates: Tensor[][];
}

/** A layer that runs two recurrent layers, one each way. */
export interface BidirectionalLayer extends LayerParts {
  readonly forwardLayer: RecurrentLayer;
  readonly backwardLayer: RecurrentLayer;
}

/** `f(target, output)` of a compiled model: per-sample losses or their mean. */
export type LossFunction = (target: Tensor, output: Tensor) => Tensor;

/** A model, functional or sequential. */
export interface ModelParts extends LayerParts {
  readonly layers: LayerParts[];
  readonly inputs: { readonly shape: readonly (number | null)[]; readonly name: string }[];
  readonly outputs: { readonly shape: readonly (number | null)[]; readonly name: string }[];
  readonly inputNames: string[];
  readonly outputNames: string[];
  readonly optimizer_?: Optimizer;
  readonly lossFunctions?: LossFunction[];
  /** True inside `fit` and `fitDataset`. */
  readonly isTraining?: boolean;
  /** Only Sequential: the functional model that is compiled and trained in its stead. */
  readonly model?: ModelParts | null;
  makeTrainFunction(): (data: Tensor[]) => Tensor[];
  apply(inputs: Tensor | Tensor[], kwargs: { training: boolean }): Tensor | Tensor[];
}

/** What `minimize` hands on (an array) and what custom loops do (an object). */
export type Gradients =
  | readonly { readonly name: string; readonly tensor: Tensor }[]
  | { readonly [name: string]: Tensor };

/** What updates the weights. */
export interface Optimizer {
  applyGradients(gradients: Gradients): void;
}

/** The fields of the engine's state that tell a gradient pass from any other. */
export interface EngineState {
  readonly gradientDepth: number;
  readonly kernelDepth: number;
  readonly activeTape: readonly { readonly saved?: Tensor[] }[] | null;
  readonly registeredVariables: { readonly [name: string]: tfjs.Variable };
}

/** State of the engine that `tf` runs on. */
export function engineState(tf: Tf): EngineState {
  return tf.engine().state as EngineState;
}

/** The model that holds what `compile` set and that `fit` runs: a Sequential hands both on to a model inside it. */
export function trainedModel(model: ModelParts): ModelParts {
  return model.model ?? model;
}

/** Whether a layer has a recurrent cell. */
export function isRecurrent(layer: LayerParts): layer is RecurrentLayer {
  const cell = (layer as Partial<RecurrentLayer>).cell;
  return cell !== undefined && cell !== null && cell.stateSize !== undefined;
}

/** Whether a layer runs one recurrent layer forwards and one backwards. */
export function isBidirectional(layer: LayerParts): layer is BidirectionalLayer {
  const parts = layer as Partial<BidirectionalLayer>;
  return parts.forwardLayer !== undefined && parts.backwardLayer !== undefined;
}

/** Whether a layer is a model with layers of its own. */
export function isModel(layer: LayerParts): layer is ModelParts {
  return Array.isArray((layer as Partial<ModelParts>).layers);
}
