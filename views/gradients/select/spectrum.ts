import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { SERIES, TENSOR } from '../../../lib/protocol/record.ts';
import type { EpochAxis } from './epoch-axis.ts';
import { gateNames, inGateOrder, MEAN_JACOBIAN, seriesByGate } from './gates.ts';
import { niceAbove } from './spread-scale.ts';
import { storedByEpoch } from './stored.ts';
import type { EpochReader } from './weight-epochs.ts';

/** A number per epoch. */
export interface EpochLine {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/** What is known of the recurrent matrices of a layer. */
export interface Spectrum {
  readonly layer: string;
  /** Gates to choose from; [''] where the cell has but one matrix. Empty: nothing recorded. */
  readonly gates: readonly string[];
  readonly gate: string;
  readonly isGated: boolean;
  /** ρ, σ_max and ‖UᵀU − I‖_F / √n of the gate, λ₁ of the layer (nats per step). */
  readonly radius: EpochLine;
  readonly largest: EpochLine;
  readonly nonOrthogonality: EpochLine;
  readonly lyapunov: EpochLine;
  /** Eigenvalues of the gate, by rising epoch. */
  readonly stored: readonly StoredTensor[];
  /** Half the side of the square the eigenvalues are drawn in: the same at every epoch. */
  readonly reach: number;
}

const EMPTY: EpochLine = { xs: new Float64Array(0), ys: new Float64Array(0) };

/**
 * Spectra of a layer. Of a gated cell the mean Jacobian is shown unless a gate was chosen, because a gate's own matrix
 * says little of what the cell keeps.
 */
export function spectrumOf(
  data: Pick<RunData, 'series' | 'tensors' | 'info'>,
  axis: EpochAxis,
  layer: string,
  chosen: string | null,
  read: EpochReader,
): Spectrum {
  const byGate = (name: string) => seriesByGate(data, name, { layer });
  const radii = byGate(SERIES.spectralRadius);
  const gates = inGateOrder(radii.keys(), gateNames(data.info.model, layer));
  const first = gates.includes(MEAN_JACOBIAN) ? MEAN_JACOBIAN : (gates[0] ?? '');
  const gate = chosen !== null && gates.includes(chosen) ? chosen : first;
  const line = (name: string, of = gate): EpochLine => {
    const segments = byGate(name).get(of);
    if (!segments) return EMPTY;
    const epochs = [...read(segments, axis)].filter(([epoch]) => epoch > 0).sort(([a], [b]) => a - b);
    return {
      xs: Float64Array.from(epochs, ([epoch]) => epoch),
      ys: Float64Array.from(epochs, ([, { median }]) => median),
    };
  };
  const radius = line(SERIES.spectralRadius);
  return {
    layer,
    gates,
    gate,
    isGated: gates.some((each) => each !== ''),
    radius,
    largest: line(SERIES.largestSingular),
    nonOrthogonality: line(SERIES.nonOrthogonality),
    lyapunov: line(SERIES.lyapunov, ''),
    stored: storedByEpoch(data.tensors, TENSOR.eigenvalues, gate === '' ? { layer } : { layer, gate }),
    reach: niceReach(rangeOf([radius], 1, 1)[1]),
  };
}

/** A tenth of air around the unit circle, or around the largest eigenvalue of any epoch. */
function niceReach(radius: number): number {
  return radius <= 1.15 ? 1.2 : niceAbove(radius * 1.05, [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]);
}

/** The value of a line at an epoch; NaN where there is none. */
export function valueAt({ xs, ys }: EpochLine, epoch: number | null): number {
  return ys[xs.indexOf(epoch ?? Number.NaN)] ?? Number.NaN;
}

/** The epoch at or before another one that a line has a value of: what is measured now and then; null of none. */
export function epochBefore({ xs }: EpochLine, epoch: number | null): number | null {
  return epoch === null ? null : (xs.findLast((each) => each <= epoch) ?? null);
}

/** The largest finite value of lines, at least `least`; and the smallest, at most `most`. */
export function rangeOf(lines: readonly EpochLine[], most: number, least: number): readonly [number, number] {
  let [low, high] = [most, least];
  for (const { ys } of lines) {
    for (const y of ys) {
      if (!Number.isFinite(y)) continue;
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  }
  return [low, high];
}

/** Eigenvalues as points of the complex plane. */
export interface Eigenvalues {
  readonly epoch: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Reads a tensor of eigenvalues, [eigenvalue, part]. */
export function eigenvaluesOf({ info, values }: Pick<DecodedTensor, 'info' | 'values'>): Eigenvalues {
  const count = values.length >> 1;
  return {
    epoch: info.epoch,
    real: Float64Array.from({ length: count }, (_, index) => values[2 * index]!),
    imaginary: Float64Array.from({ length: count }, (_, index) => values[2 * index + 1]!),
  };
}

/** Of tensors by rising epoch the last before `epoch`: the ghost. */
export function storedBefore(byEpoch: readonly StoredTensor[], epoch: number): StoredTensor | null {
  return byEpoch.findLast((each) => each.epoch < epoch) ?? null;
}
