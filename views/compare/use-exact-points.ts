import { useCallback, useMemo } from 'react';
import type { Alignment } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import type { Curve } from '../_kit/curves/curve.ts';
import { useExact } from '../_kit/curves/use-exact.ts';
import { stepAt } from '../_kit/curves/x-axis.ts';
import { type RunPoints, seriesNamed } from './select/series.ts';

export interface ExactPointsOptions {
  readonly runs: readonly RunData[];
  readonly series: string | null;
  readonly points: (run: RunData, name: string) => RunPoints | null;
  /** Changes when runs or points did: both change in place. */
  readonly version: string;
  readonly align: Alignment;
  /** Part of the x axis, in its unit; null: all. */
  readonly zoom: readonly [number, number] | null;
  /** Weight of the moving average; 0: as they were logged. */
  readonly beta: number;
}

/**
 * Points of a series by run, smoothed over all that were logged, and exact in the part of the axis that is looked at: what
 * is held thinned is fetched for that part, until then the thinned points stand in.
 */
export function useExactPoints(options: ExactPointsOptions): (run: RunData) => RunPoints | null {
  const { runs, series, points, version, align, zoom, beta } = options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs and points change in place, `version` says that they did
  const curves = useMemo(
    () => (series === null ? [] : runs.flatMap((run) => curveOf(run, series, points(run, series)) ?? [])),
    [runs, series, version],
  );
  const runOf = useMemo(() => new Map(runs.map((run) => [run.info.id, run])), [runs]);
  const stepsOf = useCallback(
    ({ runId }: Curve) => {
      const run = runOf.get(runId);
      return zoom && run ? ([stepAt(align, run, zoom[0]), stepAt(align, run, zoom[1])] as const) : null;
    },
    [runOf, zoom, align],
  );
  const exact = useExact(curves, stepsOf, beta);
  return useMemo(() => {
    const byRun = new Map(
      exact.map(({ shown }): [string, RunPoints] => [
        shown.runId,
        { steps: inFront(shown.xs, shown.length), values: inFront(shown.ys, shown.length), of: shown.of },
      ]),
    );
    return (run) => byRun.get(run.info.id) ?? null;
  }, [exact]);
}

/** The same array where all of it counts: what was worked out of it before is found again. */
function inFront(values: Float64Array, length: number): Float64Array {
  return values.length === length ? values : values.subarray(0, length);
}

function curveOf(run: RunData, series: string, found: RunPoints | null): Curve | null {
  if (!found) return null;
  const segments = seriesNamed(run, series);
  return {
    ...{ colour: run.info.colour, run: run.info.name, runId: run.info.id, label: '', kind: 'signal' },
    // of several segments no one series is the line
    series: segments.length === 1 ? segments[0]!.id : null,
    ...{ xs: found.steps, ys: found.values, length: found.steps.length, of: found.of },
  };
}
