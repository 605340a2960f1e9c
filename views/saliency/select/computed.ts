import { SALIENCY_METHODS } from '../../../lib/client/page-state.ts';
import type { Explained } from '../../../lib/compute/computer.ts';
import { type ExampleSaliency, SPACES } from './example-saliency.ts';

/** A map that was computed, in this visit or an earlier one, as what was recorded looks. `sequence`: the one it is of. */
export function computedSaliency(
  map: Explained['maps'][number],
  sequence: number,
  epoch: number,
  origin: 'kept' | 'computed',
): ExampleSaliency {
  const [, time, features] = map.shape;
  return {
    ...{ epoch, sequence, time, features, origin },
    method: SALIENCY_METHODS.find((each) => each === map.method) ?? 'gradient',
    baseline: map.baseline,
    scope: map.scope,
    space: SPACES.find((each) => each === map.space) ?? 'output',
    classIndex: map.classes[0] ?? 0,
    step: map.steps?.[0] ?? null,
    values: map.values,
    score: map.scores[0] ?? Number.NaN,
    baselineScore: map.baselineScores?.[0] ?? null,
    points: map.points?.[0] ?? null,
  };
}

/** Computed lists with what is new, which replaces what it repeats. */
export function withComputed(
  before: readonly ExampleSaliency[],
  added: readonly ExampleSaliency[],
): readonly ExampleSaliency[] {
  const keyOf = ({ epoch, sequence, method, classIndex, step }: ExampleSaliency) =>
    [epoch, sequence, method, classIndex, step].join(' ');
  return [...new Map([...before, ...added].map((each) => [keyOf(each), each])).values()];
}
