import { UnrolledError } from '../base/errors.ts';
import type { TensorRecord } from './record.ts';
import { BYTES_PER_ELEMENT, elementCount } from './tensor-codec.ts';

/** Longest text of rows in a URL; whoever needs a longer one fetches the tensor whole. */
export const LONGEST_ROWS = 6_000;
/** Most rows of one request. */
const MOST_ROWS = 1_000_000;

const ROW = '\\d{1,9}';
const RANGE = `${ROW}(-${ROW}(:${ROW})?)?`;
/** Single rows and ranges with a stride, separated by commas: `3,10-40:5,70-79`. */
export const ROWS_TEXT = new RegExp(`^${RANGE}(,${RANGE})*$`);

/**
 * Rows of a tensor (its last axis is one row; all other axes, row-major, count them: of states [sequence, time, unit] row
 * sequence · times + time) as a URL carries them. `rows` ascend. A trajectory thinned evenly is a few characters a sequence.
 */
export function formatRows(rows: ArrayLike<number>): string {
  const ranges: string[] = [];
  for (let from = 0; from < rows.length; ) {
    const stride = rows[from + 1]! - rows[from]!;
    let to = from + 1;
    while (to < rows.length && rows[to]! - rows[to - 1]! === stride) to++;
    // two rows are no shorter as a range, and the second may begin one
    const count = to - from > 2 ? to - from : 1;
    const [first, last] = [rows[from]!, rows[from + count - 1]!];
    ranges.push(count === 1 ? `${first}` : stride === 1 ? `${first}-${last}` : `${first}-${last}:${stride}`);
    from += count;
  }
  return ranges.join(',');
}

/** Reads {@link formatRows}. Throws UnrolledError `bad-request` where it is no such text, or rows do not ascend. */
export function parseRows(text: string): Int32Array {
  if (!ROWS_TEXT.test(text)) throw refused(text, 'rows and ranges separated by commas are needed: rows=3,10-40:5');
  const ranges = text.split(',').map((range) => {
    const [first, last, stride] = range.split(/[-:]/).map(Number) as [number, number?, number?];
    return { first, last: last ?? first, stride: stride ?? 1 };
  });
  if (ranges.some(({ stride }) => stride === 0)) throw refused(text, 'a stride is 1 or more');
  if (ranges.some(({ first, last }, i) => last < first || first <= (ranges[i - 1]?.last ?? -1))) {
    throw refused(text, 'rows ascend, each once');
  }
  const counts = ranges.map(({ first, last, stride }) => Math.floor((last - first) / stride) + 1);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > MOST_ROWS) throw refused(text, `at most ${MOST_ROWS} rows at a time`);
  const rows = new Int32Array(total);
  let at = 0;
  for (const [i, { first, stride }] of ranges.entries()) {
    for (let k = 0; k < counts[i]!; k++) rows[at++] = first + k * stride;
  }
  return rows;
}

/**
 * Rows of a tensor whose bytes are here, as [rows, last axis] in a new buffer the caller owns. Throws UnrolledError
 * `bad-request` where the tensor has no such row.
 */
export function takeRows(
  { name, dtype, shape, data }: Pick<TensorRecord, 'name' | 'dtype' | 'shape' | 'data'>,
  rows: ArrayLike<number>,
): { readonly shape: readonly number[]; readonly data: Uint8Array<ArrayBuffer> } {
  const cols = shape.at(-1) ?? 1;
  const count = elementCount(shape.slice(0, -1));
  const beyond = rows[rows.length - 1] ?? 0;
  if (shape.length === 0 || beyond >= count) {
    throw new UnrolledError(
      'bad-request',
      `tensor ${name}: no row ${beyond} — [${shape.join(', ')}] has ${count} rows`,
    );
  }
  const size = cols * BYTES_PER_ELEMENT[dtype];
  const taken = new Uint8Array(rows.length * size);
  for (let i = 0; i < rows.length; i++) taken.set(data.subarray(rows[i]! * size, (rows[i]! + 1) * size), i * size);
  return { shape: [rows.length, cols], data: taken };
}

function refused(text: string, advice: string): UnrolledError {
  return new UnrolledError('bad-request', `rows: ${text.slice(0, 60)} — ${advice}`);
}
