'use client';
import { useMemo, useState } from 'react';
import type { Alignment, BandName } from '../../../lib/client/page-state.ts';
import { BAND_KINDS } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { Playhead, TimestepCursor } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { extentOf, valueDomain } from '../../_kit/curves/curve.ts';
import { curveXAxis, curveYAxis, wholeDomain } from '../../_kit/curves/curve-axes.ts';
import { moveCurveCursor, useCurveCursor } from '../../_kit/curves/curve-cursor.ts';
import { epochNear } from '../../_kit/curves/steps.ts';
import { stepAt, xsOf } from '../../_kit/curves/x-axis.ts';
import type { Table } from '../../_kit/export/table.ts';
import { paintEndLabels } from '../../_kit/marks/labels.ts';
import { lastFinite, paintBadValues, paintBand, paintLine, paintRail } from '../../_kit/marks/lines.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { number } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { useKit } from '../../_kit/state/kit-context.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { ChartTooltip } from '../../_kit/tooltip.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { compareMessages } from '../messages.ts';
import type { GroupLine, SeriesKey } from '../select/series.ts';
import { seriesName } from '../select/series-name.ts';

const words = compareMessages.curves;

export interface LinesPanelProps {
  readonly chosen: SeriesKey;
  readonly keys: readonly SeriesKey[];
  readonly lines: readonly GroupLine[];
  readonly runs: readonly RunData[];
  readonly focus: RunData;
  readonly epoch: number | null;
  readonly align: Alignment;
  readonly band: BandName;
  readonly log: boolean;
  /** Epoch at which the groups part by this series. */
  readonly onChoose: (key: string) => void;
  readonly onLog: (log: boolean) => void;
  readonly navigate: Navigate;
}

/** A series of all runs, aligned: a line for each group, with its band where it has several runs. */
export function LinesPanel(props: LinesPanelProps) {
  const { chosen, keys, lines, runs, focus, epoch, align, band, log, onChoose, onLog, navigate } = props;
  const { theme } = useKit();
  const [pointer, setPointer] = useState<ChartPoint | null>(null);
  const cursor = useCurveCursor();
  const drawn = useMemo(() => lines.map((line) => scaledLine(line, log)), [lines, log]);
  const { x, y } = useMemo(() => {
    const curves = drawn.map(({ band: { xs } }) => ({ xs, length: xs.length }));
    const extent = extentOf(
      drawn.flatMap(({ band: { mean, low, high } }) =>
        [mean, low, high].map((ys) => ({ ys, length: ys.length })),
      ) as never,
    );
    return {
      x: curveXAxis(align, false, wholeDomain(align, runs, curves)),
      y: curveYAxis(log, valueDomain(extent, log)),
    };
  }, [drawn, align, runs, log]) as { readonly x: Axis; readonly y: Axis };
  const insets = useInsets(56, 124, 20, 34);
  const end = focus.epochs.find((each) => each.epoch === epoch)?.step ?? null;
  const playhead = end === null ? null : xsOf(align, focus, Float64Array.of(end))[0]!;
  const title = seriesName(chosen);
  const hasBands = lines.some(({ runs: count }) => count > 1);
  const paint = (plot: Plot) => {
    const railY = plot.grid.top - 10;
    const bad = lines.filter(({ band: { mean, n } }) => mean.some((value, i) => n[i]! > 0 && !Number.isFinite(value)));
    if (bad.length > 0) paintRail(plot, railY, kitMessages.panel.notANumber);
    for (const { group, band: of } of drawn) {
      paintBand(plot, { xs: of.xs, low: of.low, high: of.high, colour: runColour(plot.theme.tokens, group.colour) });
    }
    for (const { group, band: of } of drawn) {
      const colour = runColour(plot.theme.tokens, group.colour);
      paintLine(plot, { xs: of.xs, ys: of.mean, colour, width: 1.75 });
      paintBadValues(plot, { xs: of.xs, ys: of.mean, colour }, railY);
    }
    paintEndLabels(
      plot,
      drawn.map(({ group, band: of, runs: count }) => ({
        text: words.n(group.name, count),
        colour: runColour(plot.theme.tokens, group.colour),
        y: plot.y(lastFinite(of.mean)),
      })),
    );
  };
  const rows =
    pointer === null || cursor.x === null
      ? []
      : lines.flatMap(({ group, band: of, runs: count }) => {
          const at = lastAtOrBefore(of.xs, cursor.x!);
          if (at < 0) return [];
          const value = number(of.mean[at]!, 4);
          const spread = Number.isFinite(of.low[at]!) ? ` (${number(of.low[at]!)} – ${number(of.high[at]!)})` : '';
          const colour = runColour(theme.tokens, group.colour);
          return [{ name: words.n(group.name, count), value: `${value}${spread}`, colour }];
        });
  return (
    <Panel
      title={title}
      unit={words.unit(words.bands[band], hasBands)}
      state={stateOf(lines)}
      table={() => linesTable(lines)}
      controls={
        <>
          {hasBands ? (
            <select
              className="kit-select"
              aria-label={words.band}
              value={band}
              onChange={(event) => navigate({ band: event.target.value as BandName })}
            >
              {BAND_KINDS.map((value) => (
                <option key={value} value={value}>
                  {words.bands[value]}
                </option>
              ))}
            </select>
          ) : null}
          <select
            className="kit-select compare-series"
            aria-label={words.series}
            value={chosen.key}
            onChange={(event) => onChoose(event.target.value)}
          >
            {keys.map((each) => (
              <option key={each.key} value={each.key}>
                {seriesName(each)}
              </option>
            ))}
          </select>
          <Segmented
            label={words.scale}
            choices={[
              { value: 'linear', label: words.linear },
              { value: 'log', label: words.log },
            ]}
            value={log ? 'log' : 'linear'}
            onChange={(value) => onLog(value === 'log')}
          />
        </>
      }
    >
      <Chart
        summary={words.summary(
          title,
          lines.map(({ group, band: of }) => `${group.name} ${number(lastFinite(of.mean))}`).join(', '),
        )}
        x={x}
        y={y}
        insets={insets}
        paint={paint}
        paintedOf={[drawn]}
        onHover={(point) => {
          setPointer(point);
          moveCurveCursor(`compare ${chosen.key}`, point?.x ?? null);
        }}
        onPick={(point) => {
          const near = epochNear(focus, stepAt(align, focus, point.x));
          if (near !== null) navigate({ epoch: near });
        }}
      >
        <Playhead at={playhead} domain={x.domain} />
        <TimestepCursor at={cursor.x} domain={x.domain} />
        <ChartTooltip at={pointer} title={cursor.x === null ? '' : `${x.title} ${number(cursor.x, 4)}`} rows={rows} />
      </Chart>
    </Panel>
  );
}

function scaledLine(line: GroupLine, log: boolean): GroupLine {
  if (!log) return line;
  const scale = (ys: Float64Array) => ys.map((value) => (value > 0 ? Math.log10(value) : Number.NaN));
  const { band } = line;
  return { ...line, band: { ...band, mean: scale(band.mean), low: scale(band.low), high: scale(band.high) } };
}

function stateOf(lines: readonly GroupLine[]): PanelState {
  if (lines.length === 0) return { kind: 'empty', sentence: words.none };
  const notes = [
    lines.some(({ isThinned }) => isThinned) ? words.thinned : '',
    lines.some(({ band, runs }) => runs > 1 && band.isInterpolated) ? words.interpolated : '',
  ].filter(Boolean);
  return notes.length > 0 ? { kind: 'note', note: notes.join(', ') } : { kind: 'ready' };
}

function lastAtOrBefore(xs: Float64Array, x: number): number {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function linesTable(lines: readonly GroupLine[]): Table {
  return {
    columns: ['group', 'runs', 'x', 'mean', 'low', 'high', 'n'],
    rows: lines.flatMap(({ group, band, runs }) =>
      Array.from(band.xs, (x, i) => [group.name, runs, x, band.mean[i]!, band.low[i]!, band.high[i]!, band.n[i]!]),
    ),
  };
}
