'use client';
import { memo, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { CurvesPanel } from '../../_kit/curves/curves-panel.tsx';
import { curvesOf, type SeriesChart } from '../../_kit/series/series-chart.ts';
import { overviewMessages } from '../messages.ts';
import { NearnessContext } from './nearness.ts';
import { SeriesContext, type SeriesOf } from './series-context.ts';
import { takeTurn } from './turns.ts';

const words = overviewMessages.series;

export interface SeriesCellProps {
  readonly chart: SeriesChart;
  readonly log: boolean;
  /** Further controls, before its own. */
  readonly controls?: ReactNode;
}

/** One chart of many: its place from the start, the chart itself while it is close to what is seen. */
export const SeriesCell = memo(function SeriesCell({ chart, log, controls }: SeriesCellProps) {
  const host = useRef<HTMLDivElement>(null);
  const nearness = useContext(NearnessContext);
  const shared = useContext(SeriesContext);
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    if (!host.current || !nearness) return;
    let giveUp: (() => void) | null = null;
    const end = nearness.watch(host.current, (near) => {
      giveUp?.();
      giveUp = near ? takeTurn(() => setIsNear(true)) : null;
      if (!near) setIsNear(false);
    });
    return () => {
      giveUp?.();
      end();
    };
  }, [nearness]);
  return (
    <div className="series-cell" ref={host}>
      {isNear && shared ? (
        <Drawn chart={chart} log={log} controls={controls} {...shared} />
      ) : (
        <p className="series-name">{chart.label}</p>
      )}
    </div>
  );
});

function Drawn({ chart, log, controls, runs, version, focus, epoch, navigate }: SeriesCellProps & SeriesOf) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that they did
  const curves = useMemo(() => curvesOf(chart, runs), [chart, runs, version]);
  return (
    <CurvesPanel
      {...{ curves, runs, focus, epoch, navigate, controls }}
      chart={chart.code}
      pin={chart.code}
      title={chart.label}
      unit={chart.series.size < runs.length ? words.inRuns(chart.series.size, runs.length) : ''}
      log={log || chart.log}
      empty={{ kind: 'empty', sentence: words.nothingYet }}
      isSmall
    />
  );
}
