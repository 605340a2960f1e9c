import type { Plot } from '../../_kit/chart/plot.ts';
import type { Bounds } from './layout.ts';

/** Where states lie on the canvas: `place` fills px [point, (x, y, depth)]; depth 0…1, near is 1. */
export interface Camera {
  place(at: Float32Array, axes: number, out: Float32Array): void;
}

/** As a 3-D picture opens: degrees around the upright axis, and up. */
export const FIRST_TURN: readonly [number, number] = [30, 20];
/** Degrees that a drag of one px turns. */
export const DEGREES_PER_PX = 0.5;

/** The plane of the chart's own axes. */
export function flatCamera(plot: Pick<Plot, 'x' | 'y'>): Camera {
  return {
    place(at, axes, out) {
      for (let i = 0; i * axes < at.length; i += 1) {
        out[3 * i] = plot.x(at[i * axes]!);
        out[3 * i + 1] = plot.y(axes > 1 ? at[i * axes + 1]! : 0);
        out[3 * i + 2] = 0.5;
      }
    },
  };
}

/**
 * A parallel projection of space, turned by `turn` degrees around the third axis and tipped up: the ball around all states
 * fits the grid whatever the turn, so nothing jumps while it is turned.
 */
export function turnedCamera(
  { grid }: Pick<Plot, 'grid'>,
  { low, high, radius: farthest }: Bounds,
  [yaw, pitch]: readonly [number, number],
): Camera {
  const middle = [0, 1, 2].map((axis) => centre(low[axis], high[axis]));
  const radius = farthest > 0 ? farthest : 1;
  const scale = (0.5 * Math.min(grid.width, grid.height)) / radius;
  const [cosYaw, sinYaw] = [Math.cos((yaw * Math.PI) / 180), Math.sin((yaw * Math.PI) / 180)];
  const [cosPitch, sinPitch] = [Math.cos((pitch * Math.PI) / 180), Math.sin((pitch * Math.PI) / 180)];
  const [left, top] = [grid.left + grid.width / 2, grid.top + grid.height / 2];
  return {
    place(at, axes, out) {
      for (let i = 0; i * axes < at.length; i += 1) {
        const a = at[i * axes]! - middle[0]!;
        const b = (axes > 1 ? at[i * axes + 1]! : 0) - middle[1]!;
        const c = (axes > 2 ? at[i * axes + 2]! : 0) - middle[2]!;
        const across = cosYaw * a - sinYaw * b;
        const away = sinYaw * a + cosYaw * b;
        out[3 * i] = left + scale * across;
        out[3 * i + 1] = top - scale * (cosPitch * c + sinPitch * away);
        out[3 * i + 2] = 0.5 + (0.5 * (sinPitch * c - cosPitch * away)) / radius;
      }
    },
  };
}

/** A turn after a drag of (dx, dy) px: whole degrees, never over the pole. */
export function turnedBy([yaw, pitch]: readonly [number, number], dx: number, dy: number): readonly [number, number] {
  const around = Math.round(yaw + dx * DEGREES_PER_PX);
  const up = Math.round(pitch + dy * DEGREES_PER_PX);
  return [((((around + 180) % 360) + 360) % 360) - 180, Math.max(-90, Math.min(90, up))];
}

function centre(low = 0, high = 0): number {
  return Number.isFinite(low + high) ? (low + high) / 2 : 0;
}
