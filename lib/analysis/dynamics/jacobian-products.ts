import { type Cell, gateSize, stateSize } from './cell.ts';
import type { StepPoint } from './cell-jacobian.ts';

/**
 * J V without J, for V [n, k] row-major: gates × H² × k multiplications, where J itself costs H³ for GRU. Equal to the
 * product with {@link import('./cell-jacobian.ts').cellJacobian} to rounding.
 */
export function jacobianTimes(cell: Cell, point: StepPoint, V: Float64Array, k: number): Float64Array {
  const { units: H, activation, recurrentActivation } = cell;
  const { gates, previous, state } = point;
  const out = new Float64Array(stateSize(cell) * k);
  if (cell.kind === 'SimpleRNN') {
    const P = kernelTimes(cell, V, k, 0, H);
    for (let a = 0; a < H; a++) {
      const slope = activation.slope(gates[a]!);
      for (let m = 0; m < k; m++) out[a * k + m] = slope * P[a * k + m]!;
    }
    return out;
  }
  if (cell.kind === 'GRU') {
    const P = kernelTimes(cell, V, k, 0, 2 * H);
    const inner = new Float64Array(H * k);
    for (let a = 0; a < H; a++) {
      const r = gates[H + a]!;
      const slope = previous[a]! * recurrentActivation.slope(r);
      for (let m = 0; m < k; m++) inner[a * k + m] = r * V[a * k + m]! + slope * P[(H + a) * k + m]!;
    }
    const candidate = kernelTimes(cell, inner, k, 2 * H, 3 * H);
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
  const P = kernelTimes(cell, V, k, 0, 4 * H);
  for (let a = 0; a < H; a++) {
    const [i, f, g, o] = [gates[a]!, gates[H + a]!, gates[2 * H + a]!, gates[3 * H + a]!];
    const squashed = activation.apply(state[H + a]!);
    const output = squashed * recurrentActivation.slope(o);
    const through = o * activation.slope(squashed);
    const byI = g * recurrentActivation.slope(i);
    const byF = previous[H + a]! * recurrentActivation.slope(f);
    const byG = i * activation.slope(g);
    for (let m = 0; m < k; m++) {
      const e = a * k + m;
      const gated = byI * P[e]! + byF * P[e + H * k]! + byG * P[e + 2 * H * k]!;
      const c = f * V[e + H * k]! + gated;
      out[e + H * k] = c;
      out[e] = output * P[e + 3 * H * k]! + through * c;
    }
  }
  return out;
}

/** Jᵀ g: what a gradient g of the new joint state is for the one before. */
export function transposedTimes(cell: Cell, point: StepPoint, gradient: Float64Array): Float64Array {
  const { units: H, activation, recurrentActivation } = cell;
  const { gates, previous, state } = point;
  const out = new Float64Array(stateSize(cell));
  const sums = new Float64Array(gateSize(cell));
  if (cell.kind === 'SimpleRNN') {
    for (let a = 0; a < H; a++) sums[a] = gradient[a]! * activation.slope(gates[a]!);
    addBack(cell, sums, out, 0, H);
    return out;
  }
  if (cell.kind === 'GRU') {
    const reset = new Float64Array(H);
    for (let a = 0; a < H; a++) {
      const z = gates[a]!;
      const g = gates[2 * H + a]!;
      sums[a] = gradient[a]! * (previous[a]! - g) * recurrentActivation.slope(z);
      sums[2 * H + a] = gradient[a]! * (1 - z) * activation.slope(g);
    }
    addBack(cell, sums, reset, 2 * H, 3 * H);
    for (let a = 0; a < H; a++) {
      const r = gates[H + a]!;
      sums[H + a] = reset[a]! * previous[a]! * recurrentActivation.slope(r);
      out[a] = gradient[a]! * gates[a]! + reset[a]! * r;
    }
    addBack(cell, sums, out, 0, 2 * H);
    return out;
  }
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

/** Uᵀ V of the columns from…to of U, [to − from, k]; of V only the rows of h. */
function kernelTimes(cell: Cell, V: Float64Array, k: number, from: number, to: number): Float64Array {
  const { units, recurrentKernel: U } = cell;
  const width = gateSize(cell);
  const out = new Float64Array((to - from) * k);
  for (let j = from; j < to; j++) {
    const row = (j - from) * k;
    for (let q = 0; q < units; q++) {
      const u = U[q * width + j]!;
      for (let m = 0; m < k; m++) out[row + m]! += u * V[q * k + m]!;
    }
  }
  return out;
}

/** Adds U sums, over the columns from…to, to the rows of h. */
function addBack(cell: Cell, sums: Float64Array, out: Float64Array, from: number, to: number): void {
  const { units, recurrentKernel: U } = cell;
  const width = gateSize(cell);
  for (let q = 0; q < units; q++) {
    let sum = 0;
    for (let j = from; j < to; j++) sum += U[q * width + j]! * sums[j]!;
    out[q]! += sum;
  }
}
