import { HEALTH_OF_RULE, holdsAt } from '../../lib/analysis/health.ts';
import { type Evidence, type Remedy, RULE_IDS, type RuleId, type Verdict } from '../../lib/protocol/verdict.ts';
import { kitMessages } from './messages.ts';
import { number, percent, scientific, whole } from './numbers.ts';
import { verdictMessages } from './verdict-messages.ts';
import type { EvidenceText, VerdictKind } from './verdict-strip.tsx';

/** Glyph and colour of a rule. */
export function verdictKind(rule: RuleId): VerdictKind {
  return HEALTH_OF_RULE[rule];
}

/** Diseases that hold at an epoch, worst first; facts (`info`) are none. */
export function verdictsAt(verdicts: readonly Verdict[], epoch: number): readonly Verdict[] {
  return worstFirst(verdicts.filter((verdict) => verdict.severity !== 'info' && holdsAt(verdict, epoch)));
}

/** Verdicts by rule, the worst first, then by severity and onset. */
export function worstFirst(verdicts: readonly Verdict[]): readonly Verdict[] {
  return [...verdicts].sort(
    (a, b) => RULE_IDS.indexOf(a.rule) - RULE_IDS.indexOf(b.rule) || bySeverity(a, b) || a.onsetEpoch - b.onsetEpoch,
  );
}

/** Verdicts of one layer together, the layer with the worst one first; what is about the model as a whole is a group too. */
export function byLayer(verdicts: readonly Verdict[]): readonly (readonly Verdict[])[] {
  const groups = new Map<string | null, Verdict[]>();
  for (const verdict of verdicts) groups.set(verdict.layer, [...(groups.get(verdict.layer) ?? []), verdict]);
  return [...groups.values()];
}

/** How many layers at once have a disease, at the worst epoch of a run. */
export function mostGroups(verdicts: readonly Verdict[]): number {
  return Math.max(0, ...verdicts.map(({ onsetEpoch }) => byLayer(verdictsAt(verdicts, onsetEpoch)).length));
}

const bySeverity = (a: Verdict, b: Verdict) => Number(b.severity === 'critical') - Number(a.severity === 'critical');

/** "Vanishing since epoch 3", or once it ended "Vanishing, epochs 3 to 8". */
export function verdictHeadline({
  rule,
  onsetEpoch,
  endEpoch,
}: Pick<Verdict, 'rule' | 'onsetEpoch' | 'endEpoch'>): string {
  const name = verdictMessages.name[rule];
  if (endEpoch === null) return verdictMessages.since(name, onsetEpoch);
  return verdictMessages.during(name, onsetEpoch, Math.max(onsetEpoch, endEpoch - 1));
}

/**
 * A column of the evidence row: number, comparison in words, rule and where its limit comes from. Says at which epoch it
 * was measured unless that is `epoch`, the one that is looked at.
 */
export function evidenceText(rule: RuleId, evidence: Evidence, epoch: number | null = null): EvidenceText {
  const { quantity, severity } = evidence;
  const when = evidence.epoch === epoch ? '' : ` · ${verdictMessages.measuredAt(evidence.epoch)}`;
  return {
    quantity: verdictMessages.quantity[quantity] ?? quantity.replaceAll('-', ' '),
    value: valueText(quantity, evidence.value),
    severity,
    comparison: comparisonText(evidence),
    source: `${rule} · ${sourceText(evidence)}${when}`,
  };
}

/** All evidence of a verdict, in its order. */
export function evidenceTexts(verdict: Verdict, epoch: number | null = null): readonly EvidenceText[] {
  return verdict.evidence.map((each) => evidenceText(verdict.rule, each, epoch));
}

/** A limit as people write it: `1e−3`, `70`, `0.5`. */
export function limitText(limit: number): string {
  const size = Math.abs(limit);
  if (limit === 0 || (size >= 1e-2 && size < 1e4)) return number(limit);
  return scientific(limit, Number.isInteger(Math.log10(size)) ? 0 : 1);
}

/** Why a remedy helps: one sentence. */
export function remedyText({ key, values }: Remedy): string {
  return verdictMessages.remedy[key]?.(values) ?? key.replaceAll('-', ' ');
}

/** What stands in a line for a remedy: its code, or words where the code has several lines. */
export function remedyLine({ key, values, code }: Remedy): string {
  if (!code.includes('\n')) return code;
  return verdictMessages.short[key]?.(values) ?? `${code.split('\n', 1)[0]} …`;
}

/** Quantities that read as a share of something. */
const SHARES = new Set(['loss-improvement', 'saturated', 'dead-or-frozen', 'dead', 'frozen', 'pad-mass']);

function valueText(quantity: string, value: number): string {
  if (quantity.startsWith('memory-')) return verdictMessages.steps(number(value));
  if (quantity.startsWith('non-finite-')) return whole(value);
  if (SHARES.has(quantity)) return percent(value, 1);
  return number(value);
}

function comparisonText({ quantity, limit, relation, severity }: Evidence): string {
  if (limit === null || relation === null) return '';
  const text = SHARES.has(quantity) ? percent(limit) : limitText(limit);
  const { below, above, noAlarmAbove, noAlarmBelow } = kitMessages.verdict;
  if (severity) return relation === 'below' ? below(text) : above(text);
  return relation === 'below' ? noAlarmAbove(text) : noAlarmBelow(text);
}

/** Of a source per level ("warning's; critical's") the one that counts, without what stands in brackets. */
function sourceText({ source, severity }: Evidence): string {
  if (source === 'declared') return verdictMessages.declared;
  const parts = source.split(';');
  const part = (severity === 'critical' ? parts.at(-1) : parts[0]) ?? source;
  const name = part.replace(/\s*\([^)]*\)/g, '').trim();
  return verdictMessages.source[name] ?? name;
}
