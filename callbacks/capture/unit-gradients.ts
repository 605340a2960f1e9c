import { median } from '../../lib/analysis/quantiles.ts';
import type { UnitGradients } from './capture.ts';
import type { Adjoints } from './flows.ts';

/**
 * Per unit, the median over sequences of √(Σ_t δ²): what the loss on the probe feels of it. Padded steps have δ = 0 and
 * add nothing. In Float64, where the squares of a vanishing float32 adjoint do not underflow.
 */
export function unitGradients({ layer, h, c }: Adjoints): UnitGradients {
  const { time, batch, units } = h;
  const squares = new Float64Array(batch * units);
  for (const { values } of c === null ? [h] : [h, c]) {
    for (let t = 0; t < time; t++) {
      const from = t * squares.length;
      for (let i = 0; i < squares.length; i++) squares[i]! += values[from + i]! ** 2;
    }
  }
  const norms = new Float64Array(batch);
  const values = Float64Array.from({ length: units }, (_, unit) => {
    for (let b = 0; b < batch; b++) norms[b] = Math.sqrt(squares[b * units + unit]!);
    return median(norms);
  });
  return { layer, values };
}
