import type { RuleId } from '../../lib/protocol/verdict.ts';
import { median } from '../figures.ts';
import type { Facts, Values } from './facts.ts';

/** The rules another tool publishes, as far as they are about our conditions: which of ours each one would be. */
export interface PublishedTool {
  readonly name: string;
  /** Whether the condition is announced, from the oracle's measurements; absent: the tool has no such rule. */
  readonly rules: { readonly [rule in RuleId]?: (facts: Facts) => boolean };
}

const FIRST = 1;
const LAST = 3;

/**
 * The published limits, re-implemented over the oracle's float64 measurements. A rule that looks at steps is taken to
 * speak when most steps of an epoch call for it, which spares it single outliers. Layers of a network with one recurrent
 * layer: recurrent kernel first, head kernel last. Numbers: SageMaker Debugger's built-in rules, AUTOTRAINER
 * (ICSE 2021), DLCheck (TFCheck and DeepDiagnosis).
 */
export const PUBLISHED: readonly PublishedTool[] = [
  {
    name: 'SageMaker Debugger',
    rules: {
      'VAN-T': (facts) => facts.tensorMeanAbs.some((tensor) => mostSteps(facts, tensor, (mean) => mean < 1e-7)),
      NAN: ({ nonFinite }) => nonFinite.some(Boolean),
      SAT: ({ outsideSageMaker }) =>
        Object.values(outsideSageMaker).some((epochs) =>
          epochs.some((units) => shareOf(units, (outside) => outside > 0.5) > 0.5),
        ),
      UWR: (facts) => facts.update.some((tensor) => mostSteps(facts, tensor, (r) => r < 1e-8 || r > 10)),
    },
  },
  {
    name: 'AUTOTRAINER',
    rules: {
      'VAN-T': (facts) =>
        learnsBadly(facts) &&
        mostSteps(facts, facts.tensorGradient[FIRST]!, (first, step) => {
          const last = facts.tensorGradient[LAST]![step] ?? Number.NaN;
          return first / last < 1e-3 && first < 1e-4;
        }),
      'EXP-T': (facts) =>
        mostSteps(facts, facts.tensorGradient[FIRST]!, (first, step) => {
          return first / (facts.tensorGradient[LAST]![step] ?? Number.NaN) > 70;
        }),
      NAN: ({ nonFinite, loss }) => nonFinite.some(Boolean) || loss.some((value) => value !== null && value >= 1e5),
      DEAD: (facts) => facts.tensorZero.some((tensor) => mostSteps(facts, tensor, (share) => share >= 0.7)),
      OSC: (facts) => extrema(epochLosses(facts)) >= 0.2,
      UWR: (facts) => {
        const losses = epochLosses(facts);
        return losses.slice(1).every((loss, i) => Math.abs(loss - losses[i]!) < 0.01) && learnsBadly(facts);
      },
    },
  },
  {
    name: 'DLCheck',
    rules: {
      'VAN-T': (facts) => facts.tensorMeanAbs.some((tensor) => mostSteps(facts, tensor, (mean) => mean < 1e-7)),
      'EXP-T': (facts) => facts.tensorMeanAbs.some((tensor) => mostSteps(facts, tensor, (mean) => mean > 1e6)),
      NAN: ({ nonFinite }) => nonFinite.some(Boolean),
      SAT: ({ meanActivation }) =>
        Object.values(meanActivation).some((epochs) =>
          epochs.some((units) => shareOf(units, (mean) => mean > 0.95 || mean < 0.05) > 0.5),
        ),
      DEAD: ({ unitMax }) => unitMax.some((units) => shareOf(units, (most) => most < 1e-6) > 0.5),
      UWR: (facts) => facts.update.some((tensor) => mostSteps(facts, tensor, (r) => r < 1e-8 || r > 10)),
    },
  },
];

/** Whether some epoch has more steps that meet the condition than not. */
function mostSteps(
  { perEpoch, epochs }: Facts,
  values: Values,
  meets: (value: number, step: number) => boolean,
): boolean {
  for (let epoch = 0; epoch < epochs; epoch++) {
    let count = 0;
    for (let step = epoch * perEpoch; step < (epoch + 1) * perEpoch; step++) {
      if (meets(values[step] ?? Number.NaN, step)) count++;
    }
    if (count > perEpoch / 2) return true;
  }
  return false;
}

function shareOf(values: Values, meets: (value: number) => boolean): number {
  return values.filter((value) => meets(value ?? Number.NaN)).length / values.length;
}

/** Mean training loss of each epoch ÷ a constant prediction's. */
function epochLosses({ loss, perEpoch, epochs, constant }: Facts): number[] {
  return Array.from({ length: epochs }, (_, epoch) => {
    const of = loss.slice(epoch * perEpoch, (epoch + 1) * perEpoch).map((value) => value ?? Number.NaN);
    return of.reduce((sum, value) => sum + value, 0) / perEpoch / constant;
  });
}

function learnsBadly(facts: Facts): boolean {
  return !(median(epochLosses(facts).slice(-3)) < 0.6);
}

/** Share of the epochs at which the loss turns by more than 0.03 against both neighbours. */
function extrema(losses: readonly number[]): number {
  const turns = losses.filter((loss, i) => {
    const [before, after] = [loss - losses[i - 1]!, loss - losses[i + 1]!];
    return before * after > 0 && Math.min(Math.abs(before), Math.abs(after)) >= 0.03;
  });
  return turns.length / losses.length;
}
