'use client';
import { useCallback } from 'react';
import { movedBy, movedTo } from '../../_kit/series/pins.ts';
import type { SeriesChart } from '../../_kit/series/series-chart.ts';
import { usePins } from '../../_kit/series/use-pins.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { PinnedCell } from './pinned-cell.tsx';

export interface PinnedChartsProps {
  /** Every chart of the open runs. */
  readonly charts: readonly SeriesChart[];
  readonly log: boolean;
  readonly project: string | null;
  readonly navigate: Navigate;
}

/** The pinned charts of these runs in their order; what none of them has is left out, and stays pinned. */
export function pinnedOf(charts: readonly SeriesChart[], pinned: readonly string[]): readonly SeriesChart[] {
  const byCode = new Map(charts.toReversed().map((chart) => [chart.code, chart]));
  return pinned.flatMap((code) => byCode.get(code) ?? []);
}

/** Pinned charts, one after the other. */
export function PinnedCharts({ charts, log, project, navigate }: PinnedChartsProps) {
  const { pinned, change } = usePins(project, navigate);
  const shown = pinnedOf(charts, pinned);
  const codes = shown.map(({ code }) => code).join('');
  const move = useCallback(
    (code: string, by: -1 | 1) => change((before) => movedBy(before, code, by, codes.match(/.{4}/g) ?? [])),
    [change, codes],
  );
  const put = useCallback((code: string, at: string) => change((before) => movedTo(before, code, at)), [change]);
  return shown.map((chart, index) => (
    <PinnedCell
      key={chart.name}
      {...{ chart, log }}
      isFirst={index === 0}
      isLast={index === shown.length - 1}
      onMove={move}
      onPut={put}
    />
  ));
}
