import { type Cell, gateSize, stateSize } from './cell.ts';
import type { StepPoint } from './cell-jacobian.ts';

/** Jᵀ g without J: what a gradient g of the new joint state is for the one before. gates × H² multiplications. */
export function transposedTimes(cell: Cell, point: StepPoint, gradient: Float64Array): Float64Array {
  if (cell.kind === 'SimpleRNN') return simple(cell, point, gradient);
  return cell.kind === 'GRU' ? gru(cell, point, gradient) : lstm(cell, point, gradient);
}

function simple(cell: Cell, { gates }: StepPoint, gradient: Float64Array): Float64Array {
  const out = new Float64Array(cell.units);
  const sums = gradient.map((value, a) => value * cell.activation.slope(gates[a]!));
  addBack(cell, sums, out, 0, cell.units);
  return out;
}

function gru(cell: Cell, { gates, previous }: StepPoint, gradient: Float64Array): Float64Array {
  const { units: H, activation, recurrentActivation } = cell;
  const out = new Float64Array(H);
  const sums = new Float64Array(3 * H);
  for (let a = 0; a < H; a++) {
    const z = gates[a]!;
    const g = gates[2 * H + a]!;
    sums[a] = gradient[a]! * (previous[a]! - g) * recurrentActivation.slope(z);
    sums[2 * H + a] = gradient[a]! * (1 - z) * activation.slope(g);
  }
  const reset = new Float64Array(H);
  addBack(cell, sums, reset, 2 * H, 3 * H);
  for (let a = 0; a < H; a++) {
    const r = gates[H + a]!;
    sums[H + a] = reset[a]! * previous[a]! * recurrentActivation.slope(r);
    out[a] = gradient[a]! * gates[a]! + reset[a]! * r;
  }
  addBack(cell, sums, out, 0, 2 * H);
  return out;
}

function lstm(cell: Cell, { gates, previous, state }: StepPoint, gradient: Float64Array): Float64Array {
  const { units: H, activation, recurrentActivation } = cell;
  const out = new Float64Array(stateSize(cell));
  const sums = new Float64Array(4 * H);
  for (let a = 0; a < H; a++) {
    const [i, f, g, o] = [gates[a]!, gates[H + a]!, gates[2 * H + a]!, gates[3 * H + a]!];
    const squashed = activation.apply(state[H + a]!);
    const c = gradient[H + a]! + gradient[a]! * o * activation.slope(squashed);
    sums[a] = c * g * recurrentActivation.slope(i);
    sums[H + a] = c * previous[H + a]! * recurrentActivation.slope(f);
    sums[2 * H + a] = c * i * activation.slope(g);
    sums[3 * H + a] = gradient[a]! * squashed * recurrentActivation.slope(o);
    out[H + a] = c * f;
  }
  addBack(cell, sums, out, 0, 4 * H);
  return out;
}

/** Adds U sums, over the columns from…to, to the rows of h. */
function addBack(cell: Cell, sums: Float64Array, out: Float64Array, from: number, to: number): void {
  const { units, recurrentKernel: U } = cell;
  const width = gateSize(cell);
  for (let q = 0; q < units; q++) {
    const row = q * width;
    let [a, b] = [0, 0];
    let j = from;
    // two sums: each addition has to wait for the one before
    for (; j + 1 < to; j += 2) {
      a += U[row + j]! * sums[j]!;
      b += U[row + j + 1]! * sums[j + 1]!;
    }
    if (j < to) a += U[row + j]! * sums[j]!;
    out[q]! += a + b;
  }
}
