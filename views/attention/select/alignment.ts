import { alignmentErrorRate, type Link } from '../../../lib/analysis/attribution/attention-checks.ts';
import type { AttentionMatrix } from './matrix.ts';

/**
 * Alignment error rate of what one matrix looks at most, 0…1, as it is recorded for the whole probe: the only source of a
 * target is a sure link, one of several a possible one. NaN where nothing is known.
 */
export function matrixAlignmentError(matrix: AttentionMatrix, alignment: readonly (readonly number[])[]): number {
  const [links, sure, possible]: [Link[], Link[], Link[]] = [[], [], []];
  for (const [t, truth] of alignment.slice(0, matrix.targets).entries()) {
    const its = new Set(truth);
    if (its.size === 0) continue;
    links.push([t, matrix.rows[t]!.largest]);
    for (const s of its) (its.size === 1 ? sure : possible).push([t, s]);
  }
  return alignmentErrorRate(links, sure, possible);
}
