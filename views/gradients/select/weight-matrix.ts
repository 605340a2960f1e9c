import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { niceAbove } from './spread-scale.ts';
import { numberOf } from './stored.ts';

/** A weight as a table: rows × cols of numbers. */
export interface WeightMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly value: (row: number, col: number) => number;
  /** Blocks of columns, one a gate, in order; none where the weight has no gates or one of them is shown. */
  readonly blocks: readonly string[];
  /** Columns of one block, all of them where there are no blocks. */
  readonly blockSize: number;
  /** The gate shown alone; null: all. */
  readonly gate: string | null;
  /** Values beyond ±limit, whose colour is that of the limit. */
  readonly beyond: number;
}

/**
 * The table of a weight: its last axis across, all others down; a bias is one row. `gates` names equal blocks of columns,
 * `gate` picks one of them.
 */
export function weightMatrix(
  { info, values }: Pick<DecodedTensor, 'info' | 'values'>,
  gates: readonly string[],
  gate: string | null,
  limit: number,
): WeightMatrix {
  const width = info.shape.at(-1) ?? 1;
  const rows = width === 0 ? 0 : Math.floor(values.length / width);
  const isGated = gates.length > 1 && width % gates.length === 0;
  const block = isGated ? width / gates.length : width;
  const picked = isGated && gate !== null ? gates.indexOf(gate) : -1;
  const first = Math.max(0, picked) * block;
  const cols = picked < 0 ? width : block;
  const value = (row: number, col: number) => values[row * width + first + col]!;
  let beyond = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let col = 0; col < cols; col += 1) if (Math.abs(value(row, col)) > limit) beyond += 1;
  }
  return {
    rows,
    cols,
    value,
    blocks: isGated && picked < 0 ? gates : [],
    blockSize: picked < 0 && !isGated ? cols : block,
    gate: picked < 0 ? null : gates[picked]!,
    beyond,
  };
}

/** Standard deviations the colours reach: few values lie beyond, and one far out does not grey the others. */
const DEVIATIONS = 4;
/** Ends of the scale: near each other, so that little of the colours is left unused. */
const FINE = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8] as const;

/**
 * End of the signed colour scale of a weight, the same at every epoch: a round number at or above what its values reach
 * in any epoch, |mean| + 4 standard deviations at most. From its histograms; where there are none, from `values`.
 */
export function colourLimit(histograms: readonly StoredTensor[], values: ArrayLike<number> | null): number {
  let most = 0;
  for (const histogram of histograms) {
    const [mean, std] = [numberOf(histogram, 'mean'), numberOf(histogram, 'std')];
    const largest = Math.max(-numberOf(histogram, 'min'), numberOf(histogram, 'max'));
    const reach = Math.min(largest, Math.abs(mean) + DEVIATIONS * std);
    if (reach > most) most = reach;
  }
  if (most === 0 && values) {
    for (let at = 0; at < values.length; at += 1) {
      const size = Math.abs(values[at]!);
      if (size > most && size < Number.POSITIVE_INFINITY) most = size;
    }
  }
  return most > 0 ? niceAbove(most, FINE) : 1;
}
