'use client';
import { useMemo, useRef, useState } from 'react';
import type { ProjectionResult } from '../../../lib/client/derived/projection.ts';
import type { PageState } from '../../../lib/client/page-state.ts';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { useSize } from '../../_kit/chart/use-size.ts';
import type { Table } from '../../_kit/export/table.ts';
import { MINUS, number, percent } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { ChartTooltip } from '../../_kit/tooltip.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import {
  PointBuffer,
  paintAxes,
  paintClassNames,
  paintCloud,
  paintEnds,
  paintFixedPoints,
  paintGhost,
  paintPaths,
} from '../marks/trajectory-marks.ts';
import type { SequenceStates } from '../select/sequence-states.ts';
import type { StateQuantity } from '../select/snapshots.ts';
import { type Camera, FIRST_TURN, flatCamera, turnedBy, turnedCamera } from '../trajectory/camera.ts';
import {
  type Bounds,
  boundsOf,
  coordinatesAt,
  epochIndex,
  equalDomains,
  type Path,
  placedPoints,
  sampledPath,
  wholePath,
} from '../trajectory/layout.ts';
import {
  classEnds,
  drawnPaths,
  type FixedPoints,
  nearestPoint,
  type PointFacts,
  pointLooks,
  type TrajectoryPage,
} from '../trajectory/picture.ts';
import { QualityColumn } from '../trajectory/quality-column.tsx';
import { TrajectoryControls } from '../trajectory/trajectory-controls.tsx';
import { trajectoryMessages as words } from '../trajectory/trajectory-messages.ts';
import type { Projected } from '../trajectory/use-projection.ts';

/** px around a state in which it is meant. */
const REACH = 10;
const EMPTY_BOUNDS: Bounds = { low: Float64Array.of(-1, -1, -1), high: Float64Array.of(1, 1, 1), radius: 1 };
const EMPTY_PATH: Path = { steps: new Int32Array(0), at: new Float32Array(0) };

export interface TrajectoryPanelProps {
  readonly projected: Projected;
  readonly page: TrajectoryPage;
  readonly isEnded: boolean;
  readonly snapshots: number;
  readonly epoch: number | null;
  readonly sequence: number;
  readonly timestep: number | null;
  readonly quantity: StateQuantity;
  /** States of the chosen sequence at an epoch, as far as they are here. */
  readonly statesAt: (epoch: number) => SequenceStates | null;
  /** The epoch that is compared with; null: the one before. */
  readonly reference: number | null;
  readonly facts: PointFacts;
  readonly fixed: FixedPoints | null;
  readonly className: (index: number) => string;
  readonly label: (sequence: number) => string | null;
  readonly token: (timestep: number) => string | null;
  /** Why there is nothing to lay out. */
  readonly empty: PanelState | null;
  readonly navigate: Navigate;
}

/** How the state of the network travels through a sequence, among the states of all others. */
export function TrajectoryPanel(props: TrajectoryPanelProps) {
  const { projected, page, timestep, facts, navigate } = props;
  const { result } = projected;
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  const picture = usePicture(props);
  const { isSpace, bounds, at } = picture;
  const insets = useInsets(isSpace ? 8 : 54, 12, 8, isSpace ? 8 : 34);
  const domains = useMemo(
    () => equalDomains(bounds, size.width - insets.left - insets.right, size.height - insets.top - insets.bottom),
    [bounds, size.width, size.height, insets],
  );
  const titles = axisTitles(props, isSpace);
  const x = useMemo<Axis>(
    () => axisOf(domains.x, titles[0]!, isSpace, page.projection),
    [domains, titles[0], isSpace, page.projection],
  );
  const y = useMemo<Axis>(
    () => axisOf(domains.y, titles[1]!, isSpace, page.projection),
    [domains, titles[1], isSpace, page.projection],
  );
  const [turning, setTurning] = useState<readonly [number, number] | null>(null);
  const turn = turning ?? page.turn ?? FIRST_TURN;
  const drag = useRef<{ readonly px: number; readonly py: number; readonly turn: readonly [number, number] } | null>(
    null,
  );
  const buffers = useRef({ cloud: new PointBuffer(), path: new PointBuffer(), shown: new Float32Array(0) });
  const [hovered, setHovered] = useState<{ readonly point: number; readonly px: number; readonly py: number } | null>(
    null,
  );
  const outside = useRef(0);

  const paint = (plot: Plot) => {
    if (!result || at < 0) return;
    const camera: Camera = isSpace ? turnedCamera(plot, bounds, turn) : flatCamera(plot);
    const { cloud, path } = buffers.current;
    const { axes } = result;
    if (isSpace) paintAxes(plot, camera, spaceAxes(bounds, titles));
    const px = cloud.for(result.rows.length);
    paintCloud(plot, camera, { at: coordinatesAt(result, at), axes, ...picture.looks }, px);
    buffers.current.shown = px;
    if (picture.ghost) paintGhost(plot, camera, picture.ghost, axes, path);
    paintPaths(plot, camera, picture.paths, timestep, path);
    if (picture.fixed && props.fixed) {
      outside.current = paintFixedPoints(plot, camera, { at: picture.fixed, axes, kinds: props.fixed.kinds }, path);
    }
    paintClassNames(plot, camera, picture.names, axes, path);
    const own = picture.paths.at(-1);
    if (own) paintEnds(plot, camera, own, timestep, words, path);
  };
  const pointAt = ({ px, py }: ChartPoint) =>
    result ? nearestPoint(buffers.current.shown, result.rows.length, px, py, REACH) : -1;
  const onHover = (point: ChartPoint | null) => {
    const found = point && !drag.current ? pointAt(point) : -1;
    setHovered(found < 0 || !point ? null : { point: found, px: point.px, py: point.py });
    const row = result?.rows[found];
    if (row !== undefined && result && Math.floor(row / result.time) === props.sequence) {
      navigate({ timestep: (row % result.time) + 1 });
    }
  };
  const onPick = (point: ChartPoint) => {
    const found = drag.current ? -1 : pointAt(point);
    const row = result?.rows[found];
    if (row !== undefined && result) {
      navigate({ sequence: Math.floor(row / result.time), timestep: (row % result.time) + 1 });
    } else if (isSpace) {
      drag.current ??= { px: point.px, py: point.py, turn };
      setTurning(turnedBy(drag.current.turn, point.px - drag.current.px, point.py - drag.current.py));
    }
  };
  const onRelease = () => {
    if (drag.current && turning) navigate({ turn: turning });
    drag.current = null;
    setTurning(null);
  };
  const own = timestep === null ? null : words.readout(timestep, props.token(timestep));
  return (
    <Panel
      className="states-paths"
      title={words.title}
      readout={own}
      unit={unitOf(props)}
      state={props.empty ?? stateOf(props, picture)}
      {...(result && at >= 0 ? { table: () => statesTable(result, at) } : {})}
      controls={
        <TrajectoryControls
          projection={page.projection}
          dimensions={page.dimensions}
          perplexity={page.perplexity}
          navigate={navigate}
        />
      }
    >
      <div className="states-trajectory">
        <div
          ref={host}
          className={isSpace ? 'states-plot states-space' : 'states-plot'}
          onPointerUp={onRelease}
          onPointerLeave={onRelease}
        >
          <Chart
            summary={words.summary(
              page.projection,
              result?.epochs[at] ?? null,
              result?.rows.length ?? 0,
              props.sequence + 1,
            )}
            x={x}
            y={y}
            insets={insets}
            frame={isSpace ? 'none' : 'box'}
            paint={paint}
            onHover={onHover}
            onPick={onPick}
          >
            <ChartTooltip at={hovered} {...tooltipOf(props, hovered?.point ?? -1)} />
          </Chart>
          <Work projected={projected} isWaiting={props.empty !== null} />
        </div>
        <QualityColumn
          {...{ result, at, page, facts }}
          isLive={!props.isEnded}
          snapshots={props.snapshots}
          ghostEpoch={picture.ghostEpoch}
          fixed={props.fixed}
          outside={outside.current}
          sequence={props.sequence}
          className={props.className}
          navigate={navigate}
        />
      </div>
    </Panel>
  );
}

/** A row per state that is laid out: its sequence, timestep and coordinates at an epoch. */
function statesTable(result: ProjectionResult, at: number): Table {
  const { rows, time, axes } = result;
  const coordinates = coordinatesAt(result, at);
  return {
    columns: ['sequence', 't', ...Array.from({ length: axes }, (_, axis) => String(axis + 1))],
    rows: Array.from(rows, (row, i) => [
      Math.floor(row / time) + 1,
      (row % time) + 1,
      ...coordinates.subarray(i * axes, (i + 1) * axes),
    ]),
  };
}

interface Picture {
  readonly isSpace: boolean;
  readonly at: number;
  readonly bounds: Bounds;
  readonly looks: { readonly looks: Uint8Array; readonly times: Float32Array };
  readonly paths: ReturnType<typeof drawnPaths>;
  readonly ghost: Path | null;
  readonly ghostEpoch: number | null;
  readonly fixed: Float32Array | null;
  readonly names: readonly { readonly name: string; readonly at: Float32Array }[];
}

/** What is drawn: what depends on the whole run is worked out once for a layout, the rest for the epoch that is shown. */
function usePicture(props: TrajectoryPanelProps): Picture {
  const { projected, page, epoch, sequence, quantity, facts, fixed, reference, statesAt } = props;
  const { result } = projected;
  const bounds = useMemo(() => (result && result.coordinates.length > 0 ? boundsOf(result) : EMPTY_BOUNDS), [result]);
  const looks = useMemo(
    () =>
      result ? pointLooks(result, page.pointColour, facts) : { looks: new Uint8Array(0), times: new Float32Array(0) },
    [result, page.pointColour, facts],
  );
  const fixedAt = useMemo(
    () => (result?.basis && fixed ? placedPoints(result, fixed.values, fixed.size, quantity) : null),
    [result, fixed, quantity],
  );
  const at = result ? epochIndex(result, epoch) : -1;
  const isSpace = page.dimensions === 3 && (result?.axes ?? 3) > 2;
  if (!result || at < 0) {
    const nothing = { ghost: null, ghostEpoch: null, fixed: null, names: [] };
    return { isSpace, at: -1, bounds, looks, paths: [], ...nothing };
  }
  const pathAt = (index: number): Path => {
    const states = result.basis ? statesAt(result.epochs[index]!) : null;
    return (states && wholePath(result, states)) ?? sampledPath(result, index, sequence);
  };
  const before = reference === null ? at - 1 : epochIndex(result, reference);
  const hasGhost = before >= 0 && before !== at;
  const truth = page.pointColour === 'class' ? facts.truth : null;
  return {
    ...{ isSpace, at, bounds, looks },
    paths: drawnPaths(result, at, sequence, pathAt(at) ?? EMPTY_PATH, page.paths, facts),
    ghost: hasGhost ? pathAt(before) : null,
    ghostEpoch: hasGhost ? result.epochs[before]! : null,
    fixed: fixedAt,
    names: truth ? classEnds(result, at, truth).map((end) => ({ name: props.className(end.index), at: end.at })) : [],
  };
}

function axisOf(
  domain: readonly [number, number],
  title: string,
  isSpace: boolean,
  method: PageState['projection'],
): Axis {
  if (isSpace) return { domain, ticks: [] };
  // places of t-SNE and UMAP have no unit
  return method === 'pca' ? { domain, title, label: placeText } : { domain, title, ticks: [] };
}

/** Few digits: all states may lie within a hundred-thousandth. */
function placeText(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential().replaceAll('-', MINUS) : number(value);
}

function axisTitles(
  { projected: { result }, page, isEnded }: TrajectoryPanelProps,
  isSpace: boolean,
): readonly string[] {
  const { projection } = page;
  const { axis } = words;
  if (projection !== 'pca' || !result?.basis) {
    return [1, 2, 3].map((index) => axis.other(projection, index));
  }
  const { ratios } = result.basis;
  if (isSpace) return [0, 1, 2].map((index) => axis.short(index + 1, percent(ratios[index] ?? 0)));
  const first = isEnded ? axis.pca : result.refitted ? axis.refitted : axis.refit;
  return [0, 1, 2].map((index) => (index === 0 ? first : axis.pca)(index + 1, percent(ratios[index] ?? 0)));
}

/** From the middle of all states along each axis. */
function spaceAxes({ low, high }: Bounds, titles: readonly string[]) {
  const middle = [0, 1, 2].map((axis) => (low[axis]! + high[axis]!) / 2);
  const reach = 0.5 * Math.max(...[0, 1, 2].map((axis) => high[axis]! - low[axis]!));
  return [0, 1, 2].map((axis) => ({
    name: titles[axis]!,
    from: Float32Array.from(middle),
    to: Float32Array.from(middle, (value, index) => value + (index === axis ? reach : 0)),
  }));
}

function unitOf({ projected: { result }, page, isEnded }: TrajectoryPanelProps): string | null {
  const [from, to] = [result?.epochs[0], result?.epochs.at(-1)];
  if (from === undefined || to === undefined) return words.methods[page.projection];
  if (page.projection === 'pca') return isEnded ? words.unit.pca(from, to) : words.unit.live(to);
  return page.projection === 'tsne' && !isEnded ? words.unit.warm : words.unit.joint(page.projection, from, to);
}

function stateOf({ projected, epoch, page }: TrajectoryPanelProps, { at, bounds }: Picture): PanelState {
  const { result, error, again, behind } = projected;
  if (projected.status === 'failed' && error) return { kind: 'error', message: error, onRetry: again };
  if (!result || at < 0) return { kind: 'ready' };
  const shown = result.epochs[at]!;
  if (result.notFinite.length > 0 && epoch !== null && result.notFinite.includes(epoch)) {
    return { kind: 'note', note: words.notFinite([epoch]) };
  }
  if (epoch !== null && epoch !== shown) return { kind: 'note', note: words.at(epoch, shown) };
  if (behind > 0 && page.projection === 'umap') {
    return { kind: 'note', note: words.behind(result.epochs.at(-1)!, behind), isStale: true };
  }
  if (result.rows.length === 1) return { kind: 'note', note: words.onePoint };
  if (bounds.low.every((low, axis) => low === bounds.high[axis])) return { kind: 'note', note: words.constant };
  if (page.projection === 'tsne' && result.parameter < page.perplexity) return { kind: 'note', note: words.fewPoints };
  return { kind: 'ready' };
}

function tooltipOf(props: TrajectoryPanelProps, point: number) {
  const { projected, facts, className, label } = props;
  const row = projected.result?.rows[point];
  if (!projected.result || row === undefined) return { title: '', rows: [] };
  const { time } = projected.result;
  const sequence = Math.floor(row / time);
  const named = (index: number | undefined) => (index === undefined || index < 0 ? null : className(index));
  const [truth, guess] = [named(facts.truth?.of[row]), named(facts.guess?.of[row])];
  return {
    title: words.sequence(sequence + 1, label(sequence)),
    rows: [
      { name: words.tooltip.step, value: String((row % time) + 1) },
      ...(truth === null ? [] : [{ name: words.tooltip.truth, value: truth }]),
      ...(guess === null ? [] : [{ name: words.tooltip.guess, value: guess }]),
    ],
  };
}

/** How far the work is, with a way out; or the way to begin it. */
function Work({ projected, isWaiting }: { readonly projected: Projected; readonly isWaiting: boolean }) {
  const { status, progress, result, cancel, again, behind } = projected;
  // PCA and t-SNE go on by themselves
  const canUpdate = status === 'ready' && behind > 0 && result?.request.method === 'umap';
  if (isWaiting || status === 'failed' || (status === 'ready' && !canUpdate)) return null;
  if (status === 'working') {
    return (
      <div className={result ? 'states-work' : 'states-work states-work-first'} role="status">
        <span>{words.working(progress?.phase ?? null, percent(progress?.done ?? 0))}</span>
        <progress value={progress?.done ?? 0} max={1} aria-label={words.title} />
        <button type="button" className="kit-button" onClick={cancel}>
          {words.cancel}
        </button>
      </div>
    );
  }
  return (
    <div className={result ? 'states-work' : 'states-work states-work-first'}>
      {canUpdate ? null : <span>{words.cancelled}</span>}
      <button type="button" className="kit-button" onClick={again}>
        {canUpdate ? words.update : words.compute}
      </button>
    </div>
  );
}
