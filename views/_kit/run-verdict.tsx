'use client';
import type { RunData } from '../../lib/client/run-data.ts';
import type { Verdict } from '../../lib/protocol/verdict.ts';
import { type MemoryFactOfLayer, memoryFacts } from './memory-fact.ts';
import { number } from './numbers.ts';
import { verdictMessages } from './verdict-messages.ts';
import { VerdictStrip } from './verdict-strip.tsx';
import { evidenceTexts, remedyLine, remedyText, verdictHeadline, verdictKind, verdictsAt } from './verdict-words.ts';

export interface RunVerdictProps {
  readonly data: RunData | null;
  /** Where the playhead is; null before the first epoch ended. */
  readonly epoch: number | null;
  /** All verdicts that hold, not the worst alone. */
  readonly all?: boolean;
}

/** The sentence a view opens with: what is wrong at the playhead, or what is so. */
export function RunVerdict({ data, epoch, all = false }: RunVerdictProps) {
  if (!data || epoch === null) return <FactStrip headline={verdictMessages.beforeFirst} facts={[]} />;
  const facts = memoryFacts(data, epoch);
  const verdicts = verdictsAt(data.verdicts, epoch);
  if (verdicts.length === 0) return <FactStrip headline={quietHeadline(data, epoch)} facts={facts} />;
  const shown = all ? verdicts : verdicts.slice(0, 1);
  return (
    <>
      {shown.map((verdict) => (
        <Diagnosis key={verdict.id} verdict={verdict} epoch={epoch} facts={facts} />
      ))}
    </>
  );
}

function quietHeadline(data: RunData, epoch: number): string {
  const words = verdictMessages;
  const record = data.epochs.find((each) => each.epoch === epoch);
  if (!record) return words.notReached(epoch);
  return record.snapshot ? words.nothingWrong(epoch) : words.noSnapshot(epoch);
}

interface DiagnosisProps {
  readonly verdict: Verdict;
  readonly epoch: number;
  readonly facts: readonly MemoryFactOfLayer[];
}

function Diagnosis({ verdict, epoch, facts }: DiagnosisProps) {
  const [remedy] = verdict.remedies;
  const own = facts.filter(({ layer }) => layer === verdict.layer);
  return (
    <VerdictStrip
      kind={verdictKind(verdict.rule)}
      headline={verdictHeadline(verdict)}
      subject={own.length > 0 ? <Facts facts={own} /> : verdict.layer}
      suggestion={remedy ? remedyLine(remedy) : null}
      {...(remedy ? { patch: remedy.code } : {})}
      evidence={evidenceTexts(verdict, epoch).concat(
        remedy
          ? [
              {
                quantity: verdictMessages.why,
                value: '',
                severity: null,
                comparison: remedyText(remedy),
                source: verdictMessages.forThisModel,
              },
            ]
          : [],
      )}
    />
  );
}

function FactStrip({ headline, facts }: { readonly headline: string; readonly facts: readonly MemoryFactOfLayer[] }) {
  return (
    <VerdictStrip kind="fact" headline={headline} subject={<Facts facts={facts} />} suggestion={null} evidence={[]} />
  );
}

function Facts({ facts }: { readonly facts: readonly MemoryFactOfLayer[] }) {
  return facts.map(({ layer, horizon, steps, isLowerBound }, index) => (
    <span key={layer}>
      {index > 0 ? ' · ' : ''}
      <span className="kit-mono">{layer}</span>{' '}
      {horizon === null ? (
        verdictMessages.noGradient
      ) : (
        <>
          {verdictMessages.remembers} <b>{verdictMessages.ofSteps(number(horizon), steps, isLowerBound)}</b>
        </>
      )}
    </span>
  ));
}
