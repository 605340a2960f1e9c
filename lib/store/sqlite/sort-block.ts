import { assert } from '../../base/errors.ts';
import type { ScalarBlock } from '../../protocol/record.ts';

/** The points of a block, grouped by key, within a key in strictly rising steps. Group k is `starts[k]` to `ends[k]`. */
export interface SortedPoints {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * Groups a block's points by series (a counting sort) and orders each by step. Of two points of a series at one step
 * the later one in the block wins. Steps must be finite. O(points) when rows come in step order, as they do.
 */
export function sortBlock(block: ScalarBlock): SortedPoints {
  const { keys, steps, seriesIndex, rowIndex, values } = block;
  const starts = new Uint32Array(keys.length);
  const ends = new Uint32Array(keys.length);
  for (let i = 0; i < seriesIndex.length; i++) ends[seriesIndex[i]!]!++;
  for (let k = 0, at = 0; k < ends.length; k++) {
    const count = ends[k]!;
    starts[k] = at;
    ends[k] = at;
    at += count;
  }
  const sorted = { steps: new Float64Array(values.length), values: new Float64Array(values.length), starts, ends };
  for (let i = 0; i < values.length; i++) {
    const at = ends[seriesIndex[i]!]!++;
    const step = steps[rowIndex[i]!]!;
    assert(Number.isFinite(step), `a step must be a finite number, got ${step}`);
    sorted.steps[at] = step;
    sorted.values[at] = values[i]!;
  }
  for (let k = 0; k < keys.length; k++) {
    if (!rises(sorted.steps, starts[k]!, ends[k]!)) ends[k] = order(sorted, starts[k]!, ends[k]!);
  }
  return sorted;
}

function rises(steps: Float64Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) if (steps[i]! <= steps[i - 1]!) return false;
  return true;
}

/** Sorts one group in place, the last of equal steps winning, and gives its new end. */
function order({ steps, values }: SortedPoints, start: number, end: number): number {
  const order = Array.from({ length: end - start }, (_, i) => start + i).sort((a, b) => steps[a]! - steps[b]! || a - b);
  const rows = order.map((i) => [steps[i]!, values[i]!] as const);
  let at = start;
  rows.forEach(([step, value], i) => {
    if (i + 1 < rows.length && rows[i + 1]![0] === step) return;
    steps[at] = step;
    values[at] = value;
    at++;
  });
  return at;
}
