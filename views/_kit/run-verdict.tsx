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
import { remedyLine, verdictHeadline, verdictKind, verdictsAt } from './verdict-words.ts';

export interface RunVerdictProps {
  readonly data: RunData | null;
  /** Where the playhead is; null before the first epoch ended. */
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
  const reader = useMemo(() => (history === null ? null : createEvidenceReader(history, limits)), [history, limits]);
  if (!data || epoch === null) {
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
  const shared: Shared = { data, epoch, facts, judging, layer, ...(onLayer ? { onLayer } : {}) };
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
  if (verdicts.length === 0) return <Quiet {...shared} actions={actions} />;
  const groups = byLayer(verdicts).slice(0, all ? undefined : 1);
  return groups.map((group, i) => (
    <Diagnosis key={group[0]!.id} {...shared} verdicts={group} actions={i === 0 ? actions : null} />
  ));
}

const NOTHING = { suggestion: null, evidence: [] } as const;

interface Shared {
  readonly data: RunData;
  readonly epoch: number;
  readonly facts: readonly MemoryFact[];
  readonly judging: Omit<Judging, 'fact'>;
  readonly layer: string | null;
  readonly onLayer?: (layer: string) => void;
}

type WithActions = Shared & { readonly actions: ReactNode };

/** Verdicts of one layer together, the layer with the worst one first; what is about the model goes with the first. */
function byLayer(verdicts: readonly Verdict[]): readonly (readonly Verdict[])[] {
  const groups = new Map<string | null, Verdict[]>();
  for (const verdict of verdicts) groups.set(verdict.layer, [...(groups.get(verdict.layer) ?? []), verdict]);
  return [...groups.values()];
}

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
