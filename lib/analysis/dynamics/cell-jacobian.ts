import { type Cell, gateSize, stateSize } from './cell.ts';

/**
 * One step as far as its Jacobian depends on it. Watching gives these without the input: gates are read off the cell,
 * states of two steps follow each other.
 */
export interface StepPoint {
  /** [gates × H] as {@link import('./cell-step.ts').CellStep}. */
  readonly gates: Float64Array;
  /** Joint state before the step. SimpleRNN does not look at it. */
  readonly previous: Float64Array;
  /** Joint state after the step. */
  readonly state: Float64Array;
}

/**
 * J = ∂s_t/∂s_{t−1} of the joint state, [n, n] row-major: J[a n + q] = ∂s_t[a]/∂s_{t−1}[q]. Formulas: derivatives of the
 * cells of tfjs by hand; equal to PyTorch's autograd in float64 to 1e-11.
 */
export function cellJacobian(cell: Cell, point: StepPoint): Float64Array {
  if (cell.kind === 'SimpleRNN') return simple(cell, point);
  return cell.kind === 'GRU' ? gru(cell, point) : lstm(cell, point);
}

function simple({ units: H, recurrentKernel: U, activation }: Cell, { gates }: StepPoint): Float64Array {
  const J = new Float64Array(H * H);
  for (let a = 0; a < H; a++) {
    const slope = activation.slope(gates[a]!);
    for (let q = 0; q < H; q++) J[a * H + q] = slope * U[q * H + a]!;
  }
  return J;
}

function gru(cell: Cell, { gates, previous: h }: StepPoint): Float64Array {
  const { units: H, recurrentKernel: U, activation, recurrentActivation } = cell;
  const width = gateSize(cell);
  const J = new Float64Array(H * H);
  // how r_m h_m moves with h_q, for all q
  const inner = new Float64Array(H * H);
  for (let m = 0; m < H; m++) {
    const r = gates[H + m]!;
    const slope = h[m]! * recurrentActivation.slope(r);
    for (let q = 0; q < H; q++) inner[m * H + q] = slope * U[q * width + H + m]!;
    inner[m * H + m]! += r;
  }
  for (let a = 0; a < H; a++) {
    const z = gates[a]!;
    const g = gates[2 * H + a]!;
    const row = a * H;
    const candidate = (1 - z) * activation.slope(g);
    for (let m = 0; m < H; m++) {
      const by = candidate * U[m * width + 2 * H + a]!;
      for (let q = 0; q < H; q++) J[row + q]! += by * inner[m * H + q]!;
    }
    const update = (h[a]! - g) * recurrentActivation.slope(z);
    for (let q = 0; q < H; q++) J[row + q]! += update * U[q * width + a]!;
    J[row + a]! += z;
  }
  return J;
}

function lstm(cell: Cell, { gates, previous, state }: StepPoint): Float64Array {
  const { units: H, recurrentKernel: U, activation, recurrentActivation } = cell;
  const n = stateSize(cell);
  const width = gateSize(cell);
  const J = new Float64Array(n * n);
  for (let a = 0; a < H; a++) {
    const [i, f, g, o] = [gates[a]!, gates[H + a]!, gates[2 * H + a]!, gates[3 * H + a]!];
    const squashed = activation.apply(state[H + a]!);
    const output = squashed * recurrentActivation.slope(o);
    const through = o * activation.slope(squashed);
    const byI = g * recurrentActivation.slope(i);
    const byF = previous[H + a]! * recurrentActivation.slope(f);
    const byG = i * activation.slope(g);
    for (let q = 0; q < H; q++) {
      const u = q * width + a;
      const c = byI * U[u]! + byF * U[u + H]! + byG * U[u + 2 * H]!;
      J[(H + a) * n + q] = c;
      J[a * n + q] = output * U[u + 3 * H]! + through * c;
    }
    J[(H + a) * n + H + a] = f;
    J[a * n + H + a] = through * f;
  }
  return J;
}
