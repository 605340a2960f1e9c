'use client';
import { useMemo, useState } from 'react';
import { type PageState, SPREADS_OF } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import type { Table } from '../../_kit/export/table.ts';
import { number, percent } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { useKit } from '../../_kit/state/kit-context.ts';
import type { EpochOfRun } from '../../_kit/state/playhead.ts';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { ChartTooltip } from '../../_kit/tooltip.tsx';
import type { SpreadScale } from '../../gradients/select/spread-scale.ts';
import { type DrawnSpread, paintSpreads } from '../marks/spread-marks.ts';
import { compareMessages } from '../messages.ts';
import { plotsMessages } from '../plots-messages.ts';
import { runMarks } from '../select/run-marks.ts';
import { chosenSubject, spreadSubjects } from '../select/spread-subject.ts';
import { densityLine, lineValueAt, quantileLine, type RunSpread, shownBins } from '../select/spreads.ts';
import { type Spreads, useSpreads } from '../use-spreads.ts';
import type { PlotPanelProps } from './scatter-panel.tsx';
import { SpreadList } from './spread-list.tsx';

export interface DistributionPanelProps extends PlotPanelProps {
  /** The epoch each run stands at, and the run the playhead is of. */
  readonly stands: EpochOfRun;
  readonly focus: RunData | null;
}

const words = plotsMessages.spread;
const ofOf = (state: PageState) => state.spreadOf;
const asOf = (state: PageState) => state.spreadAs;
const weightOf = (state: PageState) => state.weight;
const layerOf = (state: PageState) => state.layer;
/** Shares that ticks may stand at; the axis is the root of the share: a narrow run would flatten all others. */
const SHARES = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1];
/** Two ticks are this share of the axis apart at least. */
const APART = 0.17;
/** Runs named beside the pointer. */
const MOST_ROWS = 12;

/** How weights, gradients or states of all runs are spread at the playhead, over each other on one scale. */
export function DistributionPanel({ runs, groups, version, stands, focus, navigate }: DistributionPanelProps) {
  const epoch = focus ? stands(focus) : null;
  const of = usePageState(ofOf);
  const as = usePageState(asOf);
  const weight = usePageState(weightOf);
  const layer = usePageState(layerOf);
  const isState = of === 'h' || of === 'c';
  const subjects = useMemo(() => spreadSubjects(runs, of), [runs, of]);
  const subject = useMemo(
    () => chosenSubject(subjects, runs, of, isState ? layer : weight),
    [subjects, runs, of, isState, layer, weight],
  );
  const marks = useMemo(() => runMarks(groups, runs[0]?.info.id ?? null), [groups, runs]);
  const found = useSpreads(runs, marks, version, of, subject, stands, focus);
  const { spreads, scale } = found;
  const isQuantiles = as === 'quantiles';
  const bins = useMemo(() => shownBins(spreads), [spreads]);
  /** The run looked at in the list. */
  const [pointed, setPointed] = useState<string | null>(null);
  const drawn = useMemo(
    () =>
      spreads.map((spread): DrawnSpread => {
        const { histogram } = spread;
        const line = isQuantiles ? quantileLine(histogram, scale) : densityLine(histogram, scale, bins);
        return { spread, xs: line.xs, ys: isQuantiles ? line.ys : line.ys.map(Math.sqrt) };
      }),
    [spreads, scale, isQuantiles, bins],
  );
  const { x, y } = useMemo(() => axesOf(scale, drawn, isQuantiles, bins), [scale, drawn, isQuantiles, bins]);
  const insets = useInsets(64, 16, 8, 34);
  const [pointer, setPointer] = useState<ChartPoint | null>(null);
  const paint = (plot: Plot) =>
    paintSpreads(plot, drawn, { axis: isQuantiles ? 'y' : 'x', at: scale.position(0) }, pointed);
  const paths = [...new Set(spreads.map(({ path }) => path))].join(', ') || (subject?.path ?? '');
  const what = words.what[of](paths);
  return (
    <Panel
      title={words.title}
      unit={words.unit(what, found.epoch ?? 0, spreads.length)}
      state={stateOf(found, runs.length, subject !== null, epoch)}
      table={() => tableOf(spreads, drawn, scale, isQuantiles)}
    >
      <div className="compare-plots">
        <div className="compare-plots-bar">
          <Segmented
            label={words.of}
            choices={SPREADS_OF.map((value) => ({ value, label: words.kinds[value] }))}
            value={of}
            onChange={(value) => navigate({ spreadOf: value })}
          />
          {subjects.length > 0 ? (
            <select
              className="kit-select compare-dimension"
              aria-label={words.subject[isState ? 'layer' : 'weight']}
              value={subject?.path ?? ''}
              onChange={({ target }) => navigate(isState ? { layer: target.value } : { weight: target.value })}
            >
              {subjects.map(({ path }) => (
                <option key={path} value={path}>
                  {path}
                </option>
              ))}
            </select>
          ) : null}
          <Segmented
            label={words.as}
            choices={(['bins', 'quantiles'] as const).map((value) => ({ value, label: words[value] }))}
            value={as}
            onChange={(value) => navigate({ spreadAs: value })}
          />
        </div>
        <div className="compare-spread">
          <div className="compare-spread-plot">
            <Chart
              summary={words.summary(what, found.epoch ?? 0, saidOf(spreads))}
              {...{ x, y, insets, paint }}
              paintedOf={[drawn, scale, isQuantiles, pointed]}
              onHover={setPointer}
            >
              <Readings {...{ pointer, drawn, scale, isQuantiles }} />
            </Chart>
          </div>
          <SpreadList {...found} playhead={epoch} onPoint={setPointed} />
        </div>
      </div>
    </Panel>
  );
}

function axesOf(
  scale: SpreadScale,
  drawn: readonly DrawnSpread[],
  isQuantiles: boolean,
  bins: number,
): { readonly x: Axis; readonly y: Axis } {
  const { domain, position, value, ticks, linear } = scale;
  const values: Axis = {
    domain,
    ticks: ticks.map(position),
    title: linear === Number.POSITIVE_INFINITY ? words.value : words.log(number(linear, 1)),
    label: (at) => number(Number(value(at).toPrecision(6))),
  };
  if (isQuantiles) {
    const shares: Axis = { domain: [0, 1], title: words.quantileAxis, label: (at) => String(Math.round(100 * at)) };
    return { x: shares, y: values };
  }
  const most = Math.max(0, ...drawn.flatMap(({ ys }) => [...ys].filter(Number.isFinite)));
  // rises in whole steps, so that it seldom moves with the playhead
  const top = Math.sqrt(SHARES.find((share) => share > 0.01 && Math.sqrt(share) >= most) ?? 1);
  const shown = clearTicks(
    SHARES.map(Math.sqrt).filter((root) => root <= top),
    APART * top,
  );
  return {
    x: values,
    y: {
      domain: [0, top * 1.04],
      ticks: shown,
      title: words.shareAxis(bins),
      label: (root) => percent(root ** 2, root ** 2 > 0 && root ** 2 < 0.01 ? 1 : 0),
    },
  };
}

/** Of places rising from 0 the last, from there down each that is clear of the one above and of 0, and 0. */
function clearTicks(places: readonly number[], apart: number): readonly number[] {
  const kept: number[] = [];
  for (const place of places.toReversed()) {
    const isClear = kept.length === 0 || kept.at(-1)! - place >= apart;
    if (place === 0 || (isClear && place >= apart)) kept.push(place);
  }
  return kept.reverse();
}

interface ReadingsProps {
  readonly pointer: ChartPoint | null;
  readonly drawn: readonly DrawnSpread[];
  readonly scale: SpreadScale;
  readonly isQuantiles: boolean;
}

/** Beside the pointer: what each run has there. */
function Readings({ pointer, drawn, scale, isQuantiles }: ReadingsProps) {
  const { theme } = useKit();
  if (!pointer) return null;
  const read = drawn
    .map(({ spread, ...line }) => ({ spread, at: lineValueAt(line, pointer.x) }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => b.at - a.at);
  const rows = read.slice(0, MOST_ROWS).map(({ spread: { run, mark }, at }) => ({
    name: run.info.name,
    value: isQuantiles ? number(scale.value(at)) : percent(at ** 2, 1),
    colour: runColour(theme.tokens, mark.colour),
  }));
  if (read.length > MOST_ROWS) {
    rows.push({ name: compareMessages.more(read.length - MOST_ROWS), value: '', colour: 'none' });
  }
  const title = isQuantiles ? words.below(percent(pointer.x)) : words.at(number(scale.value(pointer.x)));
  return <ChartTooltip at={pointer} title={title} rows={rows} />;
}

function saidOf(spreads: readonly RunSpread[]): string {
  return spreads
    .map(({ run, histogram: { mean, std } }) => words.runSaid(run.info.name, number(mean, 2), number(std, 2)))
    .join('; ');
}

function stateOf(found: Spreads, runs: number, hasSubject: boolean, playhead: number | null): PanelState {
  if (found.error) return { kind: 'error', message: found.error, onRetry: found.retry };
  if (runs === 0) return { kind: 'loading' };
  if (!hasSubject) return { kind: 'empty', sentence: words.noLayer };
  if (found.spreads.length === 0) {
    return found.isHere ? { kind: 'empty', sentence: words.empty } : { kind: 'loading' };
  }
  if (found.epoch !== playhead && found.epoch !== null) {
    return { kind: 'note', note: words.asOf(found.epoch), isStale: true };
  }
  return { kind: 'ready' };
}

/** Every line point by point, in values, and beside it what a line does not show. */
function tableOf(
  spreads: readonly RunSpread[],
  drawn: readonly DrawnSpread[],
  scale: SpreadScale,
  isQuantiles: boolean,
): Table {
  function* rows() {
    for (const [i, { xs, ys }] of drawn.entries()) {
      const { run, epoch, path, histogram } = spreads[i]!;
      const { mean, std, zero, nan, positiveInfinity, negativeInfinity } = histogram;
      for (let at = 0; at < xs.length; at += 1) {
        const [value, share] = isQuantiles ? [scale.value(ys[at]!), xs[at]!] : [scale.value(xs[at]!), ys[at]! ** 2];
        yield [
          ...[run.info.name, run.info.id, path, epoch, value, share],
          ...[mean, std, zero, nan, positiveInfinity, negativeInfinity],
        ];
      }
    }
  }
  const share = isQuantiles ? 'share below' : 'share in bin';
  const rest = ['mean', 'sd', 'zeros', 'NaN', 'Infinity', '-Infinity'];
  return { columns: ['run', 'id', 'of', 'epoch', 'value', share, ...rest], rows: rows() };
}
