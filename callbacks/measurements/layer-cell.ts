import { activationOf } from '../../lib/analysis/dynamics/activation.ts';
import { type Cell, type CellKind, GATES } from '../../lib/analysis/dynamics/cell.ts';
import type { JsonObject } from '../../lib/protocol/json.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import type { WeightValues } from '../capture/capture.ts';

/** A recurrent layer as the analysis of its dynamics takes it. */
export interface LayerCell {
  readonly cell: Cell;
  /** K, [D, gates × H] row-major, and b; b is null without a bias. */
  readonly kernel: Float64Array;
  readonly bias: Float64Array | null;
}

/** Why a layer's dynamics are not computed. */
export interface NoCell {
  readonly why: string;
}

/**
 * The cell of a recurrent layer with its weights as they are now, read off what tfjs serialised of it; `why` where it is
 * of a class or an activation that the analysis does not know, or holds NaN or infinities.
 */
export function layerCell(layer: LayerInfo, weights: readonly WeightValues[]): LayerCell | NoCell {
  const { className, config } = cellConfig(layer);
  const kind = className.replace(/Cell$/, '');
  if (!isKind(kind)) return { why: `the equations of ${className} are not known here` };
  if (kind === 'GRU' && config.resetAfter === true) return { why: 'a GRU with resetAfter is not known here' };
  const activation = activationOf(String(config.activation));
  if (activation === null) return { why: `the activation ${config.activation} is not known here` };
  const gate = kind === 'SimpleRNN' ? 'linear' : String(config.recurrentActivation);
  const recurrentActivation = activationOf(gate);
  if (recurrentActivation === null) return { why: `the activation ${gate} is not known here` };
  const values = (name: string) => weights.find(({ weight }) => weight === `${layer.path}/${name}`);
  const [kernel, recurrent, bias] = [values('kernel'), values('recurrent_kernel'), values('bias')];
  const units = recurrent?.shape[0] ?? 0;
  if (!kernel || !recurrent || recurrent.shape[1] !== GATES[kind].length * units) {
    return { why: 'its weights could not be read' };
  }
  for (const one of [kernel, recurrent, bias]) {
    if (one && !one.values.every(Number.isFinite)) return { why: 'its weights hold NaN or infinities' };
  }
  return {
    cell: { kind, units, recurrentKernel: Float64Array.from(recurrent.values), activation, recurrentActivation },
    kernel: Float64Array.from(kernel.values),
    bias: bias ? Float64Array.from(bias.values) : null,
  };
}

/** Units of a recurrent layer, also of one made of a cell, without its weights; null where it does not tell. */
export function unitsOf(layer: LayerInfo): number | null {
  const { units } = cellConfig(layer).config;
  return typeof units === 'number' ? units : layer.units;
}

/** `tf.layers.rnn({ cell })` says the cell inside its config. */
function cellConfig(layer: LayerInfo): { readonly className: string; readonly config: JsonObject } {
  const inner = layer.config.cell;
  if (isObject(inner) && typeof inner.className === 'string' && isObject(inner.config)) {
    return { className: inner.className, config: inner.config };
  }
  return { className: layer.className, config: layer.config };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKind(name: string): name is CellKind {
  return Object.hasOwn(GATES, name);
}
