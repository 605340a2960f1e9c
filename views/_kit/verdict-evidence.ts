import type { Limit, Limits } from '../../lib/analysis/verdicts/limits.ts';
import { OWN_SOURCE } from '../../lib/analysis/verdicts/own-limits.ts';
import { levelOf } from '../../lib/analysis/verdicts/reading.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import { measuredOn } from '../../lib/protocol/run.ts';
import type { Evidence, Verdict } from '../../lib/protocol/verdict.ts';
import type { MemoryFact } from './memory-fact.ts';
import { kitMessages } from './messages.ts';
import { EMPTY, number } from './numbers.ts';
import { verdictMessages as words } from './verdict-messages.ts';
import type { EvidenceReader } from './verdict-readings.ts';
import type { EvidenceText } from './verdict-strip.tsx';
import { evidenceText, limitText, remedyText } from './verdict-words.ts';

/** Numbers a strip shows of its verdicts, beside how long and why. */
const MOST = 3;

/** What evidence is read by. */
export interface Judging {
  /** What is known of the layer at the snapshot that is looked at. */
  readonly fact: MemoryFact | null;
  readonly limits: Limits;
  /** What the rules saw, by `limits`; null for a run that did not record it. */
  readonly reader: EvidenceReader | null;
  /** Whether the verdicts were made by `limits`, and not as they were recorded. */
  readonly isAgain: boolean;
}

/**
 * The numbers behind all verdicts on the worst one's layer, each once, the first of every verdict before the second of
 * any; then how long the worst one has lasted, and why its remedy helps. `verdicts` is not empty, the worst is first.
 */
export function verdictRows(
  data: RunData,
  verdicts: readonly Verdict[],
  epoch: number,
  judging: Judging,
): readonly EvidenceText[] {
  const [worst] = verdicts;
  if (worst === undefined) return [];
  const { limits } = judging;
  const all = verdicts
    .filter(({ layer }) => layer === null || layer === worst.layer)
    .map((verdict) => ofVerdict(verdict, epoch, judging));
  const rows = new Map<string, EvidenceText>();
  for (let rank = 0; rank < Math.max(...all.map(({ length }) => length)); rank += 1) {
    for (const { verdict, evidence } of all.flatMap((each) => each[rank] ?? [])) {
      if (rows.has(evidence.quantity)) continue;
      const text = evidenceText(verdict.rule, evidence, epoch);
      rows.set(evidence.quantity, withMemory(text, evidence.quantity, data.info.memory));
    }
  }
  return [...[...rows.values()].slice(0, MOST), heldRow(data, worst, epoch, limits), ...whyRow(worst, data)];
}

function ofVerdict(verdict: Verdict, epoch: number, judging: Judging) {
  // The horizon and what is needed stand in the line above.
  const shown = evidenceAt(verdict, epoch, judging).filter(({ quantity }) => !quantity.startsWith('memory-'));
  return shown.map((evidence) => ({ verdict, evidence }));
}

/**
 * The evidence of a verdict as it stands at an epoch, by the limits it was judged by. A verdict that was recorded by limits
 * of one's own keeps the evidence it was recorded with: by what others it would have been judged is not known.
 */
export function evidenceAt(verdict: Verdict, epoch: number, judging: Judging): readonly Evidence[] {
  if (!judging.isAgain && verdict.evidence.some(({ source }) => source === OWN_SOURCE)) return verdict.evidence;
  return judging.reader?.(verdict, epoch) ?? evidenceOfFlow(verdict, judging);
}

/** Of a run that kept no more: what the flow tells is told of the snapshot, all else stays as it was recorded. */
function evidenceOfFlow(verdict: Verdict, { fact, limits }: Judging): readonly Evidence[] {
  if (!fact || verdict.layer !== fact.layer) return verdict.evidence;
  return verdict.evidence.map((evidence): Evidence => {
    const now = ofFact(evidence.quantity, fact, limits);
    if (now === null || Number.isNaN(now.value)) return evidence;
    const severity = levelOf(now.value, now.limit, now.relation);
    const limit = severity === 'critical' ? now.limit.critical : now.limit.warning;
    const { value, relation } = now;
    return { ...evidence, epoch: fact.epoch, value, severity, limit, relation, source: now.limit.source };
  });
}

function ofFact(
  quantity: string,
  fact: MemoryFact,
  limits: Limits,
): { readonly value: number; readonly limit: Limit; readonly relation: 'below' | 'above' } | null {
  if (quantity === 'flow-ratio') return { value: fact.flowRatio, limit: limits['VAN-T'].flowRatio, relation: 'below' };
  if (quantity === 'coverage' && fact.coverage !== null) {
    return { value: fact.coverage, limit: limits['VAN-H'].coverage, relation: 'below' };
  }
  if (quantity !== 'explosion-ratio') return null;
  return { value: fact.explosionRatio, limit: limits['EXP-T'].explosionRatio, relation: 'above' };
}

/** Of coverage: how much memory it is a share of. */
function withMemory(text: EvidenceText, quantity: string, memory: number | null): EvidenceText {
  if (quantity !== 'coverage' || memory === null) return text;
  return { ...text, source: `${text.source} · ${words.memory.ofMemory(memory)}` };
}

function heldRow(data: RunData, worst: Verdict, epoch: number, limits: Limits): EvidenceText {
  const within = data.epochs.filter((each) => each.epoch >= worst.onsetEpoch && each.epoch <= epoch);
  const missing = within.filter(({ snapshot }) => !snapshot).map((each) => each.epoch);
  return {
    quantity: words.held,
    value: words.heldFor(within.length),
    severity: null,
    comparison: words.needs(limits[worst.rule].persistence.announce),
    source: missing.length === 0 ? words.noneMissing : words.missing(listed(missing)),
  };
}

/** `2, 4, 5 …`: at most three. */
function listed(epochs: readonly number[]): string {
  return `${epochs.slice(0, 3).join(kitMessages.list)}${epochs.length > 3 ? ' …' : ''}`;
}

function whyRow({ remedies, layer }: Verdict, data: RunData): readonly EvidenceText[] {
  const [remedy] = remedies;
  if (!remedy) return [];
  const source = layer && data.info.probe ? words.onProbe(measuredOn(data.info.probe), layer) : words.forThisModel;
  return [{ quantity: words.why, value: '', severity: null, comparison: remedyText(remedy), source }];
}

/** What is so where nothing is wrong. A steep profile alone is no disease, and is said to be none. */
export function factRows(fact: MemoryFact, memory: number | null, limits: Limits): readonly EvidenceText[] {
  const vanish = limits['VAN-T'].flowRatio.warning;
  const explode = limits['EXP-T'].explosionRatio.warning;
  const { horizon, isLowerBound, flowRatio, explosionRatio, halfLife } = fact;
  const known = (value: number) => (Number.isNaN(value) || horizon === null ? EMPTY : number(value));
  const row = (quantity: string, value: string, comparison: string, source: string): EvidenceText => ({
    ...{ quantity, value, severity: null, comparison, source },
  });
  const say = words.memory;
  return [
    row(
      say.reachesFirst,
      known(flowRatio),
      flowRatio < vanish ? say.fades(limitText(vanish)) : kitMessages.verdict.noAlarmAbove(limitText(vanish)),
      `VAN-T · ${say.probe}`,
    ),
    row(
      words.quantity['memory-horizon'] ?? '',
      horizon === null ? EMPTY : words.steps(isLowerBound ? `≥ ${horizon}` : String(horizon)),
      say.horizonWhy,
      memory === null ? say.undeclared : `VAN-H · ${say.ofMemory(memory)}`,
    ),
    row(
      words.quantity['explosion-ratio'] ?? '',
      known(explosionRatio),
      kitMessages.verdict.noAlarmBelow(limitText(explode)),
      `EXP-T · ${say.probe}`,
    ),
    row(
      say.halfLife,
      Number.isFinite(halfLife) ? words.steps(number(halfLife, 2)) : halfLife > 0 ? say.never : EMPTY,
      '',
      say.halfLifeWhy,
    ),
  ];
}
