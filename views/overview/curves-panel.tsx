'use client';
import { type ReactNode, useMemo } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import type { Axis } from '../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../_kit/chart/chart.tsx';
import { Playhead } from '../_kit/chart/cursors.tsx';
import type { Plot } from '../_kit/chart/plot.ts';
import { paintEndLabels } from '../_kit/marks/labels.ts';
import { lastFinite, paintBadValues, paintLine, paintRail } from '../_kit/marks/lines.ts';
import { kitMessages } from '../_kit/messages.ts';
import { number } from '../_kit/numbers.ts';
import { Panel, type PanelState } from '../_kit/panel.tsx';
import type { Navigate } from '../_kit/view-props.ts';
import { type Curve, epochNear, extentOf, logarithmic, stepDomain, valueAtStep, valueDomain } from './curves.ts';
import { overviewMessages as words } from './messages.ts';

export interface CurvesPanelProps {
  readonly title: string;
  readonly unit: string;
  /** Lines as logged. */
  readonly curves: readonly Curve[];
  readonly log: boolean;
  readonly runs: readonly RunData[];
  /** The run the playhead belongs to. */
  readonly focus: RunData | null;
  readonly epoch: number | null;
  readonly navigate: Navigate;
  readonly controls?: ReactNode;
  readonly empty: PanelState;
  readonly className?: string;
}

/** Lines over steps: per step thin, per epoch strong, val dashed; × on the rail for what is not finite. */
export function CurvesPanel(props: CurvesPanelProps) {
  const { title, unit, curves, log, runs, focus, epoch, navigate, controls, empty, className } = props;
  const drawn = useMemo(() => (log ? curves.map(logarithmic) : curves), [curves, log]);
  const [yLow, yHigh] = useMemo(() => valueDomain(extentOf(drawn), log), [drawn, log]);
  const xEnd = stepDomain(runs)[1];
  const x = useMemo<Axis>(() => ({ domain: [0, xEnd], title: words.step }), [xEnd]);
  const y = useMemo<Axis>(() => ({ domain: [yLow, yHigh], log }), [yLow, yHigh, log]);
  const insets = useInsets(56, 108, 20, 34);
  const end = focus?.epochs.find((each) => each.epoch === epoch)?.step ?? null;
  const lastStep = Math.max(0, ...curves.map(({ xs, length }) => xs[length - 1] ?? 0));
  const pick = ({ x: step }: ChartPoint) => {
    const near = focus ? epochNear(focus, step) : null;
    if (near !== null) navigate({ epoch: near });
  };
  const paint = (plot: Plot) => {
    paintRailOf(plot, curves);
    for (const curve of drawn) paintLine(plot, { ...curve, ...styleOf(plot, curve) });
    paintEndLabels(plot, endLabels(plot, drawn, curves, runs.length > 1));
  };
  const summary = words.curveSummary(
    title,
    curves.map((curve) => `${labelOf(curve, true)} ${lastOf(curve)}`).join(', '),
  );
  return (
    <Panel
      title={title}
      unit={unit}
      readout={readoutOf(curves, focus, epoch, end)}
      controls={controls}
      state={curves.length === 0 ? empty : stateOf(curves)}
      {...(className ? { className } : {})}
    >
      <Chart summary={summary} x={x} y={y} insets={insets} paint={paint} lastStep={lastStep} onPick={pick}>
        <Playhead at={end} domain={x.domain} />
      </Chart>
    </Panel>
  );
}

function stateOf(curves: readonly Curve[]): PanelState {
  const thin = curves.filter(({ of, length }) => of > length).sort((a, b) => b.of - a.of)[0];
  return thin ? { kind: 'note', note: words.thinned(thin.length, thin.of) } : { kind: 'ready' };
}

function styleOf({ theme }: Plot, { kind, colour }: Curve) {
  const hue = theme.tokens.runs[colour % theme.tokens.runs.length]!;
  if (kind === 'train-step') return { colour: hue, width: 1, opacity: 0.45 };
  if (kind === 'val') return { colour: hue, width: 2, dash: [5, 3] };
  return { colour: hue, width: 1.5 };
}

const KIND_WORDS = { 'train-step': words.perStep, train: words.train, val: words.val, signal: '' } as const;

function labelOf({ kind, run }: Curve, isNamed: boolean): string {
  return [isNamed ? run : '', KIND_WORDS[kind]].filter(Boolean).join(' ');
}

function lastOf({ ys, length }: Curve): string {
  return number(ys[length - 1] ?? Number.NaN);
}

/** Where epoch lines exist, the step line needs no label of its own. */
function endLabels(plot: Plot, drawn: readonly Curve[], raw: readonly Curve[], isNamed: boolean) {
  const hasEpochs = new Set(raw.filter(({ kind }) => kind === 'train').map(({ run }) => run));
  return drawn.flatMap((curve, index) => {
    if (curve.kind === 'train-step' && hasEpochs.has(curve.run)) return [];
    const text = [labelOf(curve, isNamed), isNamed ? '' : lastOf(raw[index]!)].filter(Boolean).join(' ');
    const { colour } = styleOf(plot, curve);
    return [{ text, colour, y: plot.y(lastFinite(curve.ys, curve.length)) }];
  });
}

function paintRailOf(plot: Plot, curves: readonly Curve[]): void {
  const railY = plot.grid.top - 10;
  const isBad = ({ ys, length }: Curve) => {
    for (let i = 0; i < length; i += 1) if (!Number.isFinite(ys[i]!)) return true;
    return false;
  };
  const bad = curves.filter(isBad);
  if (bad.length === 0) return;
  paintRail(plot, railY, kitMessages.panel.notANumber);
  for (const curve of bad) paintBadValues(plot, { ...curve, colour: styleOf(plot, curve).colour }, railY);
}

function readoutOf(curves: readonly Curve[], focus: RunData | null, epoch: number | null, end: number | null) {
  if (!focus || epoch === null || end === null) return null;
  const own = curves.filter(({ run, kind }) => run === focus.info.name && kind !== 'train-step');
  const values = own.flatMap((curve) => {
    const value = valueAtStep(curve, end);
    return value === null ? [] : [[KIND_WORDS[curve.kind], number(value)].filter(Boolean).join(' ')];
  });
  return values.length > 0 ? words.readout(epoch, values.join(', ')) : null;
}
