import type { JsonObject } from '../protocol/json.ts';
import type { LayerInfo } from '../protocol/run.ts';
import { siblingNames, weightNames } from './layer-path.ts';
import {
  type Cell,
  isBidirectional,
  isModel,
  isRecurrent,
  type LayerParts,
  type LayerVariable,
  type ModelParts,
  type RecurrentLayer,
} from './tfjs-internals.ts';

/** One cell whose states are captured. */
export interface CapturedCell {
  readonly path: string;
  readonly layer: RecurrentLayer;
  readonly cell: Cell;
  readonly hasCellState: boolean;
}

/** A layer that could not be captured, and why. */
export interface NotCaptured {
  readonly layer: string;
  readonly className: string;
  readonly reason: string;
}

/** What a model is made of, as capturing needs it. */
export interface ModelLayers {
  readonly layers: readonly LayerInfo[];
  readonly cells: readonly CapturedCell[];
  readonly notCaptured: readonly NotCaptured[];
  /** Weight path by the name of its tf.Variable, which is what gradients are labelled with. */
  readonly weights: ReadonlyMap<string, { readonly layer: string; readonly weight: string }>;
}

/** Cells whose output is known to be `[h, h]` or `[h, h, c]`. */
const knownCells = new Map([
  ['SimpleRNNCell', { hasCellState: false }],
  ['GRUCell', { hasCellState: false }],
  ['LSTMCell', { hasCellState: true }],
]);

/** Walks a model in layer order, nested models included. */
export function readModelLayers(model: ModelParts): ModelLayers {
  const walk = new Walk();
  walk.model(model, '');
  return walk;
}

class Walk implements ModelLayers {
  readonly layers: LayerInfo[] = [];
  readonly cells: CapturedCell[] = [];
  readonly notCaptured: NotCaptured[] = [];
  readonly weights = new Map<string, { layer: string; weight: string }>();

  model(model: ModelParts, prefix: string): void {
    const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
    const names = siblingNames(layers.map((layer) => ({ name: layer.name, className: layer.getClassName() })));
    for (const [index, layer] of layers.entries()) this.layer(layer, prefix + names[index]);
  }

  private layer(layer: LayerParts, path: string): void {
    if (isModel(layer)) this.model(layer, `${path}/`);
    else if (isBidirectional(layer)) {
      this.layer(layer.forwardLayer, `${path}/forward`);
      this.layer(layer.backwardLayer, `${path}/backward`);
    } else if (isRecurrent(layer)) this.recurrent(layer, path);
    else this.other(layer, path);
  }

  private recurrent(layer: RecurrentLayer, path: string): void {
    const { cell } = layer;
    if (cell.cells === undefined) {
      this.cell(layer, cell, path, layer.getClassName(), configOf(layer));
      return;
    }
    const { returnSequences, goBackwards, stateful } = layer;
    for (const [index, inner] of cell.cells.entries()) {
      const config = { returnSequences, goBackwards, stateful, ...configOf(inner) };
      this.cell(layer, inner, `${path}/cell_${index}`, inner.getClassName(), config);
    }
  }

  private cell(
    layer: RecurrentLayer,
    cell: Cell,
    path: string,
    className: string,
    config: Record<string, unknown>,
  ): void {
    const known = knownCells.get(cell.getClassName());
    const reason = whyNotCaptured(layer, cell, known !== undefined);
    if (reason !== null) this.notCaptured.push({ layer: path, className, reason });
    else this.cells.push({ path, layer, cell, hasCellState: known!.hasCellState });
    this.add(path, className, config, cell.weights, {
      kind: reason === null ? 'recurrent' : 'unknown-recurrent',
      hasCellState: known?.hasCellState ?? false,
    });
  }

  private other(layer: LayerParts, path: string): void {
    const inner = (layer as { layer?: LayerParts }).layer;
    const hidesRecurrence = inner !== undefined && containsRecurrence(inner);
    if (hidesRecurrence) {
      const reason =
        'a recurrent layer inside a wrapper runs once per outer step, so its timesteps are not one sequence';
      this.notCaptured.push({ layer: path, className: layer.getClassName(), reason });
    }
    this.add(path, layer.getClassName(), configOf(layer), layer.weights, {
      kind: hidesRecurrence ? 'unknown-recurrent' : 'other',
      hasCellState: false,
    });
  }

  private add(
    path: string,
    className: string,
    config: Record<string, unknown>,
    variables: LayerVariable[],
    what: Pick<LayerInfo, 'kind' | 'hasCellState'>,
  ): void {
    const names = weightNames(variables.map((variable) => variable.originalName));
    const weights = variables.map((variable, index) => {
      const weight = `${path}/${names[index]}`;
      this.weights.set(variable.val.name, { layer: path, weight });
      return { path: weight, shape: variable.shape.map((size) => size ?? 0), trainable: variable.trainable };
    });
    const units = typeof config.units === 'number' ? config.units : null;
    this.layers.push({ path, className, units, ...what, config: toJson(config), weights });
  }
}

function whyNotCaptured(layer: RecurrentLayer, cell: Cell, known: boolean): string | null {
  if (known) return null;
  if (cell.getClassName().startsWith('ConvLSTM')) return 'its states are images, not vectors of units';
  return `the states of cell class ${cell.getClassName()} of ${layer.getClassName()} are not known; known are ${[...knownCells.keys()].join(', ')}`;
}

function containsRecurrence(layer: LayerParts): boolean {
  if (isModel(layer)) return layer.layers.some(containsRecurrence);
  return isRecurrent(layer) || isBidirectional(layer);
}

/** A layer's config; nothing of one that cannot tell it, as layers of a user's own may. */
function configOf(layer: LayerParts): Record<string, unknown> {
  try {
    return layer.getConfig();
  } catch {
    return {};
  }
}

/** Config as plain JSON: what JSON cannot carry (functions, undefined) is left out; nothing of it where it has cycles. */
function toJson(config: Record<string, unknown>): JsonObject {
  try {
    return JSON.parse(JSON.stringify(config)) as JsonObject;
  } catch {
    return {};
  }
}
