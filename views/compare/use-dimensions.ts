import { useMemo } from 'react';
import type { ConfigRow } from '../../lib/analysis/compare/config-difference.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import {
  type Dimension,
  type MeasureDimension,
  measureDimensions,
  type RunValue,
  type SettingDimension,
  settingDimensions,
  valuesOf,
} from './select/dimensions.ts';
import type { SeriesChoice } from './select/series.ts';
import { settingRows } from './select/settings.ts';
import { usePoints } from './use-points.ts';

/** What runs can be laid out by. */
export interface Dimensions {
  readonly rows: readonly ConfigRow[];
  readonly settings: readonly SettingDimension[];
  readonly measures: readonly MeasureDimension[];
  readonly all: readonly Dimension[];
}

/** Settings and measures of some runs. */
export function useDimensions(
  runs: readonly RunData[],
  summaries: readonly RunSummary[],
  choices: readonly SeriesChoice[],
  version: string,
): Dimensions {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that they did
  return useMemo(() => {
    const rows = settingRows(runs, 0);
    const settings = settingDimensions(rows);
    const measures = measureDimensions(summaries, choices);
    return { rows, settings, measures, all: [...settings, ...measures] };
  }, [runs, summaries, choices, version]);
}

/** What the runs have in some dimensions: points of series are fetched where they are needed. */
export function useValues(
  shown: readonly Dimension[],
  { rows }: Dimensions,
  runs: readonly RunData[],
  summaries: readonly RunSummary[],
  version: string,
) {
  const names = useMemo(
    () => shown.flatMap((each) => (each.kind === 'measure' && each.series !== null ? [each.series] : [])),
    [shown],
  );
  const points = usePoints(runs, names);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs and points change in place, the versions say that they did
  const values = useMemo(
    (): readonly (readonly RunValue[])[] =>
      shown.map((dimension) => valuesOf(dimension, runs, rows, summaries, points.of)),
    [shown, rows, runs, summaries, version, points.version],
  );
  return { values, isHere: points.isHere, error: points.error };
}
