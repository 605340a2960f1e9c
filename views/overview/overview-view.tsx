'use client';
import { useMemo, useState } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import { RunVerdict } from '../_kit/run-verdict.tsx';
import { Segmented } from '../_kit/segmented.tsx';
import { usePlayhead } from '../_kit/state/playhead.ts';
import { useRuns } from '../_kit/state/use-runs.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { ViewProps } from '../_kit/view-props.ts';
import { AboutPanel } from './about-panel.tsx';
import { metricCurves, metricNames, signalCurves, smoothed } from './curves.ts';
import { CurvesPanel } from './curves-panel.tsx';
import { HorizonPanel } from './horizon-panel.tsx';
import { overviewMessages as words } from './messages.ts';
import { type Signal, signalsOf } from './signals.ts';

const SMOOTHINGS = ['0', '0.6', '0.9'] as const;
type Smoothing = (typeof SMOOTHINGS)[number];
type Scale = 'linear' | 'log';

/** Does it learn, and since when: verdicts, loss, metrics, memory horizon, gradient norm, and what the run is. */
export function OverviewView({ runs, focus, navigate }: ViewProps) {
  const states = useRuns(useMemo(() => runs.map(({ info }) => info.id), [runs]));
  const datas = states.flatMap(({ data }): RunData[] => (data ? [data] : []));
  const data = datas.find(({ info }) => info.id === focus?.info.id) ?? null;
  const revision = states.find((state) => state.data === data)?.revision ?? 0;
  const epoch = usePlayhead(data);
  const [scale, setScale] = useState<Scale>('linear');
  const [smoothing, setSmoothing] = useState<Smoothing>('0');
  const [chosen, setChosen] = useState<string | null>(null);
  const [signalKey, setSignal] = useState<Signal['key']>('norm');
  const metrics = metricNames(datas).filter((name) => name !== SERIES.loss);
  const metric = chosen !== null && metrics.includes(chosen) ? chosen : (metrics[0] ?? null);
  const signals = signalsOf(datas);
  const signal = signals.find(({ key }) => key === signalKey) ?? signals[0]!;
  const shared = { runs: datas, focus: data, epoch, navigate };
  const failed = states.find(({ status }) => status === 'error')?.error;
  const empty = (sentence: string, code?: string) =>
    failed
      ? ({ kind: 'error', message: failed.message } as const)
      : data === null
        ? ({ kind: 'loading' } as const)
        : ({ kind: 'empty', sentence, ...(code ? { code } : {}) } as const);
  // Runs change in place: lines are made anew when one did, not when the playhead moves.
  const version = states.map((state) => `${state.data?.info.id} ${state.revision}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says whether `datas` changed
  const { lossLines, metricLines, signalLines } = useMemo(() => {
    const linesOf = (name: string) =>
      datas
        .flatMap((each) => metricCurves(each, name))
        .map((curve) => (curve.kind === 'train-step' ? smoothed(curve, Number(smoothing)) : curve));
    return {
      lossLines: linesOf(SERIES.loss),
      metricLines: metric === null ? [] : linesOf(metric),
      signalLines: datas.flatMap((each) => signalCurves(each, signal)),
    };
  }, [version, metric, signal, smoothing]);

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
            title={words.loss}
            unit={words.lossUnit(data?.info.model?.loss ?? null)}
            curves={lossLines}
            log={scale === 'log'}
            empty={empty(words.emptyLoss)}
            controls={<LossControls {...{ scale, setScale, smoothing, setSmoothing }} />}
          />
          <div className="overview-row">
            <CurvesPanel
              {...shared}
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
                    onChange={setChosen}
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
                  onChange={setSignal}
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

interface LossControlsProps {
  readonly scale: Scale;
  readonly setScale: (scale: Scale) => void;
  readonly smoothing: Smoothing;
  readonly setSmoothing: (smoothing: Smoothing) => void;
}

function LossControls({ scale, setScale, smoothing, setSmoothing }: LossControlsProps) {
  const smoothings = SMOOTHINGS.map((value) => ({ value, label: value === '0' ? words.smoothingNone : value }));
  return (
    <>
      <Segmented label={words.smoothing} choices={smoothings} value={smoothing} onChange={setSmoothing} />
      <Segmented
        label={words.scale}
        choices={[
          { value: 'linear', label: words.linear },
          { value: 'log', label: words.log },
        ]}
        value={scale}
        onChange={setScale}
      />
    </>
  );
}
