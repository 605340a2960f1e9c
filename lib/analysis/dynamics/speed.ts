import type { Cell } from './cell.ts';
import { cellStep } from './cell-step.ts';
import { transposedTimes } from './transposed-times.ts';

/** How fast a state moves under a constant input: q = ½ ‖F(s, x*) − s‖². */
export interface Speed {
  readonly q: number;
  /** F(s) − s. */
  readonly move: Float64Array;
  readonly gates: Float64Array;
  /** F(s). */
  readonly next: Float64Array;
}

/** q at `state`, with x* K + b given as `drive`. */
export function speedAt(cell: Cell, drive: Float64Array, state: Float64Array): Speed {
  const { gates, state: next } = cellStep(cell, state, drive);
  let q = 0;
  const move = next.map((value, i) => {
    const difference = value - state[i]!;
    q += (difference * difference) / 2;
    return difference;
  });
  return { q, move, gates, next };
}

/** ∂q/∂s = Jᵀ m − m, m = F(s) − s. */
export function speedGradient(cell: Cell, state: Float64Array, { move, gates, next }: Speed): Float64Array {
  const back = transposedTimes(cell, { gates, previous: state, state: next }, move);
  return back.map((value, i) => value - move[i]!);
}
