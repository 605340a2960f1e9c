import type { ScalarBlock } from '../protocol/record.ts';

/** A stretch of a block that belongs to one segment. `returnsTo`: it starts by going back to this step. */
export interface Stretch {
  readonly block: ScalarBlock;
  readonly returnsTo: number | null;
}

/**
 * Cuts a block where a series goes back to an earlier step: there the next segment of the run begins, for all series.
 * A series that only lags behind others goes back to nothing. A step that repeats stays where it is.
 *
 * `last` is the newest step of each series in the current segment, −Infinity for none; it is brought up to date.
 */
export function cutAtReturns(block: ScalarBlock, last: LastSteps): readonly Stretch[] {
  const { seriesIndex, rowIndex, steps } = block;
  const stretches: Stretch[] = [];
  let from = 0;
  let returnsTo: number | null = null;
  last.reserve(block.keys.length);
  for (let i = 0; i < seriesIndex.length; i++) {
    const series = seriesIndex[i] as number;
    const step = steps[rowIndex[i] as number] as number;
    if (step < last.get(series)) {
      // The whole row goes back, also the points of it that came before this one.
      let start = i;
      while (start > from && rowIndex[start - 1] === rowIndex[i]) start--;
      if (start > from) stretches.push({ block: slice(block, from, start), returnsTo });
      from = start;
      returnsTo = step;
      last.clear();
      for (let j = start; j < i; j++) last.set(seriesIndex[j] as number, step);
    }
    last.set(series, step);
  }
  if (from === 0) return [{ block, returnsTo }];
  stretches.push({ block: slice(block, from, seriesIndex.length), returnsTo });
  return stretches;
}

/** Newest step of each series of a run, by the series' number. */
export class LastSteps {
  #steps = new Float64Array(64).fill(Number.NEGATIVE_INFINITY);

  reserve(count: number): void {
    if (count <= this.#steps.length) return;
    const steps = new Float64Array(Math.max(count, this.#steps.length * 2)).fill(Number.NEGATIVE_INFINITY);
    steps.set(this.#steps);
    this.#steps = steps;
  }

  get(series: number): number {
    return this.#steps[series] as number;
  }

  /** The series must be {@link reserve}d. */
  set(series: number, step: number): void {
    this.#steps[series] = step;
  }

  clear(): void {
    this.#steps.fill(Number.NEGATIVE_INFINITY);
  }
}

function slice(block: ScalarBlock, from: number, to: number): ScalarBlock {
  const firstRow = block.rowIndex[from] as number;
  const lastRow = block.rowIndex[to - 1] as number;
  const rowIndex = block.rowIndex.slice(from, to);
  for (let i = 0; i < rowIndex.length; i++) rowIndex[i] = (rowIndex[i] as number) - firstRow;
  return {
    keys: block.keys,
    steps: block.steps.slice(firstRow, lastRow + 1),
    epochs: block.epochs.slice(firstRow, lastRow + 1),
    wallMs: block.wallMs.slice(firstRow, lastRow + 1),
    seriesIndex: block.seriesIndex.slice(from, to),
    rowIndex,
    values: block.values.slice(from, to),
  };
}
