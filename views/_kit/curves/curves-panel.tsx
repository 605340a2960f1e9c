'use client';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { CurveX } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { type Axis, bandDomain } from '../chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../chart/chart.tsx';
import { CellOutline, Playhead, TimestepCursor } from '../chart/cursors.tsx';
import type { Plot } from '../chart/plot.ts';
import { paintEndLabels } from '../marks/labels.ts';
import { paintBadValues, paintLine, paintRail } from '../marks/lines.ts';
import { kitMessages } from '../messages.ts';
import { number } from '../numbers.ts';
import { Panel, type PanelState } from '../panel.tsx';
import { PinButton } from '../series/pin-button.tsx';
import { type Theme, useKit } from '../state/kit-context.ts';
import { ChartTooltip, type TooltipRow } from '../tooltip.tsx';
import type { Navigate } from '../view-props.ts';
import { type Curve, extentOf, isPerStep, logarithmic, valueAtStep, valueDomain } from './curve.ts';
import { closeDomain, curveXAxis, curveYAxis, pinchedZoom, roundedZoom, wholeDomain } from './curve-axes.ts';
import { moveCurveCursor, useCurveCursor } from './curve-cursor.ts';
import type { CurveLook } from './curve-look.ts';
import { CurveSettings } from './curve-settings.tsx';
import { endLabels, labelOf, lastOf, styleOf } from './curve-style.ts';
import { curvesMessages as words } from './curves-messages.ts';
import { curvesTable } from './curves-table.ts';
import { middleExtent, outsideOf } from './outliers.ts';
import { paintOutside } from './outside-marks.ts';
import { epochNear } from './steps.ts';
import { useCurveLook } from './use-curve-look.ts';
import { useDrag } from './use-drag.ts';
import { type ShownCurve, useExact } from './use-exact.ts';
import { stepAt, xsOf } from './x-axis.ts';

/** Lines named in a tooltip. */
const MOST_ROWS = 14;

export interface CurvesPanelProps {
  /** Names the chart in links. */
  readonly chart: string;
  readonly title: string;
  readonly unit: string;
  /** Lines as logged, over steps. Best memoized. */
  readonly curves: readonly Curve[];
  /** Whether the y axis opens with a logarithmic scale. */
  readonly log: boolean;
  /** The x axis it opens with; absent: steps. */
  readonly opensX?: CurveX;
  readonly runs: readonly RunData[];
  /** The run the playhead belongs to. */
  readonly focus: RunData | null;
  readonly epoch: number | null;
  readonly navigate: Navigate;
  readonly controls?: ReactNode;
  readonly empty: PanelState;
  readonly className?: string;
  /** The chart of all series that it can be pinned as, see `chartCode`; absent: it cannot. */
  readonly pin?: string | null;
  /** One of many small charts under one bar of settings: less space around it, no title of the x axis. */
  readonly isSmall?: boolean;
  /** First and last epoch of panels it shares its axis with: along epochs each is a cell, n − ½ … n + ½, as in a map. */
  readonly cells?: readonly [number, number];
  /** Px around the grid, where other panels have the same: left, right, top, bottom. */
  readonly sides?: readonly [number, number, number, number];
  /** The y axis of lines on their scale, while nothing is zoomed or cut. */
  readonly spanOf?: (curves: readonly Curve[], log: boolean) => readonly [number, number];
  /** Draws more, over the lines; `isAligned`: along cells, whose numbers it is to draw. Best memoized. */
  readonly also?: (plot: Plot, isAligned: boolean) => void;
}

const [SIDES, SMALL_SIDES] = [[56, 108, 20, 34] as const, [48, 76, 18, 20] as const];
/** Px below a grid whose axis has a title. */
const TITLED = 34;
/** Rows of a tooltip in a small chart: it ends at the panel's edge. */
const SMALL_ROWS = 4;
/** There it stands, px: from its upper edge on. */
const SMALL_TOP = -10;

/** Lines over a training: exact where they are zoomed into, smoothed over all points; × on the rail for what is not finite. */
export function CurvesPanel(props: CurvesPanelProps) {
  const { chart, title, unit, curves, runs, focus, epoch, navigate, controls, empty, className } = props;
  const { opensX = 'step', isSmall = false, pin = null, also } = props;
  const look = useCurveLook(chart, props.log, opensX);
  const { mode, isXLog, isShared } = look;
  const picture = useCurvePicture(props, look);
  const { x, xTitle, y, drawn, seen, behind, laid, bad } = picture;
  const shift = shiftOf(props, look);
  const isAligned = shift > 0 && look.zoom === null;
  const [left, right, top, bottom] = props.sides ?? (isSmall ? SMALL_SIDES : SIDES);
  // by itself its axis needs a title
  const insets = useInsets(left, right, top, props.sides && !isAligned ? TITLED : bottom);
  const end = focus?.epochs.find((each) => each.epoch === epoch)?.step ?? null;
  const endX = end === null || !focus ? null : xsOf(mode, focus, Float64Array.of(end))[0]!;
  const scaled = (value: number) => scaledBy(value + shift, isXLog);
  const unscaled = (value: number) => unscaledBy(value, isXLog) - shift;
  // in the middle of its cell, else where the epoch ended
  const playhead = shift > 0 ? epoch : endX === null ? null : scaled(endX);
  const lastStep = Math.max(0, ...curves.map(({ xs, length }) => xs[length - 1] ?? 0));
  const isZoomed = look.zoom !== null;
  const { client, theme } = useKit();
  const cursor = useCurveCursor();
  const cursorX = cursor.mode === mode ? cursor.x : null;
  const [pointer, setPointer] = useState<ChartPoint | null>(null);
  const zoomTo = useCallback(
    (from: number, to: number) => {
      const ends = [Math.min(from, to), Math.max(from, to)] as const;
      const [low, high] = ends.map((each) => unscaledBy(each, isXLog) - shift) as [number, number];
      // an axis of its own is not the one that is zoomed
      if (isShared) navigate({ zoom: roundedZoom(low, high), ...(opensX === 'step' ? {} : { curveX: mode }) });
    },
    [navigate, isXLog, isShared, opensX, mode, shift],
  );
  const goTo = (at: number) => {
    // a press within the cell of an epoch means it, whatever end is nearer
    const place = shift > 0 ? Math.max(1, Math.round(at)) : unscaled(at);
    const near = focus ? epochNear(focus, stepAt(mode, focus, place)) : null;
    if (near !== null) navigate({ epoch: near });
  };
  const drag = useDrag(zoomTo, goTo);
  const pinch = (from: number, to: number) => {
    drag.cancel();
    setPointer(null);
    const zoom = pinchedZoom(unscaled(from), unscaled(to), wholeDomain(mode, runs, laid));
    if (isShared) navigate({ zoom, ...(opensX === 'step' ? {} : { curveX: mode }) });
  };
  const hover = (point: ChartPoint | null) => {
    setPointer(point);
    drag.move(point);
    moveCurveCursor(chart, mode, point ? unscaled(point.x) : null);
  };
  const at = cursorX === null ? null : scaled(cursorX);
  const paint = (plot: Plot) => {
    if (bad.length > 0) paintRailOf(plot, bad);
    for (const curve of behind) paintLine(plot, { ...curve, ...styleOf(plot, curve), opacity: 0.22 });
    for (const curve of drawn) paintLine(plot, { ...curve, ...styleOf(plot, curve) });
    paintOutside(plot, drawn);
    paintEndLabels(plot, endLabels(plot, seen, laid, runs.length > 1, isSmall));
    also?.(plot, isAligned);
  };
  const rows = pointer && at !== null ? tooltipRows(props, laid, unscaled(at), theme) : [];
  return (
    <Panel
      title={title}
      unit={unit}
      readout={
        cursorX !== null && cursor.chart !== chart
          ? valuesAt(laid, focus, cursorX)
          : readoutOf(laid, focus, epoch, endX, isSmall)
      }
      controls={
        <>
          {controls}
          {pin ? (
            <PinButton chart={pin} title={title} project={focus?.info.project ?? null} navigate={navigate} />
          ) : null}
          <CurveSettings chart={chart} opensX={opensX} navigate={navigate} />
        </>
      }
      state={curves.length === 0 ? empty : stateOf(picture)}
      table={() => curvesTable(client, curves)}
      {...(className ? { className } : {})}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a second way to the button that shows the whole axis */}
      <div className="kit-curves" onDoubleClick={() => navigate({ zoom: null })}>
        <Chart
          summary={words.summary(
            title,
            curves.map((curve) => words.at(labelOf(curve, true), lastOf(curve))).join(kitMessages.comma),
          )}
          x={x}
          y={y}
          insets={insets}
          paint={paint}
          paintedOf={[drawn, seen, behind, laid, runs.length, also, isAligned]}
          lastStep={lastStep}
          onHover={hover}
          onPick={drag.press}
          onPinch={pinch}
        >
          <Playhead at={playhead} domain={x.domain} />
          <TimestepCursor at={at} domain={x.domain} />
          <CellOutline cells={drag.range ? { x: drag.range, y: y.domain } : null} />
          <ChartTooltip
            at={drag.range || !pointer ? null : isSmall ? { ...pointer, py: SMALL_TOP } : pointer}
            title={
              cursorX === null
                ? ''
                : xText({ ...x, title: xTitle }, mode === 'step' ? Math.round(cursorX) : cursorX, isXLog)
            }
            rows={rows}
          />
        </Chart>
        {isZoomed ? (
          <button
            type="button"
            className="kit-button kit-unzoom"
            title={words.unzoomTitle}
            onClick={() => navigate({ zoom: null })}
          >
            {words.unzoom} ×
          </button>
        ) : null}
      </div>
    </Panel>
  );
}

interface CurvePicture {
  readonly x: Axis;
  /** What lies along it, also where the axis itself has no room to say so. */
  readonly xTitle: string;
  readonly y: Axis;
  /** Lines along the axis with their own values; as they are drawn; unsmoothed, behind them. */
  readonly laid: readonly Curve[];
  readonly drawn: readonly Curve[];
  /** The parts of those that lie within the axis. */
  readonly seen: readonly Curve[];
  readonly behind: readonly Curve[];
  /** Lines of which some value is no finite number. */
  readonly bad: readonly Curve[];
  /** Values that lie beyond the y axis. */
  readonly outside: number;
}

/** Lines in the unit of the x axis and on the scale of the y axis, with both axes. */
function useCurvePicture(props: CurvesPanelProps, look: CurveLook): CurvePicture {
  const { curves, runs, isSmall = false, spanOf } = props;
  const isTitled = !isSmall || props.sides !== undefined;
  const shift = shiftOf(props, look);
  const [firstCell, lastCell] = props.cells ?? [0, 0];
  const { mode, isXLog, zoom, beta, isCut, isYLog: log } = look;
  const runOf = useMemo(() => new Map(runs.map((run) => [run.info.id, run])), [runs]);
  const stepsOf = useCallback(
    ({ runId }: Curve) => {
      const run = runOf.get(runId);
      return zoom && run ? ([stepAt(mode, run, zoom[0]), stepAt(mode, run, zoom[1])] as const) : null;
    },
    [runOf, zoom, mode],
  );
  const exact = useExact(curves, stepsOf, beta);
  return useMemo(() => {
    const lay = (curve: Curve): Curve => {
      const run = runOf.get(curve.runId);
      return run ? { ...curve, xs: xsOf(mode, run, curve.xs, curve.length) } : curve;
    };
    const scale = (curve: Curve): Curve => {
      const rising = isXLog || shift > 0 ? { ...curve, xs: curve.xs.map((x) => scaledBy(x + shift, isXLog)) } : curve;
      return log ? logarithmic(rising) : rising;
    };
    const laid = exact.map(({ shown }) => lay(shown));
    const drawn = laid.map(scale);
    const behind = exact.flatMap(({ raw }: ShownCurve) => (raw ? [scale(lay(raw))] : []));
    const titled =
      shift > 0
        ? cellAxis([firstCell, lastCell], zoom)
        : curveXAxis(mode, isXLog, zoom ?? wholeDomain(mode, runs, laid));
    const x = isTitled ? titled : { ...titled, title: '' };
    const seen = zoom ? drawn.map((curve) => within(curve, x.domain)) : drawn;
    const extent = isCut ? middleExtent(seen) : extentOf(seen);
    const whole = spanOf ? spanOf(seen, log) : valueDomain(extent, log);
    const domain = extent && (isCut || zoom) ? closeDomain(extent) : whole;
    return {
      ...{ x, xTitle: titled.title ?? words.titles.epoch, laid, drawn, seen, behind },
      y: curveYAxis(log, domain),
      bad: laid.filter(hasBad),
      outside: isCut ? outsideOf(seen, domain) : 0,
    };
  }, [exact, runOf, runs, mode, isXLog, zoom, isCut, log, isTitled, spanOf, shift, firstCell, lastCell]);
}

/** How far epochs lie from where they end: half of one, where each is a cell. */
function shiftOf({ cells }: CurvesPanelProps, { mode, isXLog }: CurveLook): number {
  return cells && mode === 'epoch' && !isXLog ? 0.5 : 0;
}

/** Epochs as cells; without numbers, which are drawn beside the playhead's, unless a part is shown. */
function cellAxis([first, last]: readonly [number, number], zoom: CurveLook['zoom']): Axis {
  if (zoom) return { domain: [zoom[0] + 0.5, zoom[1] + 0.5], band: true, title: words.titles.epoch };
  return { domain: bandDomain(first, last), band: true, ticks: [] };
}

const scaledBy = (value: number, isLog: boolean) => (isLog ? (value > 0 ? Math.log10(value) : Number.NaN) : value);
const unscaledBy = (value: number, isLog: boolean) => (isLog ? 10 ** value : value);

/** The points of a line between two places. */
function within(curve: Curve, [low, high]: readonly [number, number]): Curve {
  let first = 0;
  while (first < curve.length && curve.xs[first]! < low) first += 1;
  let last = curve.length;
  while (last > first && curve.xs[last - 1]! > high) last -= 1;
  return { ...curve, xs: curve.xs.subarray(first, last), ys: curve.ys.subarray(first, last), length: last - first };
}

function stateOf({ drawn, outside }: CurvePicture): PanelState {
  const thin = drawn.filter(({ of, length }) => of > length).sort((a, b) => b.of - a.of)[0];
  const notes = [thin ? words.thinned(thin.length, thin.of) : '', outside > 0 ? words.beyond(outside) : ''];
  const note = notes.filter(Boolean).join(kitMessages.comma);
  return note ? { kind: 'note', note } : { kind: 'ready' };
}

function hasBad({ ys, length }: Curve): boolean {
  for (let i = 0; i < length; i += 1) if (!Number.isFinite(ys[i]!)) return true;
  return false;
}

function paintRailOf(plot: Plot, curves: readonly Curve[]): void {
  const railY = plot.grid.top - 10;
  paintRail(plot, railY, kitMessages.panel.notANumber);
  for (const curve of curves) {
    paintBadValues(plot, { ...curve, colour: styleOf(plot, curve).colour }, railY);
  }
}

function readoutOf(
  curves: readonly Curve[],
  focus: RunData | null,
  epoch: number | null,
  end: number | null,
  isSmall: boolean,
) {
  if (!focus || epoch === null || end === null) return null;
  const values = valuesAt(curves, focus, end);
  return values === null || isSmall ? values : words.readout(epoch, values);
}

/** What the focused run's lines say at a place: "train 0.41, val 0.52". */
function valuesAt(curves: readonly Curve[], focus: RunData | null, x: number): string | null {
  const all = curves.filter((curve) => curve.runId === focus?.info.id && !isPerStep(curve));
  const own = all.some(({ isPicked }) => isPicked) ? all.filter(({ isPicked }) => isPicked) : all;
  const values = own.flatMap((curve) => {
    const value = valueAtStep(curve, x);
    return value === null ? [] : [words.at(labelOf(curve, false), number(value)).trim()];
  });
  return values.length > 0 ? values.slice(0, 3).join(kitMessages.comma) : null;
}

function tooltipRows(
  { runs, isSmall = false }: CurvesPanelProps,
  curves: readonly Curve[],
  x: number,
  theme: Theme,
): readonly TooltipRow[] {
  const found = curves.flatMap((curve) => {
    const value = valueAtStep(curve, x);
    return value === null ? [] : [{ curve, value }];
  });
  const rows = found
    .toSorted((a, b) => b.value - a.value)
    .map(({ curve, value }) => ({
      name: labelOf(curve, runs.length > 1),
      value: number(value, 4),
      colour: styleOf({ theme }, curve).colour,
    }));
  const most = isSmall ? SMALL_ROWS : MOST_ROWS;
  return rows.length <= most ? rows : [...rows.slice(0, most), { name: words.more(rows.length - most), value: '' }];
}

/** A place of the x axis in words. */
function xText({ label, title }: Axis, x: number, isLog: boolean): string {
  const value = label ? label(isLog ? Math.log10(x) : x) : number(x, 5);
  return words.at(title ?? '', value);
}
