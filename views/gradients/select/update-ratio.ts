import { quantile } from '../../../lib/analysis/quantiles.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { SERIES } from '../../../lib/protocol/record.ts';
import type { EpochAxis } from './epoch-axis.ts';
import type { EpochSpan } from './epoch-span.ts';
import { gateNames, inGateOrder, seriesByGate } from './gates.ts';
import { logMedians } from './layer-map.ts';
import { decades } from './profile.ts';
import { type EpochReader, seriesOf, type WeightRow, weightRows } from './weight-epochs.ts';

/** ‖ΔW‖ / ‖W‖ per epoch, log10, over all weights. */
export interface UpdateRatio {
  /** Epochs. */
  readonly xs: Float64Array;
  readonly median: Float64Array;
  readonly q10: Float64Array;
  readonly q90: Float64Array;
  /** The picked weight; null where it has no ratios. */
  readonly picked: Float64Array | null;
  readonly weights: number;
  readonly domain: readonly [number, number];
}

/** Usual ratios, log10: below it a weight hardly learns, above it training is rough. Karpathy, CS231n: about 1e−3. */
export const USUAL_RANGE = [-4, -2] as const;

/** Update:weight ratios over the epochs. Each weight counts with the median of its epoch. */
export function updateRatio(
  data: RunData,
  axis: EpochAxis,
  span: EpochSpan,
  picked: string | null,
  read: EpochReader,
): UpdateRatio {
  const rows = weightRows(data, SERIES.updateRatio);
  const medians = rows.map(({ path }) => logMedians(read(seriesOf(data, SERIES.updateRatio, path), axis), span));
  const xs = Float64Array.from({ length: span.last - span.first + 1 }, (_, col) => span.first + col);
  const over = (q: number) =>
    xs.map((_, col) =>
      quantile(
        Float64Array.from(medians, (each) => each[col]!),
        q,
      ),
    );
  const at = rows.findIndex(({ path }) => path === picked);
  const all = medians.flatMap((each) => [...each]).filter(Number.isFinite);
  return {
    xs,
    median: over(0.5),
    q10: over(0.1),
    q90: over(0.9),
    picked: medians[at] ?? null,
    weights: rows.length,
    domain: decades(
      all.reduce((low, each) => Math.min(low, each), USUAL_RANGE[0] - 1),
      all.reduce((high, each) => Math.max(high, each), USUAL_RANGE[1] + 1),
      4,
    ),
  };
}

/** Update:weight ratio of one gate of a weight, log10 per epoch of the span. */
export interface GateRatio {
  readonly gate: string;
  readonly ys: Float64Array;
}

/** Update:weight ratios of every gate of a weight, where they were recorded, in the order of the weight's blocks. */
export function gateRatios(
  data: RunData,
  axis: EpochAxis,
  span: EpochSpan,
  { path, layer }: WeightRow,
  read: EpochReader,
): readonly GateRatio[] {
  const byGate = seriesByGate(data, SERIES.updateRatio, { weight: path });
  return inGateOrder(byGate.keys(), gateNames(data.info.model, layer))
    .filter((gate) => gate !== '')
    .map((gate) => ({ gate, ys: logMedians(read(byGate.get(gate)!, axis), span) }));
}
