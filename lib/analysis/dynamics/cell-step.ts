import { type Cell, gateSize, stateSize } from './cell.ts';
import { addRows } from './row-sums.ts';

/** One step of a cell. */
export interface CellStep {
  /** Values of the gates and the candidate, [gates × H] in the order of the weights; of SimpleRNN the new h. */
  readonly gates: Float64Array;
  /** New joint state. */
  readonly state: Float64Array;
}

/** F(s, x): the joint state after `state`, with x K + b given as `drive`. Equal to PyTorch's re-implementation to 1e-12. */
export function cellStep(cell: Cell, state: Float64Array, drive: Float64Array): CellStep {
  const gates = Float64Array.from(drive);
  if (cell.kind === 'GRU') return gru(cell, state, gates);
  const { units, activation } = cell;
  addTimes(cell, state, gates, 0, gateSize(cell));
  if (cell.kind === 'SimpleRNN') {
    for (let a = 0; a < units; a++) gates[a] = activation.apply(gates[a]!);
    return { gates, state: Float64Array.from(gates) };
  }
  return lstm(cell, state, gates);
}

function lstm(cell: Cell, state: Float64Array, gates: Float64Array): CellStep {
  const { units: H, activation, recurrentActivation } = cell;
  const next = new Float64Array(stateSize(cell));
  for (let a = 0; a < H; a++) {
    const i = recurrentActivation.apply(gates[a]!);
    const f = recurrentActivation.apply(gates[H + a]!);
    const g = activation.apply(gates[2 * H + a]!);
    const o = recurrentActivation.apply(gates[3 * H + a]!);
    const c = f * state[H + a]! + i * g;
    next[H + a] = c;
    next[a] = o * activation.apply(c);
    gates[a] = i;
    gates[H + a] = f;
    gates[2 * H + a] = g;
    gates[3 * H + a] = o;
  }
  return { gates, state: next };
}

function gru(cell: Cell, state: Float64Array, gates: Float64Array): CellStep {
  const { units: H, activation, recurrentActivation } = cell;
  addTimes(cell, state, gates, 0, 2 * H);
  for (let j = 0; j < 2 * H; j++) gates[j] = recurrentActivation.apply(gates[j]!);
  const reset = state.map((h, a) => h * gates[H + a]!);
  addTimes(cell, reset, gates, 2 * H, 3 * H);
  const next = new Float64Array(H);
  for (let a = 0; a < H; a++) {
    const g = activation.apply(gates[2 * H + a]!);
    gates[2 * H + a] = g;
    next[a] = gates[a]! * state[a]! + (1 - gates[a]!) * g;
  }
  return { gates, state: next };
}

/** Adds h U, its columns from…to, to `sums`. */
function addTimes(cell: Cell, h: Float64Array, sums: Float64Array, from: number, to: number): void {
  const { units: rows, recurrentKernel } = cell;
  addRows(sums.subarray(from, to), recurrentKernel, { width: gateSize(cell), rows, from }, h);
}
