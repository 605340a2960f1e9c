import type { RunData } from '../../../lib/client/run-data.ts';
import { SERIES } from '../../../lib/protocol/record.ts';
import type { CellKind } from '../../_kit/marks/field.ts';
import type { EpochAxis } from './epoch-axis.ts';
import type { EpochSpan } from './epoch-span.ts';
import { type ByEpoch, type EpochReader, seriesOf, type WeightRow, weightRows } from './weight-epochs.ts';

/** Weight gradients: weight × epoch. Row r is weight r, column c is epoch `first` + c. */
export interface LayerMap {
  readonly rows: readonly WeightRow[];
  readonly first: number;
  readonly cols: number;
  /** log10 of the epoch's median norm, row-major; an exact 0 is −∞; NaN: not finite. */
  readonly values: Float64Array;
  readonly kind: (row: number, col: number) => CellKind;
  /** Part of the colours that is printed, log10. */
  readonly domain: readonly [number, number];
  /** Long series are held thinned, extremes kept: medians are then of the points that were kept. */
  readonly isThinned: boolean;
}

const LOWEST = -12;
const HIGHEST = 3;

/** Median gradient norm of every weight and epoch; a cell with any NaN or infinite step is NaN. */
export function layerMap(data: RunData, axis: EpochAxis, span: EpochSpan, read: EpochReader): LayerMap {
  const rows = weightRows(data, SERIES.gradientNorm);
  const cols = span.last - span.first + 1;
  const values = new Float64Array(rows.length * cols).fill(Number.NaN);
  const isThere = new Uint8Array(rows.length * cols);
  let isThinned = false;
  rows.forEach(({ path }, row) => {
    const series = seriesOf(data, SERIES.gradientNorm, path);
    isThinned ||= series.some(({ of, length }) => of > length);
    for (const [epoch, { median, bad }] of read(series, axis)) {
      const col = epoch - span.first;
      if (col < 0 || col >= cols) continue;
      isThere[row * cols + col] = 1;
      values[row * cols + col] = bad > 0 ? Number.NaN : Math.log10(median);
    }
  });
  const kind = (row: number, col: number): CellKind => {
    if (isThere[row * cols + col]) return 'value';
    return span.first + col <= span.reached ? 'missing' : 'blank';
  };
  return { rows, first: span.first, cols, values, kind, domain: shownDomain(values), isThinned };
}

/** Whole decades around the values, at least −4…1, within the colours. */
function shownDomain(values: Float64Array): readonly [number, number] {
  let low = -4;
  let high = 1;
  for (const value of values) {
    if (value < low) low = Math.floor(value);
    if (value > high) high = Math.ceil(value);
  }
  return [Math.max(LOWEST, low), Math.min(HIGHEST, high)];
}

/** The weight whose lines are picked out: the chosen one, else the recurrent kernel of a layer, else its first. */
export function pickedWeight(
  rows: readonly WeightRow[],
  chosen: string | null,
  layer: string | null,
): WeightRow | null {
  const byPath = rows.find(({ path }) => path === chosen);
  if (byPath) return byPath;
  const ofLayer = rows.filter((row) => row.layer === layer);
  return ofLayer.find(({ path }) => path.endsWith('/recurrent_kernel')) ?? ofLayer[0] ?? rows[0] ?? null;
}

/** Medians of one weight along the columns of a span, log10; NaN where there is none, an exact 0 is −∞. */
export function logMedians(byEpoch: ByEpoch, span: EpochSpan): Float64Array {
  return Float64Array.from({ length: span.last - span.first + 1 }, (_, col) =>
    Math.log10(byEpoch.get(span.first + col)?.median ?? Number.NaN),
  );
}
