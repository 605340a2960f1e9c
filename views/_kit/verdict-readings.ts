import type { RunHistory } from '../../lib/analysis/verdicts/history.ts';
import { RULES } from '../../lib/analysis/verdicts/judge.ts';
import type { Limits } from '../../lib/analysis/verdicts/limits.ts';
import type { Reading } from '../../lib/analysis/verdicts/reading.ts';
import { firstIndex } from '../../lib/base/first-index.ts';
import type { Evidence, Verdict } from '../../lib/protocol/verdict.ts';

/** The evidence of a verdict as its rule saw it at an epoch, or at the last one before it; null where it saw none. */
export type EvidenceReader = (verdict: Verdict, epoch: number) => readonly Evidence[] | null;

/** Reads what the rules saw of a run, by these limits. Every rule is asked once; looking up an epoch is a binary search. */
export function createEvidenceReader(history: RunHistory, limits: Limits): EvidenceReader {
  const seen = new Map<string, readonly Reading[]>();
  return (verdict, epoch) => {
    const key = `${verdict.rule} ${kindOf(verdict.evidence)} ${verdict.layer ?? ''}`;
    const readings = seen.get(key) ?? readingsOf(history, verdict, limits);
    seen.set(key, readings);
    return readings[lastUpTo(readings, epoch)]?.evidence ?? null;
  };
}

/** Several rules may have one name: the one that looks at the same quantity from the same side is meant. */
function readingsOf(history: RunHistory, { rule, layer, evidence }: Verdict, limits: Limits): readonly Reading[] {
  return (
    RULES.filter(({ id }) => id === rule)
      .map((each) => each.read(history, layer, limits))
      .find((readings) => readings[0] !== undefined && kindOf(readings[0].evidence) === kindOf(evidence)) ?? []
  );
}

function kindOf([first]: readonly Evidence[]): string {
  return `${first?.quantity} ${first?.relation}`;
}

/** Index of the last reading at or before an epoch; −1 where there is none. */
function lastUpTo(readings: readonly Reading[], epoch: number): number {
  return firstIndex(readings.length, (index) => readings[index]!.epoch > epoch) - 1;
}
