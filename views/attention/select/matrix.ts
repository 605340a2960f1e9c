import { meanOfHeads } from '../../../lib/analysis/attribution/alignment-checks.ts';
import { rowEntropy } from '../../../lib/analysis/attribution/attention-checks.ts';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { Json } from '../../../lib/protocol/json.ts';

/** What a row of attention comes to. */
export interface RowFacts {
  /** −Σ a ln a ÷ ln(valid sources), 0…1; NaN below two valid sources or where a weight is NaN. */
  readonly entropy: number;
  /** Over all sources, padding included. */
  readonly sum: number;
  /** Weight on padding. */
  readonly padded: number;
  /** Source with the largest weight, 0-based; −1 where none is a number. */
  readonly largest: number;
}

/** Attention weights of one probe sequence, of one head or the mean of all. */
export interface AttentionMatrix {
  readonly targets: number;
  /** Sources from the first to the last that is not padding. */
  readonly sources: number;
  /** All sources, padding included. */
  readonly allSources: number;
  readonly value: (target: number, source: number) => number;
  readonly isValid: (source: number) => boolean;
  readonly rows: readonly RowFacts[];
  /** The largest weight, padding included; −∞ where none is a number. */
  readonly largest: number;
  /** Whether there is padding, of which {@link RowFacts.padded} speaks. */
  readonly hasPadding: boolean;
}

/** How much of a matrix the words of an example cover; null where there are none. */
export interface Extent {
  readonly targets: number | null;
  readonly sources: number | null;
}

/**
 * The matrix of a sequence; null where its attention was not kept. `head`: null for the mean. Which sources are valid is
 * recorded; where it is not, sources beyond the words are taken for padding.
 */
export function attentionMatrix(
  { info, values }: DecodedTensor,
  sequence: number,
  head: number | null,
  words: Extent,
): AttentionMatrix | null {
  const [sequences = 0, heads = 0, allTargets = 0, allSources = 0] = info.shape;
  if (sequence >= sequences || allTargets < 1 || allSources < 1) return null;
  const weights = headOf(values, [sequences, heads, allTargets, allSources], sequence, head);
  const valid = validSources(info.attributes.validSources, sequence, allSources, words.sources);
  const targets = Math.min(allTargets, words.targets ?? allTargets);
  const count = valid.reduce((sum, isOn) => sum + isOn, 0);
  const rows = Array.from({ length: targets }, (_, t) =>
    rowFacts(weights.subarray(t * allSources, (t + 1) * allSources), valid),
  );
  return {
    ...{ targets, allSources, rows },
    largest: rows.reduce(
      (most, { largest }, t) => (largest < 0 ? most : Math.max(most, weights[t * allSources + largest]!)),
      Number.NEGATIVE_INFINITY,
    ),
    sources: Math.max(1, valid.lastIndexOf(1) + 1),
    value: (target, source) => weights[target * allSources + source]!,
    isValid: (source) => valid[source] === 1,
    hasPadding: count < allSources,
  };
}

function headOf(
  values: DecodedTensor['values'],
  shape: readonly [number, number, number, number],
  sequence: number,
  head: number | null,
): Float64Array {
  const [, heads, targets, sources] = shape;
  if (head === null && heads > 1) return meanOfHeads(shape, values, sequence);
  const size = targets * sources;
  const from = (sequence * heads + Math.min(head ?? 0, heads - 1)) * size;
  return Float64Array.from(values.subarray(from, from + size));
}

/** 1 for each source that is not padding. `runs`: per sequence [first, one past the last] of each run of valid sources. */
function validSources(runs: Json | undefined, sequence: number, sources: number, words: number | null): Uint8Array {
  const valid = new Uint8Array(sources);
  const its = Array.isArray(runs) ? runs[sequence] : null;
  if (!Array.isArray(its)) return valid.fill(1, 0, words === null || words < 1 ? sources : words);
  for (const run of its) if (Array.isArray(run)) valid.fill(1, Number(run[0]), Number(run[1]));
  return valid;
}

function rowFacts(row: Float64Array, valid: Uint8Array): RowFacts {
  let [sum, padded, largest] = [0, 0, -1];
  for (const [s, weight] of row.entries()) {
    sum += weight;
    if (valid[s] === 0) padded += weight;
    if (weight >= 0 && (largest < 0 || weight > row[largest]!)) largest = s;
  }
  return { entropy: rowEntropy(row, valid), sum, padded, largest };
}

/** How a matrix too large for its place is drawn: each cell is the largest of so many weights. */
export interface Pooled {
  readonly rows: number;
  readonly cols: number;
  /** Targets of a row, sources of a column; 1 = all are drawn. */
  readonly perRow: number;
  readonly perCol: number;
  readonly value: (row: number, col: number) => number;
}

/** A matrix in at most `mostRows` × `mostCols` cells. A cell with a NaN in it is NaN. */
export function pooled(matrix: AttentionMatrix, mostRows: number, mostCols: number): Pooled {
  const perRow = Math.max(1, Math.ceil(matrix.targets / Math.max(1, mostRows)));
  const perCol = Math.max(1, Math.ceil(matrix.sources / Math.max(1, mostCols)));
  const rows = Math.ceil(matrix.targets / perRow);
  const cols = Math.ceil(matrix.sources / perCol);
  if (perRow === 1 && perCol === 1) return { rows, cols, perRow, perCol, value: matrix.value };
  const cells = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row += 1) {
    for (let col = 0; col < cols; col += 1) cells[row * cols + col] = largestOf(matrix, row, col, perRow, perCol);
  }
  return { rows, cols, perRow, perCol, value: (row, col) => cells[row * cols + col]! };
}

function largestOf(
  { value, targets, sources }: AttentionMatrix,
  row: number,
  col: number,
  perRow: number,
  perCol: number,
) {
  let largest = Number.NEGATIVE_INFINITY;
  for (let t = row * perRow; t < Math.min(targets, (row + 1) * perRow); t += 1) {
    for (let s = col * perCol; s < Math.min(sources, (col + 1) * perCol); s += 1) {
      const weight = value(t, s);
      if (Number.isNaN(weight)) return weight;
      if (weight > largest) largest = weight;
    }
  }
  return largest;
}
