'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { OVERVIEW_SHEETS, type OverviewSheet, type PageState } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import { kitMessages } from '../_kit/messages.ts';
import { RunVerdict } from '../_kit/run-verdict.tsx';
import { Segmented } from '../_kit/segmented.tsx';
import { type SeriesChart, seriesCharts } from '../_kit/series/series-chart.ts';
import { useRememberedPins } from '../_kit/series/use-pins.ts';
import { usePlayhead } from '../_kit/state/playhead.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useRuns } from '../_kit/state/use-runs.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { Navigate, ViewProps } from '../_kit/view-props.ts';
import { overviewMessages as words } from './messages.ts';
import { onSlash } from './series/on-slash.ts';
import { PinnedStrip } from './series/pinned-strip.tsx';
import { inSeenOrder } from './series/sections.ts';
import { SeriesContext, type SeriesOf } from './series/series-context.ts';
import { SeriesSheet } from './series/series-sheet.tsx';
import { SummarySheet } from './summary-sheet.tsx';

const sheetOf = (state: PageState) => state.overviewSheet;

/** Does it learn, and since when: what matters most on one page, or every series that was logged; pinned charts first. */
export function OverviewView({ runs, focus, navigate }: ViewProps) {
  const states = useRuns(useMemo(() => runs.map(({ info }) => info.id), [runs]));
  // Runs change in place: lines are made anew when one did, not when the playhead moves.
  const version = states.map((state) => `${state.data?.info.id} ${state.revision}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says whether `states` changed
  const datas = useMemo(() => states.flatMap(({ data }): RunData[] => (data ? [data] : [])), [version]);
  const data = datas.find(({ info }) => info.id === focus?.info.id) ?? null;
  const epoch = usePlayhead(data);
  const sheet = usePageState(sheetOf);
  const project = focus?.info.project ?? null;
  useRememberedPins(project, navigate);
  const isAsked = useSearchKey(sheet, navigate);
  const charts = useSeriesCharts(datas);
  const shared = useMemo<SeriesOf>(
    () => ({ runs: datas, version, focus: data, epoch, navigate }),
    [datas, version, data, epoch, navigate],
  );
  const failed = states.find(({ status }) => status === 'error')?.error ?? null;
  return (
    <div className="kit-view">
      <RunVerdict
        data={data}
        epoch={epoch}
        all={sheet === 'summary'}
        guide={
          <>
            <Segmented
              label={words.sheet}
              choices={OVERVIEW_SHEETS.map((value) => ({ value, label: words.sheets[value] }))}
              value={sheet}
              onChange={(overviewSheet) => navigate({ overviewSheet })}
            />
            <ViewGuide view="overview" words={words.guide} navigate={navigate} />
          </>
        }
      />
      <SeriesContext value={shared}>
        {sheet === 'summary' ? (
          <>
            <PinnedStrip {...{ charts, project, navigate }} />
            <SummarySheet
              {...shared}
              revision={states.find((state) => state.data === data)?.revision ?? 0}
              failed={failed}
            />
          </>
        ) : (
          <SeriesSheet
            {...{ charts, project, navigate }}
            isSearched={isAsked}
            empty={failed ? errorText(failed) : data === null ? kitMessages.panel.loading : words.emptyLoss}
          />
        )}
      </SeriesContext>
    </div>
  );
}

/** "/" on the summary leads to the search for series. Whether it did. */
function useSearchKey(sheet: OverviewSheet, navigate: Navigate): boolean {
  const [isAsked, setIsAsked] = useState(false);
  useEffect(() => {
    if (sheet !== 'summary') return;
    setIsAsked(false);
    return onSlash(() => {
      setIsAsked(true);
      navigate({ overviewSheet: 'series' });
    });
  }, [sheet, navigate]);
  return isAsked;
}

/** Every chart of the runs, in the order they were seen; made anew when a run has a series more. */
function useSeriesCharts(datas: readonly RunData[]): readonly SeriesChart[] {
  const seen = useRef(new Map<string, number>());
  const key = datas.map(({ info, series }) => `${info.id} ${series.size}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says whether a run or a series came or went
  return useMemo(() => inSeenOrder(seriesCharts(datas), seen.current), [key]);
}
