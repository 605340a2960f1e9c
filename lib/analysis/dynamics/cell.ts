import type { Activation } from './activation.ts';

export type CellKind = 'SimpleRNN' | 'GRU' | 'LSTM';

/** Gates of each kind in the order of the blocks of its weights; the last state-like one (c, h) is the candidate. */
export const GATES: { readonly [kind in CellKind]: readonly string[] } = {
  SimpleRNN: ['h'],
  GRU: ['z', 'r', 'h'],
  LSTM: ['i', 'f', 'c', 'o'],
};

/**
 * What makes a recurrent step, without the input: h U enters it as tfjs does it (GRU: reset before the matmul). Its
 * joint state is h, or [h; c] for LSTM.
 */
export interface Cell {
  readonly kind: CellKind;
  /** H. */
  readonly units: number;
  /** U, [H, gates × H] row-major. */
  readonly recurrentKernel: Float64Array;
  readonly activation: Activation;
  /** Of the gates; SimpleRNN has none and does not look at it. */
  readonly recurrentActivation: Activation;
}

/** Length of the joint state: H, or 2 H for LSTM. */
export function stateSize({ kind, units }: Pick<Cell, 'kind' | 'units'>): number {
  return kind === 'LSTM' ? 2 * units : units;
}

/** gates × H: length of what enters the activations in one step. */
export function gateSize({ kind, units }: Pick<Cell, 'kind' | 'units'>): number {
  return GATES[kind].length * units;
}

/**
 * What the input adds to the gates: x K + b, [gates × H]. `kernel` is K, [D, gates × H] row-major; `bias` null without
 * one. Without x it is the bias: an input of zeros.
 */
export function inputDrive(
  cell: Pick<Cell, 'kind' | 'units'>,
  kernel: Float64Array,
  bias: Float64Array | null,
  x: ArrayLike<number> = [],
): Float64Array {
  const width = gateSize(cell);
  const drive = bias ? Float64Array.from(bias) : new Float64Array(width);
  for (let d = 0; d < x.length; d++) {
    for (let j = 0; j < width; j++) drive[j]! += x[d]! * kernel[d * width + j]!;
  }
  return drive;
}
