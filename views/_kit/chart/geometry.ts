import type { Axis } from './axis.ts';

/** Space between the edges of the plot element and the grid rectangle, in CSS px. */
export interface Insets {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A rectangle in CSS px from the top left of the plot element. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where data values lie in a plot, to the pixel: what the axes, the marks and the cursors all use. */
export interface Geometry {
  /** Size of the plot element, CSS px. */
  readonly width: number;
  readonly height: number;
  /** The rectangle between the axes. */
  readonly grid: Rect;
  /** px of a value; row 0 of an inverse axis is at the top. */
  x(value: number): number;
  y(value: number): number;
  /** Value at a px: the inverse, not clamped. */
  valueAtX(px: number): number;
  valueAtY(px: number): number;
}

/** The geometry of a plot. Insets are whole px, so the grid lies on pixels. */
export function geometryOf(width: number, height: number, insets: Insets, x: Axis, y: Axis): Geometry {
  const grid: Rect = {
    left: insets.left,
    top: insets.top,
    width: Math.max(1, Math.floor(width) - insets.left - insets.right),
    height: Math.max(1, Math.floor(height) - insets.top - insets.bottom),
  };
  const along = ({ domain: [low, high], inverse }: Axis, start: number, length: number, isUp: boolean) => {
    const span = high - low || 1;
    // px grow rightwards and downwards; values grow rightwards and upwards unless inverse.
    const isForward = isUp ? inverse === true : inverse !== true;
    const scale = length / span;
    return {
      px: (value: number) => (isForward ? start + (value - low) * scale : start + (high - value) * scale),
      value: (px: number) => (isForward ? low + (px - start) / scale : high - (px - start) / scale),
    };
  };
  const across = along(x, grid.left, grid.width, false);
  const up = along(y, grid.top, grid.height, true);
  return { width, height, grid, x: across.px, y: up.px, valueAtX: across.value, valueAtY: up.value };
}

/** Whether a point of the plot lies in the grid rectangle. */
export function isInside({ grid }: Geometry, px: number, py: number): boolean {
  return px >= grid.left && px < grid.left + grid.width && py >= grid.top && py < grid.top + grid.height;
}
