'use client';
import { useCallback, useMemo } from 'react';
import type { Alignment, BandName, PageState } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline, Playhead } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { valueDomain } from '../../_kit/curves/curve.ts';
import {
  closeDomain,
  curveXAxis,
  curveYAxis,
  pinchedZoom,
  roundedZoom,
  wholeDomain,
} from '../../_kit/curves/curve-axes.ts';
import { moveCurveCursor } from '../../_kit/curves/curve-cursor.ts';
import { epochNear } from '../../_kit/curves/steps.ts';
import { useDrag } from '../../_kit/curves/use-drag.ts';
import { stepAt } from '../../_kit/curves/x-axis.ts';
import { paintEndLabels } from '../../_kit/marks/labels.ts';
import { lastFinite, paintBadValues, paintBand, paintLine, paintRail } from '../../_kit/marks/lines.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { number, whole } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { useKit } from '../../_kit/state/kit-context.ts';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { compareMessages as words } from '../messages.ts';
import { exactTable } from '../select/exact-table.ts';
import type { RunGroup } from '../select/groups.ts';
import { type CompareLine, extentOf, linesOf, logOf, spansDecades } from '../select/lines.ts';
import type { RunPoints, SeriesChoice } from '../select/series.ts';
import { useExactPoints } from '../use-exact-points.ts';
import { seriesLabel } from '../words.ts';
import { CursorLayer } from './cursor-layer.tsx';
import { HealthStrips } from './health-strips.tsx';

export interface CurvePanelProps {
  /** Names the chart in links, and which of the two it is. */
  readonly chart: 'compare-1' | 'compare-2';
  readonly choices: readonly SeriesChoice[];
  readonly series: string | null;
  readonly onSeries: (name: string) => void;
  readonly runs: readonly RunData[];
  readonly summaries: readonly RunSummary[];
  readonly groups: readonly RunGroup[];
  readonly version: string;
  readonly points: (run: RunData, name: string) => RunPoints | null;
  readonly pointsVersion: number;
  readonly isHere: boolean;
  readonly error: string | null;
  readonly align: Alignment;
  readonly band: BandName;
  readonly focus: RunData | null;
  readonly epoch: number | null;
  /** Where the playhead is along steps or time, where runs are aligned by them. */
  readonly place: number | null;
  /** Where the runs part, drawn where the axis is of epochs. */
  readonly partingEpoch: number | null;
  readonly navigate: Navigate;
}

const zoomOf = (state: PageState) => state.zoom;
const rescaledOf = (state: PageState) => state.rescaled;
const betaOf = (state: PageState) => state.smoothing;

/** One series of all runs or groups, aligned, with the health of the runs below. */
export function CurvePanel(props: CurvePanelProps) {
  const { chart, choices, series, runs, summaries, groups, version, points, pointsVersion, align, band, navigate } =
    props;
  const { client } = useKit();
  const zoom = usePageState(zoomOf);
  const rescaled = usePageState(rescaledOf);
  const beta = usePageState(betaOf);
  const choice = choices.find(({ name }) => name === series) ?? null;
  const perEpoch = choice?.key.context.per === 'epoch';
  const exact = useExactPoints({
    ...{ runs, series, points, align, zoom },
    version: `${version} ${pointsVersion}`,
    beta: perEpoch ? 0 : beta,
  });
  const lines = useMemo(() => linesOf(groups, exact, align, band), [groups, exact, align, band]);
  // of a series that is held thinned a zoom brings another part: the scale is chosen by all of it
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs and points change in place, the versions say that they did
  const opensLog = useMemo(() => {
    const held = series === null ? [] : runs.flatMap((run) => points(run, series) ?? []);
    const isThin = held.some(({ steps, of }) => of > steps.length);
    return spansDecades(isThin ? held.map(({ values }) => ({ ys: values })) : lines);
  }, [lines, runs, series, version, pointsVersion]);
  const log = rescaled.includes(chart) ? !opensLog : opensLog;
  const { x, y, drawn, whole } = useMemo(() => {
    const whole = wholeDomain(
      align,
      runs,
      lines.map(({ xs }) => ({ xs, length: xs.length })),
    );
    const domain = zoom ?? whole;
    const shown = lines.map((line) => ({
      line,
      ys: log ? logOf(line.ys) : line.ys,
      low: line.low && (log ? logOf(line.low, true) : line.low),
      high: line.high && (log ? logOf(line.high) : line.high),
    }));
    const plain = shown.map((each) => ({ ...each.line, ys: each.ys, low: log ? null : each.low, high: each.high }));
    const extent = extentOf(plain, domain);
    const yDomain =
      extent && (zoom || (!log && extent[0] > 0.6 * extent[1])) ? closeDomain(extent) : valueDomain(extent, log);
    return { x: curveXAxis(align, false, domain), y: curveYAxis(log, yDomain), drawn: shown, whole };
  }, [lines, log, zoom, align, runs]);
  const insets = useInsets(52, 96, 20, 30);
  const playhead = playheadX(props);
  const goTo = (at: number) => {
    const near = props.focus ? epochNear(props.focus, stepAt(align, props.focus, at)) : null;
    if (near !== null) navigate({ epoch: near });
  };
  const zoomTo = useCallback(
    (from: number, to: number) => navigate({ zoom: roundedZoom(Math.min(from, to), Math.max(from, to)) }),
    [navigate],
  );
  const drag = useDrag(zoomTo, goTo);
  const pinch = (from: number, to: number) => {
    drag.cancel();
    navigate({ zoom: pinchedZoom(from, to, whole) });
  };
  const hover = (point: ChartPoint | null) => {
    drag.move(point);
    moveCurveCursor(chart, align, point?.x ?? null);
  };
  const partX = align === 'epoch' ? props.partingEpoch : null;
  const paint = (plot: Plot) => paintLines(plot, drawn, partX);
  return (
    <Panel
      className="compare-curve"
      title={<SeriesChoiceList {...props} />}
      unit={unitOf(lines, band)}
      state={stateOf(props, lines)}
      {...(series === null ? {} : { table: () => exactTable(client, runs, series) })}
      controls={
        <>
          {zoom ? (
            <button
              type="button"
              className="kit-button"
              title={words.unzoomTitle}
              onClick={() => navigate({ zoom: null })}
            >
              {words.unzoom} ×
            </button>
          ) : null}
          <Segmented
            label={words.scale}
            choices={[
              { value: 'log', label: words.log },
              { value: 'linear', label: words.linear },
            ]}
            value={log ? 'log' : 'linear'}
            onChange={(value) =>
              navigate({
                rescaled:
                  (value === 'log') === opensLog
                    ? rescaled.filter((each) => each !== chart)
                    : [...rescaled.filter((each) => each !== chart), chart],
              })
            }
          />
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a second way to the button that shows the whole axis */}
      <div className="compare-plot" onDoubleClick={() => navigate({ zoom: null })}>
        <div className="compare-lines">
          <Chart
            summary={summaryOf(choice, lines)}
            {...{ x, y, insets, paint }}
            paintedOf={[drawn, partX]}
            lastStep={lastStepOf(runs)}
            onHover={hover}
            onPick={drag.press}
            onPinch={pinch}
          >
            <Playhead at={playhead} domain={x.domain} />
            <CellOutline cells={drag.range ? { x: drag.range, y: y.domain } : null} />
            <CursorLayer chart={chart} lines={lines} axis={x} align={align} />
          </Chart>
        </div>
        <HealthStrips {...{ runs, summaries, align, version }} axis={x} left={insets.left} right={insets.right} />
      </div>
    </Panel>
  );
}

function SeriesChoiceList({ choices, series, onSeries, runs }: CurvePanelProps) {
  return (
    <select
      className="compare-series"
      aria-label={words.series}
      value={series ?? ''}
      onChange={(event) => onSeries(event.target.value)}
    >
      {choices.map(({ name, key, runs: having }) => (
        <option key={name} value={name}>
          {words.seriesOf(seriesLabel(key), having, runs.length)}
        </option>
      ))}
    </select>
  );
}

function playheadX({ align, epoch, place }: CurvePanelProps): number | null {
  return align === 'epoch' ? epoch : place;
}

function lastStepOf(runs: readonly RunData[]): number {
  return runs.reduce((last, { moments }) => Math.max(last, moments.steps[moments.length - 1] ?? 0), 0);
}

function unitOf(lines: readonly CompareLine[], band: BandName): string {
  const grouped = lines.filter(({ n }) => n !== null);
  if (grouped.length === 0) return words.each(lines.length);
  const counts = [...new Set(grouped.map(({ members }) => members))].sort((a, b) => a - b);
  const said = words.band(words.bands[band], counts.join(kitMessages.list));
  return grouped.some(({ isInterpolated }) => isInterpolated)
    ? `${said}${kitMessages.comma}${words.interpolated}`
    : said;
}

function stateOf({ isHere, error, series, runs }: CurvePanelProps, lines: readonly CompareLine[]): PanelState {
  if (error) return { kind: 'error', message: error };
  if (lines.length === 0) {
    return isHere && runs.length > 0 ? { kind: 'empty', sentence: words.emptyCurve } : { kind: 'loading' };
  }
  if (!isHere) {
    const here = lines.reduce((sum, { members }) => sum + members, 0);
    return { kind: 'note', note: words.onTheWay(here, runs.length) };
  }
  const [held, of] = [lines.reduce((sum, each) => sum + each.held, 0), lines.reduce((sum, each) => sum + each.of, 0)];
  if (series !== null && of > held) return { kind: 'note', note: words.thinned(whole(held), whole(of)) };
  return { kind: 'ready' };
}

function summaryOf(choice: SeriesChoice | null, lines: readonly CompareLine[]): string {
  const said = lines.map(({ group, ys, members }) => {
    const name = members > 1 ? words.lineName(group.name, members) : group.name;
    return `${name} ${number(lastFinite(ys))}`;
  });
  return words.summary(choice ? seriesLabel(choice.key) : words.title, said.join(kitMessages.comma));
}

interface Drawn {
  readonly line: CompareLine;
  readonly ys: Float64Array;
  readonly low: Float64Array | null;
  readonly high: Float64Array | null;
}

/** Runs beyond these are told from those of the same colour by their dash. */
const COLOURS = 8;
const SOLID_RUNS = 4;

function paintLines(plot: Plot, drawn: readonly Drawn[], partX: number | null): void {
  const { theme, grid, ctx } = plot;
  const railY = grid.top - 10;
  const bad = drawn.filter(({ line }) => line.n === null && line.ys.some((value) => !Number.isFinite(value)));
  if (bad.length > 0) paintRail(plot, railY, kitMessages.panel.notANumber);
  for (const { line } of bad) {
    paintBadValues(plot, { xs: line.xs, ys: line.ys, colour: runColour(theme.tokens, line.group.colour) }, railY);
  }
  for (const { line, low, high } of drawn) {
    if (low && high) paintBand(plot, { xs: line.xs, low, high, colour: runColour(theme.tokens, line.group.colour) });
  }
  drawn.forEach(({ line, ys }, index) => {
    const dash = index >= COLOURS ? [2, 2] : index >= SOLID_RUNS ? [6, 2] : [];
    const colour = runColour(theme.tokens, line.group.colour);
    paintLine(plot, { xs: line.xs, ys, colour, width: line.group.isReference ? 2 : 1.5, dash });
  });
  if (partX !== null) {
    ctx.strokeStyle = theme.tokens.fg1;
    ctx.lineWidth = 1;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(Math.round(plot.x(partX)) + 0.5, grid.top);
    ctx.lineTo(Math.round(plot.x(partX)) + 0.5, grid.top + grid.height);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  paintEndLabels(
    plot,
    drawn.map(({ line, ys }) => ({
      text: line.group.name,
      colour: runColour(theme.tokens, line.group.colour),
      y: plot.y(lastFinite(ys)),
      bold: line.group.isReference,
    })),
  );
}
