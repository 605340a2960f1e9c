import type { RunData } from '../../../lib/client/run-data.ts';
import { roundUp } from '../chart/axis.ts';

/** The steps a chart spans: what `fit` was asked for where that is known, so that the axis stays while data comes. */
export function stepDomain(runs: readonly RunData[]): readonly [number, number] {
  const lasts = runs.map(({ info, moments }) => {
    const planned = (info.epochsPlanned ?? 0) * (info.stepsPerEpoch ?? 0);
    const reached = moments.length > 0 ? moments.steps[moments.length - 1]! : 0;
    return reached > planned || planned === 0 ? roundUp(reached) : planned;
  });
  return [0, Math.max(10, ...lasts)];
}

/** The epoch whose end lies nearest to a step; null before the first ended. */
export function epochNear(run: RunData, step: number): number | null {
  let nearest: { epoch: number; step: number } | null = null;
  for (const each of run.epochs) {
    if (!nearest || Math.abs(each.step - step) < Math.abs(nearest.step - step)) nearest = each;
  }
  return nearest?.epoch ?? null;
}
