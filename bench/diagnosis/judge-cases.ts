import { judge } from '../../lib/analysis/verdicts/judge.ts';
import { DEFAULT_LIMITS, type Limits } from '../../lib/analysis/verdicts/limits.ts';
import { factsOf } from './ask-oracle.ts';
import type { TrainingCache } from './cache.ts';
import type { Facts } from './facts.ts';
import { type OracleAnswer, truthOf } from './labels.ts';
import { PUBLISHED, type PublishedTool } from './published-rules.ts';
import { type Case, keyOf } from './recipe.ts';
import type { Judged, Said } from './score.ts';
import { runHistoryOf } from './trained.ts';

/** Cases with their truth, judged by our rules and by each published tool's; and those that were left out. */
export interface JudgedCases {
  readonly ours: readonly Judged[];
  readonly tools: readonly { readonly tool: PublishedTool; readonly judged: readonly Judged[] }[];
  readonly leftOut: readonly { readonly id: string; readonly why: string }[];
}

/** Judges all cases the construction and the oracle agree on. Milliseconds a case: nothing is trained. */
export function judgeCases(
  cache: TrainingCache,
  cases: readonly Case[],
  answers: ReadonlyMap<string, OracleAnswer>,
  limits: Limits = DEFAULT_LIMITS,
): JudgedCases {
  const ours: Judged[] = [];
  const tools = PUBLISHED.map((tool) => ({ tool, judged: [] as Judged[] }));
  const leftOut: { id: string; why: string }[] = [];
  for (const one of cases) {
    const answer = answers.get(one.id)!;
    const truth = truthOf(one, answer);
    if (truth.labels === null) {
      leftOut.push({ id: one.id, why: truth.leftOut });
      continue;
    }
    const { condition, training } = one;
    const known = { id: one.id, condition, labels: truth.labels, open: answer.open, epochs: training.epochs };
    ours.push({ ...known, said: saidByUs(cache, one, limits) });
    const facts = factsOf(cache, one);
    for (const { tool, judged } of tools) judged.push({ ...known, said: saidBy(tool, facts) });
  }
  return { ours, tools, leftOut };
}

/** Our warnings and worse: the earliest of each rule. */
function saidByUs(cache: TrainingCache, one: Case, limits: Limits): Said[] {
  return judge(runHistoryOf(cache.read(keyOf(one.training))), limits)
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, onsetEpoch, endEpoch }) => ({ rule, onset: onsetEpoch, end: endEpoch }));
}

function saidBy({ rules }: PublishedTool, facts: Facts): Said[] {
  return Object.entries(rules)
    .filter(([, speaks]) => speaks(facts))
    .map(([rule]) => ({ rule: rule as Said['rule'], onset: null, end: null }));
}
