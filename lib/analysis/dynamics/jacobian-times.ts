import { type Cell, gateSize, stateSize } from './cell.ts';
import type { StepPoint } from './cell-jacobian.ts';
import { addRows } from './row-sums.ts';

/**
 * J V without J, for V [n, k] row-major: gates × H² × k multiplications, where J itself costs H³ for GRU. Equal to the
 * product with {@link import('./cell-jacobian.ts').cellJacobian} to rounding.
 */
export function jacobianTimes(cell: Cell, point: StepPoint, V: Float64Array, k: number): Float64Array<ArrayBuffer> {
  if (cell.kind === 'SimpleRNN') return simple(cell, point, V, k);
  return cell.kind === 'GRU' ? gru(cell, point, V, k) : lstm(cell, point, V, k);
}

function simple(cell: Cell, { gates }: StepPoint, V: Float64Array, k: number): Float64Array<ArrayBuffer> {
  const out = kernelTimes(cell, V, k, 0, cell.units);
  for (let a = 0; a < cell.units; a++) {
    const slope = cell.activation.slope(gates[a]!);
    for (let m = 0; m < k; m++) out[a * k + m]! *= slope;
  }
  return out;
}

function gru(cell: Cell, { gates, previous }: StepPoint, V: Float64Array, k: number): Float64Array<ArrayBuffer> {
  const { units: H, activation, recurrentActivation } = cell;
  const out = new Float64Array(H * k);
  const P = kernelTimes(cell, V, k, 0, 2 * H);
  const reset = new Float64Array(H * k);
  for (let a = 0; a < H; a++) {
    const r = gates[H + a]!;
    const slope = previous[a]! * recurrentActivation.slope(r);
    for (let m = 0; m < k; m++) reset[a * k + m] = r * V[a * k + m]! + slope * P[(H + a) * k + m]!;
  }
  const candidate = kernelTimes(cell, reset, k, 2 * H, 3 * H);
  for (let a = 0; a < H; a++) {
    const z = gates[a]!;
    const g = gates[2 * H + a]!;
    const update = (previous[a]! - g) * recurrentActivation.slope(z);
    const slope = (1 - z) * activation.slope(g);
    for (let m = 0; m < k; m++) {
      const e = a * k + m;
      out[e] = z * V[e]! + update * P[e]! + slope * candidate[e]!;
    }
  }
  return out;
}

function lstm(cell: Cell, point: StepPoint, V: Float64Array, k: number): Float64Array<ArrayBuffer> {
  const { units: H, activation, recurrentActivation } = cell;
  const { gates, previous, state } = point;
  const out = new Float64Array(stateSize(cell) * k);
  const P = kernelTimes(cell, V, k, 0, 4 * H);
  const block = H * k;
  for (let a = 0; a < H; a++) {
    const [i, f, g, o] = [gates[a]!, gates[H + a]!, gates[2 * H + a]!, gates[3 * H + a]!];
    const squashed = activation.apply(state[H + a]!);
    const output = squashed * recurrentActivation.slope(o);
    const through = o * activation.slope(squashed);
    const byI = g * recurrentActivation.slope(i);
    const byF = previous[H + a]! * recurrentActivation.slope(f);
    const byG = i * activation.slope(g);
    for (let e = a * k; e < (a + 1) * k; e++) {
      const c = f * V[e + block]! + byI * P[e]! + byF * P[e + block]! + byG * P[e + 2 * block]!;
      out[e + block] = c;
      out[e] = output * P[e + 3 * block]! + through * c;
    }
  }
  return out;
}

/** Uᵀ V of the columns from…to of U, [to − from, k]; of V only the rows of h. */
function kernelTimes(cell: Cell, V: Float64Array, k: number, from: number, to: number): Float64Array<ArrayBuffer> {
  const { units: rows, recurrentKernel } = cell;
  const out = new Float64Array((to - from) * k);
  const sums = new Float64Array(to - from);
  for (let m = 0; m < k; m++) {
    sums.fill(0);
    addRows(sums, recurrentKernel, { width: gateSize(cell), rows, from }, V, k, m);
    for (let j = 0; j < sums.length; j++) out[j * k + m] = sums[j]!;
  }
  return out;
}
