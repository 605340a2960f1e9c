import type { RuleId } from '../../lib/protocol/verdict.ts';
import type { Label } from './recipe.ts';

/** A rule that spoke of a case, and since when. */
export interface Said {
  readonly rule: RuleId;
  /** null: it does not say. */
  readonly onset: number | null;
  /** The epoch from which it no longer held; null: to the last, or it does not say. */
  readonly end: number | null;
}

/** A case with its truth and what was said of it. */
export interface Judged {
  readonly id: string;
  readonly condition: string;
  readonly labels: readonly Label[];
  /** Stretches over which nobody knows: what a rule says there is not scored. */
  readonly open: readonly Label[];
  /** Warnings and worse. */
  readonly said: readonly Said[];
  /** Epochs of the training. */
  readonly epochs: number;
}

/** How one rule did. Precision and recall are NaN where there was nothing to count. */
export interface RuleScore {
  readonly rule: RuleId;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Share of the true positives whose onset is within one epoch of the label's. */
  readonly onsetWithin1: number;
}

/** An interval of a share. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of `hits` out of `n` at 95 %: stays within 0…1 and holds near the ends, where the usual one
 * does not. NaN for n = 0. Source: Wilson, JASA 1927.
 */
export function wilson(hits: number, n: number): Interval {
  const z = 1.959963984540054;
  if (n === 0) return { low: Number.NaN, high: Number.NaN };
  const p = hits / n;
  const middle = p + (z * z) / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

/** Whether something said at `onset` is about a label: it began while the label held, an epoch before or after at most. */
export function meets(label: Label, onset: number | null, epochs: number): boolean {
  if (onset === null) return true;
  return onset >= label.onset - 1 && onset <= (label.end ?? epochs + 1);
}

/** Whether what was said still held when the label began. */
function reaches(label: Label, { onset, end }: Said): boolean {
  return onset !== null && onset < label.onset && (end === null || end > label.onset);
}

/**
 * Scores of one rule over all cases. In one case a rule counts once: it is right when what it says begins within its
 * label, or where nobody knows and still holds when the label begins. What it says elsewhere is a false alarm.
 */
export function scoreOf(rule: RuleId, cases: readonly Judged[]): RuleScore {
  let [truePositives, falsePositives, falseNegatives, near] = [0, 0, 0, 0];
  for (const { labels, said, epochs, open } of cases) {
    const own = labels.filter((one) => one.rule === rule);
    const spoken = said.filter((one) => one.rule === rule);
    const about = (stretches: readonly Label[], { onset }: Said) =>
      stretches.find((label) => label.rule === rule && meets(label, onset, epochs));
    const hit =
      spoken.find((one) => about(own, one)) ??
      spoken.find((one) => about(open, one) && own.some((label) => reaches(label, one)));
    if (hit) {
      truePositives++;
      if (own.some(({ onset }) => hit.onset !== null && Math.abs(hit.onset - onset) <= 1)) near++;
    } else {
      if (spoken.some((one) => !about(open, one))) falsePositives++;
      if (own.length > 0) falseNegatives++;
    }
  }
  const precision = truePositives / (truePositives + falsePositives);
  const recall = truePositives / (truePositives + falseNegatives);
  const f1 = (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
  const onsetWithin1 = near / truePositives;
  return { rule, truePositives, falsePositives, falseNegatives, precision, recall, f1, onsetWithin1 };
}

/** How often each rule spoke in each condition: rows in order of appearance. */
export function confusionOf(
  cases: readonly Judged[],
  rules: readonly RuleId[],
): readonly { readonly condition: string; readonly n: number; readonly spoke: readonly number[] }[] {
  const conditions = [...new Set(cases.map(({ condition }) => condition))];
  return conditions.map((condition) => {
    const of = cases.filter((one) => one.condition === condition);
    const spoke = rules.map((rule) => of.filter(({ said }) => said.some((one) => one.rule === rule)).length);
    return { condition, n: of.length, spoke };
  });
}

/** Mean of the numbers that are any; NaN of none. */
export function meanOf(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
}
