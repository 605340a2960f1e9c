'use client';
import { type ReactNode, useMemo, useState } from 'react';
import { judge } from '../../lib/analysis/verdicts/judge.ts';
import { DEFAULT_LIMITS } from '../../lib/analysis/verdicts/limits.ts';
import { limitsWith, type OwnLimits } from '../../lib/analysis/verdicts/own-limits.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import type { Verdict } from '../../lib/protocol/verdict.ts';
import { LimitsButton } from './limits-dialog.tsx';
import { type MemoryFact, memoryFacts } from './memory-fact.ts';
import { runHistory } from './run-history.ts';
import { factRows, type Judging, verdictRows } from './verdict-evidence.ts';
import { verdictMessages as words } from './verdict-messages.ts';
import { createEvidenceReader } from './verdict-readings.ts';
import { VerdictStrip } from './verdict-strip.tsx';
import { byLayer, mostGroups, remedyLine, verdictHeadline, verdictKind, verdictsAt } from './verdict-words.ts';

export interface RunVerdictProps {
  readonly data: RunData | null;
  /** Where the playhead is; null or 0 before the first epoch ended. */
  readonly epoch: number | null;
  /** A strip for every layer something is wrong with, not for the worst alone. */
  readonly all?: boolean;
  /** The layer a view shows, and how to show another. */
  readonly layer?: string | null;
  readonly onLayer?: (layer: string) => void;
  /** The view's {@link ViewGuide}, at the right end. */
  readonly guide?: ReactNode;
}

/** The sentence a view opens with: what is wrong at the playhead, in what, and what to do; else what is so. */
export function RunVerdict({ data, epoch, all = false, layer = null, onLayer, guide = null }: RunVerdictProps) {
  const [own, setOwn] = useState<OwnLimits | null>(null);
  const read = data?.events.reduce((count, { kind }) => count + (kind === 'readings' ? 1 : 0), 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, its number of readings says that it did
  const history = useMemo(() => (data ? runHistory(data) : null), [data, read]);
  const limits = useMemo(() => (own === null ? DEFAULT_LIMITS : limitsWith(own)), [own]);
  const again = useMemo(
    () => (own === null || history === null ? null : judge(history, limits)),
    [own, history, limits],
  );
  const opening = useState(true);
  const reader = useMemo(() => (history === null ? null : createEvidenceReader(history, limits)), [history, limits]);
  if (!data || !epoch) {
    return (
      <VerdictStrip
        kind="fact"
        headline={words.beforeFirst}
        subject={words.memory.waitingWhy}
        {...NOTHING}
        actions={guide}
      />
    );
  }
  const facts = memoryFacts(data, history, epoch);
  const verdicts = verdictsAt(again ?? data.verdicts, epoch);
  const judging = { limits, reader, isAgain: again !== null };
  const shared: Shared = { data, epoch, facts, judging, layer, opening, ...(onLayer ? { onLayer } : {}) };
  const actions = (
    <>
      {again ? (
        <button type="button" className="kit-ghost" onClick={() => setOwn(null)} title={words.limits.asRecorded}>
          {words.limits.rejudged} ×
        </button>
      ) : null}
      <LimitsButton canJudge={history !== null} onSaved={setOwn} />
      {guide}
    </>
  );
  const [first, ...others] = byLayer(verdicts);
  const head = first ? (
    <Diagnosis {...shared} verdicts={first} actions={actions} />
  ) : (
    <Quiet {...shared} actions={actions} />
  );
  if (!all) return head;
  // As many lines as the run ever has: what lies below must not move while epochs are scrubbed.
  const lines = Math.max(0, mostGroups(again ?? data.verdicts) - 1);
  return (
    <>
      {head}
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; what was opened stays open at other epochs
        <Other key={i} {...shared} verdicts={others[i] ?? []} />
      ))}
    </>
  );
}

/** What else is wrong, closed until it is opened; a line that says so where nothing else is. */
function Other({ verdicts, ...shared }: Shared & { readonly verdicts: readonly Verdict[] }) {
  const opening = useState(false);
  if (verdicts.length > 0) return <Diagnosis {...shared} opening={opening} verdicts={verdicts} actions={null} />;
  return <VerdictStrip kind="fact" headline={words.nothingElse} subject="" {...NOTHING} />;
}

const NOTHING = { suggestion: null, evidence: [] } as const;

interface Shared {
  readonly data: RunData;
  readonly epoch: number;
  readonly facts: readonly MemoryFact[];
  readonly judging: Omit<Judging, 'fact'>;
  readonly layer: string | null;
  readonly onLayer?: (layer: string) => void;
  readonly opening: readonly [boolean, (isOpen: boolean) => void];
}

type WithActions = Shared & { readonly actions: ReactNode };

function Diagnosis({ verdicts, actions, ...shared }: WithActions & { readonly verdicts: readonly Verdict[] }) {
  const { data, epoch, facts, judging } = shared;
  const [worst] = verdicts;
  const fact = facts.find(({ layer }) => layer === worst!.layer) ?? null;
  const [remedy] = worst!.remedies;
  return (
    <VerdictStrip
      kind={verdictKind(worst!.rule)}
      headline={verdictHeadline(worst!)}
      subject={fact ? <Memory {...shared} fact={fact} /> : worst!.layer}
      suggestion={remedy ? remedyLine(remedy) : null}
      {...(remedy ? { patch: remedy.code } : {})}
      evidence={verdictRows(data, verdicts, epoch, { ...judging, fact })}
      actions={actions}
      opening={shared.opening}
    />
  );
}

function Quiet({ actions, ...shared }: WithActions) {
  const { data, epoch, facts, judging, layer } = shared;
  const shown = facts.find((fact) => fact.layer === layer) ?? facts[0];
  const isRecurrent = data.info.model?.layers.some(({ kind }) => kind === 'recurrent') ?? true;
  const subject =
    layer !== null && shown ? (
      <Memory {...shared} fact={shown} />
    ) : (
      facts.map((fact, i) => (
        <span key={fact.layer}>
          {i > 0 ? ' · ' : ''}
          <Memory {...shared} fact={fact} />
        </span>
      ))
    );
  return (
    <VerdictStrip
      kind="fact"
      headline={isRecurrent ? quietHeadline(data, epoch, shown ?? null) : words.memory.noFlow}
      subject={isRecurrent ? subject : words.memory.noFlowWhy}
      suggestion={null}
      evidence={shown ? factRows(shown, data.info.memory, judging.limits) : []}
      actions={actions}
      opening={shared.opening}
    />
  );
}

function quietHeadline(data: RunData, epoch: number, fact: MemoryFact | null): string {
  const record = data.epochs.find((each) => each.epoch === epoch);
  if (!record) return words.notReached(epoch);
  if (fact && fact.horizon === null) return words.memory.dead(epoch);
  return record.snapshot ? words.nothingWrong(epoch) : words.noSnapshot(epoch);
}

/** "lstm_1 remembers 11 of 40 steps" */
function Memory({ fact, epoch, layer, onLayer }: Shared & { readonly fact: MemoryFact }) {
  const say = words.memory;
  const [name, verb, count, rest] =
    fact.horizon === null
      ? say.noGradient(fact.layer)
      : fact.isLowerBound
        ? say.remembersAll(fact.layer, fact.steps)
        : say.remembers(fact.layer, String(fact.horizon), fact.steps);
  return (
    <>
      {onLayer && fact.layer !== layer ? (
        <button type="button" className="kit-mono kit-verdict-layer" onClick={() => onLayer(fact.layer)}>
          {name}
        </button>
      ) : (
        <span className="kit-mono">{name}</span>
      )}
      {verb}
      <b>{count}</b>
      {rest}
      {fact.epoch === epoch ? null : <span className="kit-verdict-aside"> {say.nearest(fact.epoch)}</span>}
    </>
  );
}
