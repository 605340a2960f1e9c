'use client';
import {
  type PointerEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { PicturesContext } from '../export/export-context.ts';
import { pngOf, svgOf } from '../export/picture.ts';
import { useKit } from '../state/kit-context.ts';
import type { Axis } from './axis.ts';
import { baseSpec, type Frame } from './base-option.ts';
import { GeometryContext } from './cursors.tsx';
import { EChartsBase } from './echarts-base.ts';
import { pinchedAxis, useFingers } from './fingers.ts';
import { geometryOf, type Insets, isInside } from './geometry.ts';
import { onFonts } from './on-fonts.ts';
import { onView } from './on-view.ts';
import { font, type Plot } from './plot.ts';
import { isSameList } from './same-list.ts';
import { useSize } from './use-size.ts';

/** A point under the pointer, in data units (not rounded) and in px of the plot element. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly px: number;
  readonly py: number;
}

export interface ChartProps {
  /** The text summary of what is drawn, for people who do not see it. */
  readonly summary: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly insets: Insets;
  readonly frame?: Frame;
  /** Draws the marks. Called at most once a frame, after every render, and when the size or a font changed. */
  readonly paint: (plot: Plot) => void;
  /**
   * All that `paint` draws of: where it is given, a render in which each of these is the same as before, like axes,
   * insets, theme and `lastStep`, draws nothing. For panels that do not change with the playhead.
   */
  readonly paintedOf?: readonly unknown[];
  /** Newest step drawn: told on the canvas as `data-last-step`, after the drawing. */
  readonly lastStep?: number;
  /** The pointer over the grid rectangle, null when it left. */
  readonly onHover?: (point: ChartPoint | null) => void;
  /** A press or a drag in the grid rectangle. */
  readonly onPick?: (point: ChartPoint) => void;
  /** Two fingers moved: the x axis that keeps what was under them under them. What was begun with one is off then. */
  readonly onPinch?: (low: number, high: number) => void;
  /** DOM bars: {@link Playhead}, {@link TimestepCursor}, {@link CellOutline}. */
  readonly children?: ReactNode;
}

/**
 * One plot: ECharts draws axes and grid below, a canvas the marks, DOM bars the cursors. The geometry is known to the
 * px from the insets, so all three agree.
 */
export function Chart(props: ChartProps) {
  const { insets, x, y, frame = 'axes' } = props;
  const { scheduler, theme } = useKit();
  const hostRef = useRef<HTMLDivElement>(null);
  const baseRef = useRef<HTMLDivElement>(null);
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const echarts = useRef<EChartsBase | null>(null);
  /** What ECharts shows. */
  const shown = useRef<readonly unknown[] | null>(null);
  /** Out of view nothing is drawn: what was missed is, when it comes into view. */
  const view = useRef({ isIn: true, isMissed: false });
  const { width, height, ratio } = useSize(hostRef);
  const geometry = useMemo(() => geometryOf(width, height, insets, x, y), [width, height, insets, x, y]);
  const latest = useRef({ props, geometry, theme, ratio });
  latest.current = { props, geometry, theme, ratio };

  const draw = useCallback(() => {
    const { props, geometry, theme, ratio } = latest.current;
    const canvas = canvasRef.current;
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx || !baseRef.current || geometry.width < 2 || geometry.height < 2) return;
    echarts.current ??= new EChartsBase(baseRef.current);
    const { width, height } = geometry;
    // The spec is only made when what it is made of changed: geometry is the axes, the insets and the size.
    const base = [geometry, props.frame, theme, ratio];
    if (!shown.current || !isSameList(base, shown.current)) {
      const spec = baseSpec(props.x, props.y, props.insets, props.frame ?? 'axes', width, height);
      echarts.current.show(spec, theme.tokens, width, height, ratio);
      shown.current = base;
    }
    fitCanvas(canvas, width, height, ratio);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    ctx.font = font();
    props.paint({ ...geometry, ctx, theme, ratio });
    const step = props.lastStep === undefined ? undefined : String(props.lastStep);
    // only where it changed: writing it dirties the style of the page, which the next text on a canvas waits for
    if (step !== undefined && canvas.dataset.lastStep !== step) canvas.dataset.lastStep = step;
  }, []);

  // The words of an empty panel stand within the grid, clear of the axes.
  useLayoutEffect(() => {
    const plot = hostRef.current?.parentElement;
    for (const [side, px] of Object.entries(insets)) plot?.style.setProperty(`--grid-${side}`, `${px}px`);
  }, [insets]);
  const painted = useRef<readonly unknown[] | null>(null);
  // After every render, because whatever made React render may have changed the picture, unless the panel says what it
  // is painted of; the scheduler draws it once a frame.
  useLayoutEffect(() => {
    const { paintedOf, lastStep } = props;
    const of = paintedOf ? [geometry, theme, ratio, frame, lastStep, ...paintedOf] : null;
    if (of && painted.current && isSameList(of, painted.current)) return;
    painted.current = of;
    if (view.current.isIn) scheduler.paint(draw);
    else view.current.isMissed = true;
  });
  useEffect(() => {
    if (!hostRef.current) return;
    return onView(hostRef.current, (isIn) => {
      if (isIn && view.current.isMissed) scheduler.paint(draw);
      view.current = { isIn, isMissed: !isIn && view.current.isMissed };
    });
  }, [scheduler, draw]);
  useEffect(() => {
    const redraw = () => {
      echarts.current?.refresh();
      shown.current = null;
      scheduler.paint(draw);
    };
    const endFonts = onFonts(redraw);
    return () => {
      endFonts();
      scheduler.cancel(draw);
      painted.current = null;
      shown.current = null;
      echarts.current?.dispose();
      echarts.current = null;
    };
  }, [scheduler, draw]);

  const pictures = useContext(PicturesContext);
  useEffect(() => {
    const drawn = () => {
      const { props, geometry, theme } = latest.current;
      const { width, height } = geometry;
      const spec = baseSpec(props.x, props.y, props.insets, props.frame ?? 'axes', width, height);
      return { geometry, spec, theme, paint: props.paint };
    };
    return pictures?.add({ png: (title) => pngOf(drawn(), title), svg: (title) => svgOf(drawn(), title) });
  }, [pictures]);

  const fingers = useFingers(hostRef, () => latest.current.props.onHover?.(null));
  const pointOf = (event: PointerEvent): ChartPoint | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const px = event.clientX - box.left;
    const py = event.clientY - box.top;
    if (!isInside(geometry, px, py)) return null;
    return { x: geometry.valueAtX(px), y: geometry.valueAtY(py), px, py };
  };
  const onMove = (event: PointerEvent) => {
    const point = pointOf(event);
    if (fingers.move(event)) {
      const axis = props.onPinch && pinchedAxis(geometry, fingers.pinch());
      if (axis) props.onPinch?.(...axis);
      return;
    }
    props.onHover?.(point);
    if (point && event.buttons === 1) props.onPick?.(point);
  };
  const onDown = (event: PointerEvent) => {
    const point = pointOf(event);
    if (fingers.down(event, (px) => geometry.valueAtX(px))) return;
    // no movement came before a finger: what it stands on is told now
    if (event.pointerType === 'touch') props.onHover?.(point);
    if (point && event.button === 0) props.onPick?.(point);
  };

  return (
    <div
      ref={hostRef}
      className={`kit-chart kit-chart-${frame}`}
      onPointerMove={onMove}
      onPointerDown={onDown}
      onPointerUp={fingers.up}
      onPointerCancel={fingers.up}
      onPointerLeave={(event) => event.pointerType !== 'touch' && props.onHover?.(null)}
    >
      <div ref={baseRef} className="kit-chart-base" aria-hidden="true" />
      <canvas ref={canvasRef} className="kit-chart-marks" role="img" aria-label={props.summary} />
      <GeometryContext value={geometry}>{props.children}</GeometryContext>
    </div>
  );
}

/** Gives a canvas the size of its element in device pixels. Setting it to what it was would clear it needlessly. */
export function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
  const across = Math.round(width * ratio);
  const down = Math.round(height * ratio);
  if (canvas.width === across && canvas.height === down) return;
  canvas.width = across;
  canvas.height = down;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}

/** Memoizes the insets, so that the geometry only changes when they do. */
export function useInsets(left: number, right: number, top: number, bottom: number): Insets {
  return useMemo(() => ({ left, right, top, bottom }), [left, right, top, bottom]);
}
