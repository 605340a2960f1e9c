'use client';
import type { ReactNode } from 'react';
import { DEFAULT_LIMITS } from '../../../lib/analysis/verdicts/limits.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Verdict } from '../../../lib/protocol/verdict.ts';
import { EMPTY, number } from '../../_kit/numbers.ts';
import { verdictMessages } from '../../_kit/verdict-messages.ts';
import { type EvidenceText, VerdictStrip } from '../../_kit/verdict-strip.tsx';
import {
  evidenceText,
  limitText,
  remedyLine,
  remedyText,
  verdictHeadline,
  verdictKind,
  verdictsAt,
} from '../../_kit/verdict-words.ts';
import { gradientsMessages } from '../messages.ts';
import { evidenceAt, heldFor, type MemoryFact } from '../select/strip.ts';
import { listed } from '../words.ts';

export interface StripProps {
  readonly data: RunData;
  readonly playhead: number | null;
  /** Layers with a gradient flow. */
  readonly hasFlow: boolean;
  /** Snapshots of the flow are on their way. */
  readonly isLoading: boolean;
  /** The layer whose flow is shown, and how to show another. */
  readonly layer: string | null;
  readonly onLayer: (layer: string) => void;
  /** The memory of a layer at the snapshot nearest to the playhead; null while unknown. */
  readonly factOf: (layer: string | null) => MemoryFact | null;
}

const words = gradientsMessages.strip;

/** The sentence the view opens with: what is wrong at the playhead, in what, and what to do; else what is so. */
export function Strip({ data, playhead, hasFlow, isLoading, layer, onLayer, factOf }: StripProps) {
  if (playhead === null) {
    return <Fact headline={words.waiting} subject={words.waitingWhy} evidence={[]} />;
  }
  const verdicts = verdictsAt(data.verdicts, playhead);
  const [worst] = verdicts;
  const fact = factOf(worst?.layer ?? null);
  const memory = (of: MemoryFact) => (
    <Memory fact={of} playhead={playhead} isShown={of.layer === layer} onLayer={onLayer} />
  );
  if (!worst) {
    const isKnown = fact !== null || isLoading;
    const headline = isKnown ? quietHeadline(data, playhead, fact) : hasFlow ? words.noSnapshot : words.noFlow;
    const subject = fact ? memory(fact) : hasFlow ? null : words.noFlowWhy;
    return (
      <Fact headline={headline} subject={subject} evidence={isKnown ? factEvidence(fact, data.info.memory) : []} />
    );
  }
  const [remedy] = worst.remedies;
  return (
    <VerdictStrip
      kind={verdictKind(worst.rule)}
      headline={verdictHeadline(worst)}
      subject={fact ? memory(fact) : worst.layer}
      suggestion={remedy ? remedyLine(remedy) : null}
      {...(remedy ? { patch: remedy.code } : {})}
      evidence={verdictEvidence(data, verdicts, playhead, fact)}
    />
  );
}

function quietHeadline(data: RunData, playhead: number, fact: MemoryFact | null): string {
  const record = data.epochs.find(({ epoch }) => epoch === playhead);
  if (!record) return verdictMessages.notReached(playhead);
  if (fact && fact.horizon === null) return words.dead(playhead);
  return record.snapshot ? verdictMessages.nothingWrong(playhead) : verdictMessages.noSnapshot(playhead);
}

function Fact(props: {
  readonly headline: string;
  readonly subject: ReactNode;
  readonly evidence: readonly EvidenceText[];
}) {
  return <VerdictStrip kind="fact" suggestion={null} {...props} />;
}

/** "lstm_1 remembers 11 of 40 steps" */
function Memory({
  fact,
  playhead,
  isShown,
  onLayer,
}: {
  readonly fact: MemoryFact;
  readonly playhead: number;
  readonly isShown: boolean;
  readonly onLayer: (layer: string) => void;
}) {
  const [layer, verb, number, rest] =
    fact.horizon === null
      ? words.noGradient(fact.layer)
      : fact.lowerBound
        ? words.remembersAll(fact.layer, fact.steps)
        : words.remembers(fact.layer, String(fact.horizon), fact.steps);
  return (
    <>
      {isShown ? (
        <span className="kit-mono">{layer}</span>
      ) : (
        <button type="button" className="kit-mono gradients-show" onClick={() => onLayer(fact.layer)}>
          {layer}
        </button>
      )}
      {verb}
      <b>{number}</b>
      {rest}
      {fact.epoch === playhead ? null : <span className="gradients-aside"> {words.nearest(fact.epoch)}</span>}
    </>
  );
}

/** The numbers behind all verdicts on the worst one's layer, each once; how long the worst one lasts, and why the fix. */
function verdictEvidence(
  data: RunData,
  verdicts: readonly Verdict[],
  playhead: number,
  fact: MemoryFact | null,
): readonly EvidenceText[] {
  const [worst] = verdicts;
  const rows = new Map<string, EvidenceText>();
  const sameLayer = verdicts.filter(({ layer }) => layer === null || layer === worst?.layer);
  const all = sameLayer.map((verdict) =>
    evidenceAt(verdict, fact)
      // The horizon and what is needed stand in the line above.
      .filter(({ quantity }) => !quantity.startsWith('memory-'))
      .map((evidence) => ({ rule: verdict.rule, evidence })),
  );
  // The first number of every verdict, then the second of each, and so on.
  const most = Math.max(0, ...all.map(({ length }) => length));
  for (let rank = 0; rank < most; rank += 1) {
    for (const { rule, evidence } of all.flatMap((each) => each[rank] ?? [])) {
      if (!rows.has(evidence.quantity))
        rows.set(
          evidence.quantity,
          withMemory(evidenceText(rule, evidence, playhead), evidence.quantity, data.info.memory),
        );
    }
  }
  return worst ? [...[...rows.values()].slice(0, 3), heldText(data, worst, playhead), ...whyText(worst, data)] : [];
}

/** Of coverage: how much memory it is a share of. */
function withMemory(text: EvidenceText, quantity: string, memory: number | null): EvidenceText {
  if (quantity !== 'coverage' || memory === null) return text;
  return { ...text, source: `${text.source} · ${words.ofMemory(memory)}` };
}

function heldText(data: RunData, worst: Verdict, playhead: number): EvidenceText {
  const { snapshots, missing } = heldFor(worst, data.epochs, playhead);
  return {
    quantity: words.held,
    value: words.heldFor(snapshots),
    severity: null,
    comparison: words.needs(DEFAULT_LIMITS[worst.rule].persistence.announce),
    source: missing.length > 0 ? words.missing(listed(missing)) : words.noneMissing,
  };
}

function whyText({ remedies, layer }: Verdict, data: RunData): readonly EvidenceText[] {
  const [remedy] = remedies;
  if (!remedy) return [];
  const source = layer && data.info.probe ? words.onProbe(data.info.probe.count, layer) : verdictMessages.forThisModel;
  return [{ quantity: words.whyFix, value: '', severity: null, comparison: remedyText(remedy), source }];
}

/** What is so where nothing is wrong. A steep profile alone is no disease, and is said to be none. Null: not here yet. */
function factEvidence(fact: MemoryFact | null, memory: number | null): readonly EvidenceText[] {
  const vanish = DEFAULT_LIMITS['VAN-T'].flowRatio.warning;
  const explode = DEFAULT_LIMITS['EXP-T'].explosionRatio.warning;
  const informs = (quantity: string, value: string, comparison: string, source: string): EvidenceText => ({
    quantity,
    value,
    severity: null,
    comparison,
    source,
  });
  const { noAlarmAbove, noAlarmBelow } = gradientsMessages.limits;
  const value = (say: (of: MemoryFact) => string) => (fact && fact.horizon !== null ? say(fact) : EMPTY);
  return [
    informs(
      words.reachesFirst,
      value(({ flowRatio }) => number(flowRatio)),
      fact && fact.flowRatio < vanish ? words.fades : noAlarmAbove(limitText(vanish)),
      `VAN-T · ${words.probe}`,
    ),
    informs(
      verdictMessages.quantity['memory-horizon'] ?? '',
      value(({ horizon, lowerBound }) =>
        horizon === null ? EMPTY : verdictMessages.steps(lowerBound ? `≥ ${horizon}` : String(horizon)),
      ),
      words.horizonWhy,
      memory === null ? words.undeclared : `VAN-H · ${words.ofMemory(memory)}`,
    ),
    informs(
      verdictMessages.quantity['explosion-ratio'] ?? '',
      value(({ explosionRatio }) => number(explosionRatio)),
      noAlarmBelow(limitText(explode)),
      `EXP-T · ${words.probe}`,
    ),
    informs(
      words.halfLife,
      value(({ halfLife }) => (Number.isFinite(halfLife) ? verdictMessages.steps(number(halfLife, 2)) : words.never)),
      '',
      words.halfLifeWhy,
    ),
  ];
}
