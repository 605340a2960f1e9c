import { kitMessages } from '../../_kit/messages.ts';
import type { PanelState } from '../../_kit/panel.tsx';
import { attentionMessages } from '../messages.ts';
import type { Attention } from '../use-attention.ts';
import type { AttentionMatrix, Pooled } from './matrix.ts';

const words = attentionMessages.matrix;

/** Sums farther from 1 than half precision makes them. */
const OFF_IN_HALF = 5e-3;
/** The same in single precision, where it was recorded. */
const OFF_RECORDED = 1e-4;

/** What there is to say of the matrix shown, `recordedError` being the row-sum error of the whole probe at its epoch. */
export function matrixState(
  attention: Attention,
  cells: Pooled | null,
  epoch: number | null,
  recordedError: number,
): PanelState {
  const { at, matrix, error, retry, isHere, sequence, kept, count } = attention;
  if (error) return { kind: 'error', message: error, onRetry: retry };
  if (!at) return { kind: 'empty', sentence: attentionMessages.empty.notYet };
  if (!isHere) return { kind: 'loading' };
  if (!matrix) {
    return { kind: 'empty', sentence: words.notKept(sequence + 1, kept, count), code: words.notKeptCode };
  }
  const notes = [
    epoch !== null && at.epoch !== epoch ? words.nearest(epoch, at.epoch) : null,
    ...faults(matrix, recordedError),
    ...(cells ? reductions(matrix, cells) : []),
    kept < count ? words.sampled(kept, count) : null,
  ].filter((note) => note !== null);
  return notes.length > 0 ? { kind: 'note', note: notes.join(' · ') } : { kind: 'ready' };
}

/** Whether the rows of an example sum to 1, as far as half precision tells; true where nothing speaks against it. */
export function sumsToOne(matrix: AttentionMatrix | null): boolean {
  return !matrix?.rows.some(({ sum }) => !(Math.abs(sum - 1) <= OFF_IN_HALF));
}

function faults(matrix: AttentionMatrix, recordedError: number): readonly (string | null)[] {
  let bad = 0;
  for (let t = 0; t < matrix.targets; t += 1) {
    for (let s = 0; s < matrix.allSources; s += 1) if (!Number.isFinite(matrix.value(t, s))) bad += 1;
  }
  if (bad > 0) return [words.badNumbers(bad)];
  const isEmpty = matrix.rows.every(({ sum }) => sum === 0);
  if (isEmpty) return [words.noSource];
  const own = Math.max(...matrix.rows.map(({ sum }) => Math.abs(sum - 1)));
  if (own > OFF_IN_HALF) return [words.badSums(own)];
  return recordedError > OFF_RECORDED ? [words.badSumsOfProbe(recordedError)] : [];
}

function reductions({ sources, targets }: AttentionMatrix, { perRow, perCol }: Pooled): readonly (string | null)[] {
  return [perCol > 1 ? words.pooledCols(perCol, sources) : null, perRow > 1 ? words.pooledRows(perRow, targets) : null];
}

/** The matrix in a sentence or some, for people who do not see it. */
export function matrixSummary(
  { targets, sources, rows, value, isValid }: AttentionMatrix,
  targetName: (target: number) => string,
  sourceName: (source: number, isValid: boolean) => string,
): string {
  const told = rows.slice(0, 12).flatMap(({ largest }, t) => {
    if (largest < 0) return [];
    return [words.summaryRow(targetName(t), sourceName(largest, isValid(largest)), value(t, largest))];
  });
  const more = targets > 12 ? words.summaryMore(targets - 12) : '';
  return words.summary(targets, sources, told.join(kitMessages.semicolon) + more);
}
