'use client';
import type { SeriesChart } from '../../_kit/series/series-chart.ts';
import { usePins } from '../../_kit/series/use-pins.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { overviewMessages } from '../messages.ts';
import { PinnedCharts, pinnedOf } from './pinned-charts.tsx';
import { Scrolled } from './scrolled.tsx';

const words = overviewMessages.series;

export interface PinnedStripProps {
  readonly charts: readonly SeriesChart[];
  readonly project: string | null;
  readonly navigate: Navigate;
}

/** The pinned charts in a row above the summary; nothing where none is. */
export function PinnedStrip({ charts, project, navigate }: PinnedStripProps) {
  const { pinned } = usePins(project, navigate);
  if (pinnedOf(charts, pinned).length === 0) return null;
  return (
    <Scrolled className="series-strip" label={words.pinned}>
      <PinnedCharts charts={charts} log={false} project={project} navigate={navigate} />
    </Scrolled>
  );
}
