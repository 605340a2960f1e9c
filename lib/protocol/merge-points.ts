import type { PointBlock } from './parcel.ts';
import type { ScalarBlock, SeriesKey } from './record.ts';

/** Several blocks of one run as one, in the order they were made; rows keep their order, one block costs no copy. */
export function mergePoints(keys: readonly SeriesKey[], blocks: readonly PointBlock[]): ScalarBlock | null {
  const first = blocks[0];
  if (first === undefined) return null;
  if (blocks.length === 1) return { keys, ...first };
  let rows = 0;
  let points = 0;
  for (const block of blocks) {
    rows += block.steps.length;
    points += block.values.length;
  }
  const merged = {
    keys,
    steps: new Float64Array(rows),
    epochs: new Int32Array(rows),
    wallMs: new Float64Array(rows),
    seriesIndex: new Uint32Array(points),
    rowIndex: new Uint32Array(points),
    values: new Float64Array(points),
  };
  let row = 0;
  let point = 0;
  for (const block of blocks) {
    merged.steps.set(block.steps, row);
    merged.epochs.set(block.epochs, row);
    merged.wallMs.set(block.wallMs, row);
    merged.seriesIndex.set(block.seriesIndex, point);
    merged.values.set(block.values, point);
    for (let i = 0; i < block.rowIndex.length; i++) merged.rowIndex[point + i] = (block.rowIndex[i] as number) + row;
    row += block.steps.length;
    point += block.values.length;
  }
  return merged;
}

/** The same points with only the keys they use, so that the block makes sense by itself. */
export function selfContained(block: ScalarBlock): ScalarBlock {
  const numbers = new Map<number, number>();
  const keys: SeriesKey[] = [];
  const seriesIndex = block.seriesIndex.map((series) => {
    let number = numbers.get(series);
    if (number === undefined) {
      number = keys.push(block.keys[series] as SeriesKey) - 1;
      numbers.set(series, number);
    }
    return number;
  });
  return { ...block, keys, seriesIndex };
}
