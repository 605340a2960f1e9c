import type { ScalarBlock, SeriesKey } from '../../protocol/record.ts';
import { seriesKey } from '../../protocol/series-id.ts';

/** One moment and what was logged at it. */
export interface Row {
  readonly step: number;
  readonly epoch?: number;
  readonly wallMs?: number;
  readonly values: readonly (SeriesKey & { readonly value: number })[];
}

/** Rows as the store takes them. */
export function blockOf(rows: readonly Row[]): ScalarBlock {
  const keys = new Map<string, { readonly index: number; readonly key: SeriesKey }>();
  const seriesIndex: number[] = [];
  const rowIndex: number[] = [];
  const values: number[] = [];
  rows.forEach((row, index) => {
    for (const { name, context, value } of row.values) {
      const id = seriesKey({ name, context });
      if (!keys.has(id)) keys.set(id, { index: keys.size, key: { name, context } });
      seriesIndex.push(keys.get(id)!.index);
      rowIndex.push(index);
      values.push(value);
    }
  });
  return {
    keys: [...keys.values()].map(({ key }) => key),
    steps: Float64Array.from(rows, ({ step }) => step),
    epochs: Int32Array.from(rows, ({ epoch }) => epoch ?? 1),
    wallMs: Float64Array.from(rows, ({ wallMs }) => wallMs ?? Date.now()),
    seriesIndex: Uint32Array.from(seriesIndex),
    rowIndex: Uint32Array.from(rowIndex),
    values: Float64Array.from(values),
  };
}

/** Rows `from`…`to` (exclusive) of one series `loss` whose value is `valueAt(step)`. */
export function lossRows(
  from: number,
  to: number,
  valueAt: (step: number) => number = (step) => 1 / (step + 1),
): Row[] {
  return Array.from({ length: to - from }, (_, index) => {
    const step = from + index;
    return {
      step,
      values: [{ name: 'loss', context: { subset: 'train', per: 'step' }, value: valueAt(step) }],
    };
  });
}
