'use client';
import { useMemo } from 'react';
import { chartCode } from '../../lib/client/chart-code.ts';
import type { RunState } from '../../lib/client/contract.ts';
import type { PageState } from '../../lib/client/page-state.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import { CurvesPanel } from '../_kit/curves/curves-panel.tsx';
import { Segmented } from '../_kit/segmented.tsx';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { errorText } from '../_kit/told/error-text.ts';
import type { ViewProps } from '../_kit/view-props.ts';
import { AboutPanel } from './about-panel.tsx';
import { metricCurves, metricNames, signalCurves } from './curves.ts';
import { HorizonPanel } from './horizon-panel.tsx';
import { overviewMessages as words } from './messages.ts';
import type { SeriesOf } from './series/series-context.ts';
import { signalsOf } from './signals.ts';

const SMOOTHINGS = ['0', '0.6', '0.9'] as const;
const LOSS = 'loss';

const smoothingOf = (state: PageState) => state.smoothing;
const rescaledOf = (state: PageState) => state.rescaled;
const metricOf = (state: PageState) => state.metric;
const signalOf = (state: PageState) => state.signal;

export interface SummarySheetProps extends SeriesOf {
  readonly revision: number;
  readonly failed: RunState['error'];
}

/** What matters most of a training: loss, a metric, memory horizon, a signal, and what the run is. */
export function SummarySheet({ runs, version, focus, epoch, navigate, revision, failed }: SummarySheetProps) {
  const chosen = usePageState(metricOf);
  const signalKey = usePageState(signalOf);
  const metrics = metricNames(runs).filter((name) => name !== SERIES.loss);
  const metric = chosen !== null && metrics.includes(chosen) ? chosen : (metrics[0] ?? null);
  const signals = signalsOf(runs);
  const signal = signals.find(({ key }) => key === signalKey) ?? signals[0]!;
  const shared = { runs, focus, epoch, navigate };
  const empty = (sentence: string, code?: string) =>
    failed
      ? ({ kind: 'error', message: errorText(failed) } as const)
      : focus === null
        ? ({ kind: 'loading' } as const)
        : ({ kind: 'empty', sentence, ...(code ? { code } : {}) } as const);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says whether `runs` changed
  const { lossLines, metricLines, signalLines } = useMemo(() => {
    const linesOf = (name: string) => runs.flatMap((each) => metricCurves(each, name));
    return {
      lossLines: linesOf(SERIES.loss),
      metricLines: metric === null ? [] : linesOf(metric),
      signalLines: runs.flatMap((each) => signalCurves(each, signal)),
    };
  }, [version, metric, signal]);
  return (
    <div className="kit-sheet overview-sheet">
      <div className="kit-column overview-left">
        <CurvesPanel
          {...shared}
          chart={LOSS}
          pin={chartCode(SERIES.loss)}
          title={words.loss}
          unit={words.lossUnit(focus?.info.model?.loss ?? null)}
          curves={lossLines}
          log={false}
          empty={empty(words.emptyLoss)}
          controls={<LossControls navigate={navigate} />}
        />
        <div className="overview-row">
          <CurvesPanel
            {...shared}
            chart={metric ?? 'metric'}
            pin={metric === null ? null : chartCode(metric)}
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
          <HorizonPanel data={focus} revision={revision} epoch={epoch} navigate={navigate} />
        </div>
      </div>
      <div className="kit-column overview-right">
        <CurvesPanel
          {...shared}
          chart={signal.key}
          pin={chartCode(signal.series)}
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
        <AboutPanel data={focus} />
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
