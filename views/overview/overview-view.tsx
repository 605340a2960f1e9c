'use client';
import { useMemo } from 'react';
import type { PageState } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import { CurvesPanel } from '../_kit/curves/curves-panel.tsx';
import { RunVerdict } from '../_kit/run-verdict.tsx';
import { Segmented } from '../_kit/segmented.tsx';
import { usePlayhead } from '../_kit/state/playhead.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useRuns } from '../_kit/state/use-runs.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { ViewProps } from '../_kit/view-props.ts';
import { AboutPanel } from './about-panel.tsx';
import { metricCurves, metricNames, signalCurves } from './curves.ts';
import { HorizonPanel } from './horizon-panel.tsx';
import { overviewMessages as words } from './messages.ts';
import { signalsOf } from './signals.ts';

const SMOOTHINGS = ['0', '0.6', '0.9'] as const;
const LOSS = 'loss';

const smoothingOf = (state: PageState) => state.smoothing;
const rescaledOf = (state: PageState) => state.rescaled;
const metricOf = (state: PageState) => state.metric;
const signalOf = (state: PageState) => state.signal;

/** Does it learn, and since when: verdicts, loss, metrics, memory horizon, gradient norm, and what the run is. */
export function OverviewView({ runs, focus, navigate }: ViewProps) {
  const states = useRuns(useMemo(() => runs.map(({ info }) => info.id), [runs]));
  const datas = states.flatMap(({ data }): RunData[] => (data ? [data] : []));
  const data = datas.find(({ info }) => info.id === focus?.info.id) ?? null;
  const revision = states.find((state) => state.data === data)?.revision ?? 0;
  const epoch = usePlayhead(data);
  const chosen = usePageState(metricOf);
  const signalKey = usePageState(signalOf);
  const metrics = metricNames(datas).filter((name) => name !== SERIES.loss);
  const metric = chosen !== null && metrics.includes(chosen) ? chosen : (metrics[0] ?? null);
  const signals = signalsOf(datas);
  const signal = signals.find(({ key }) => key === signalKey) ?? signals[0]!;
  const shared = { runs: datas, focus: data, epoch, navigate };
  const failed = states.find(({ status }) => status === 'error')?.error;
  const empty = (sentence: string, code?: string) =>
    failed
      ? ({ kind: 'error', message: errorText(failed) } as const)
      : data === null
        ? ({ kind: 'loading' } as const)
        : ({ kind: 'empty', sentence, ...(code ? { code } : {}) } as const);
  // Runs change in place: lines are made anew when one did, not when the playhead moves.
  const version = states.map((state) => `${state.data?.info.id} ${state.revision}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says whether `datas` changed
  const { lossLines, metricLines, signalLines } = useMemo(() => {
    const linesOf = (name: string) => datas.flatMap((each) => metricCurves(each, name));
    return {
      lossLines: linesOf(SERIES.loss),
      metricLines: metric === null ? [] : linesOf(metric),
      signalLines: datas.flatMap((each) => signalCurves(each, signal)),
    };
  }, [version, metric, signal]);

  return (
    <div className="kit-view">
      <RunVerdict
        data={data}
        epoch={epoch}
        all
        guide={<ViewGuide view="overview" words={words.guide} navigate={navigate} />}
      />
      <div className="kit-sheet overview-sheet">
        <div className="kit-column overview-left">
          <CurvesPanel
            {...shared}
            chart={LOSS}
            title={words.loss}
            unit={words.lossUnit(data?.info.model?.loss ?? null)}
            curves={lossLines}
            log={false}
            empty={empty(words.emptyLoss)}
            controls={<LossControls navigate={navigate} />}
          />
          <div className="overview-row">
            <CurvesPanel
              {...shared}
              chart={metric ?? 'metric'}
              title={metric === null ? words.metricUnit : words.metric(metric)}
              unit={words.metricUnit}
              curves={metricLines}
              log={false}
              empty={empty(words.emptyCurve, "metrics: ['accuracy']")}
              controls={
                metrics.length > 1 && metric !== null ? (
                  <Segmented
                    label={words.chosenMetric}
                    choices={metrics.slice(0, 4).map((value) => ({ value, label: value }))}
                    value={metric}
                    onChange={(value) => navigate({ metric: value })}
                  />
                ) : null
              }
            />
            <HorizonPanel data={data} revision={revision} epoch={epoch} navigate={navigate} />
          </div>
        </div>
        <div className="kit-column overview-right">
          <CurvesPanel
            {...shared}
            chart={signal.key}
            title={words.signals[signal.key].title}
            unit={words.signals[signal.key].unit}
            curves={signalLines}
            log={signal.log}
            empty={empty(words.emptyNorm, words.emptyNormCode)}
            controls={
              signals.length > 1 ? (
                <Segmented
                  label={words.signal}
                  choices={signals.map(({ key }) => ({ value: key, label: words.signals[key].label }))}
                  value={signal.key}
                  onChange={(key) => navigate({ signal: key })}
                />
              ) : null
            }
          />
          <AboutPanel data={data} />
        </div>
      </div>
    </div>
  );
}

/** What is changed most often, at hand; the rest is in the chart's settings. */
function LossControls({ navigate }: Pick<ViewProps, 'navigate'>) {
  const smoothing = usePageState(smoothingOf);
  const rescaled = usePageState(rescaledOf);
  const smoothings = SMOOTHINGS.map((value) => ({ value, label: value === '0' ? words.smoothingNone : value }));
  const others = rescaled.filter((chart) => chart !== LOSS);
  return (
    <>
      <Segmented<string>
        label={words.smoothing}
        choices={smoothings}
        value={String(smoothing)}
        onChange={(value) => navigate({ smoothing: Number(value) })}
      />
      <Segmented
        label={words.scale}
        choices={[
          { value: 'linear', label: words.linear },
          { value: 'log', label: words.log },
        ]}
        value={rescaled.includes(LOSS) ? 'log' : 'linear'}
        onChange={(value) => navigate({ rescaled: value === 'log' ? [...others, LOSS] : others })}
      />
    </>
  );
}
