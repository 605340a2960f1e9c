import type { RuleId } from '../../lib/protocol/verdict.ts';
import type { JudgedCases } from './judge-cases.ts';
import { confusionOf, type Judged, meanOf, type RuleScore, scoreOf, wilson } from './score.ts';

/** The rules whose condition the bench makes. */
export const MEASURED: readonly RuleId[] = ['NAN', 'EXP-T', 'EXP-S', 'VAN-T', 'VAN-H', 'SAT', 'DEAD', 'UWR', 'OSC'];

/** What the bench found, in numbers. */
export interface Result {
  readonly scores: readonly RuleScore[];
  /** Healthy cases, and those of them with any warning. */
  readonly healthy: number;
  readonly accused: number;
  /** Mean of F1 over our rules. */
  readonly f1: number;
  /** Of each published tool: mean of F1 over the rules it has. */
  readonly tools: readonly { readonly name: string; readonly scores: readonly RuleScore[]; readonly f1: number }[];
  readonly onsetWithin1: number;
  readonly leftOut: number;
  readonly all: number;
}

/** Scores of everything. */
export function resultOf({ ours, tools, leftOut }: JudgedCases): Result {
  const scores = MEASURED.map((rule) => scoreOf(rule, ours));
  const healthy = ours.filter(({ labels }) => labels.length === 0);
  const hits = scores.reduce((sum, { truePositives }) => sum + truePositives, 0);
  const near = scores.reduce((sum, { truePositives, onsetWithin1 }) => sum + (truePositives * onsetWithin1 || 0), 0);
  return {
    scores,
    healthy: healthy.length,
    accused: healthy.filter(({ said }) => said.length > 0).length,
    f1: meanOf(scores.map(({ f1 }) => f1)),
    tools: tools.map(({ tool, judged }) => {
      const own = (Object.keys(tool.rules) as RuleId[]).map((rule) => scoreOf(rule, judged));
      return { name: tool.name, scores: own, f1: meanOf(own.map(({ f1 }) => f1)) };
    }),
    onsetWithin1: near / hits,
    leftOut: leftOut.length,
    all: ours.length + leftOut.length,
  };
}

/** The tables for people, as lines of Markdown. */
export function reportOf(judged: JudgedCases, result: Result): string[] {
  return [
    '| rule | sick (n) | precision | recall | onset ± 1 |',
    '|---|---|---|---|---|',
    ...result.scores.map(ruleLine),
    '',
    ...confusionLines(judged.ours),
    '',
    '| tool | rule | precision | recall | F1 |',
    '|---|---|---|---|---|',
    ...result.tools.flatMap(({ name, scores }) =>
      scores.map(
        ({ rule, precision, recall, f1 }) =>
          `| ${name} | ${rule} | ${percent(precision)} | ${percent(recall)} | ${f1.toFixed(2)} |`,
      ),
    ),
    '',
    ...leftOutLines(judged),
  ];
}

function ruleLine({ rule, precision, recall, onsetWithin1, ...counts }: RuleScore): string {
  const { truePositives: hits, falsePositives, falseNegatives } = counts;
  const sick = hits + falseNegatives;
  const share = (value: number, n: number) => {
    const { low, high } = wilson(hits, n);
    return `${percent(value)} (${percent(low)}–${percent(high)})`;
  };
  return `| ${rule} | ${sick} | ${share(precision, hits + falsePositives)} | ${share(recall, sick)} | ${percent(onsetWithin1)} |`;
}

/** Conditions by rules: in how many cases a rule spoke. */
function confusionLines(cases: readonly Judged[]): string[] {
  return [
    `| condition | n | ${MEASURED.join(' | ')} |`,
    `|---|---|${MEASURED.map(() => '---').join('|')}|`,
    ...confusionOf(cases, MEASURED).map(({ condition, n, spoke }) => `| ${condition} | ${n} | ${spoke.join(' | ')} |`),
  ];
}

function leftOutLines({ leftOut }: JudgedCases): string[] {
  const counts = new Map<string, number>();
  for (const { why } of leftOut) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([why, count]) => `left out: ${count} × ${why}`);
}

function percent(value: number): string {
  return Number.isFinite(value) ? `${(100 * value).toFixed(0)} %` : '–';
}
