import { spearman } from '../../../lib/analysis/rank-correlation.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Geometry } from '../../_kit/chart/geometry.ts';
import type { RunValue } from './dimensions.ts';
import type { RunMark } from './run-marks.ts';
import { isBad, type RunScale } from './run-scale.ts';

/** One run in a scatter. */
export interface ScatterPoint {
  readonly run: RunData;
  readonly mark: RunMark;
  readonly x: RunValue;
  readonly y: RunValue;
}

/** How the ranks of two dimensions go together, or why that is not said. */
export type RankRelation =
  | { readonly kind: 'rho'; readonly rho: number; readonly n: number }
  | { readonly kind: 'few'; readonly n: number }
  /** Categories have no order. */
  | { readonly kind: 'category' }
  | { readonly kind: 'constant'; readonly axis: 'x' | 'y' };

/** Of fewer pairs any order is likely by chance: of three, one in three is perfect. */
export const LEAST_PAIRS = 4;

/** Spearman's rank correlation over the runs that have a finite number in both. */
export function rankRelation(points: readonly Pick<ScatterPoint, 'x' | 'y'>[]): RankRelation {
  if (points.some(({ x, y }) => typeof x === 'string' || typeof y === 'string')) return { kind: 'category' };
  const pairs = points.flatMap(({ x, y }) =>
    typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y) ? [[x, y] as const] : [],
  );
  if (pairs.length < LEAST_PAIRS) return { kind: 'few', n: pairs.length };
  const [xs, ys] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
  const rho = spearman(xs, ys);
  if (Number.isNaN(rho)) return { kind: 'constant', axis: xs.every((x) => x === xs[0]) ? 'x' : 'y' };
  return { kind: 'rho', rho, n: pairs.length };
}

/** What is not among the points of a scatter, by why. */
export interface LeftOut {
  /** Runs that have nothing along x, or along y. */
  readonly noX: number;
  readonly noY: number;
  /** Runs whose y is NaN or infinite. */
  readonly bad: number;
  /** Runs that crashed or failed, wherever they stand. */
  readonly broken: number;
}

export function leftOutOf(points: readonly ScatterPoint[]): LeftOut {
  const count = (is: (point: ScatterPoint) => boolean) => points.filter(is).length;
  return {
    noX: count(({ x }) => x === undefined),
    noY: count(({ y }) => y === undefined),
    bad: count(({ x, y }) => isBad(x) || isBad(y)),
    broken: count(({ mark }) => mark.isBroken),
  };
}

/** A point where it is drawn, px. `isBad`: a × on the rail. */
export interface PlacedPoint extends ScatterPoint {
  readonly px: number;
  readonly py: number;
  readonly isBad: boolean;
}

/** Share of an axis that stands free below it for runs that have nothing there. */
export const GUTTER = 0.12;
/** Middle of the rail above the grid, px. */
export const RAIL = 10;
/** Marks at one place stand this far from each other, px. */
const PITCH = 11;

/**
 * Where the points are drawn. What has no place on an axis stands in its gutter, what is not finite on the rail above; marks
 * of one category, gutter or rail that would cover each other stand side by side, always in the same way.
 */
export function placePoints(
  points: readonly ScatterPoint[],
  x: RunScale,
  y: RunScale,
  geometry: Pick<Geometry, 'x' | 'y' | 'grid'>,
): readonly PlacedPoint[] {
  const middle = (scale: RunScale) => scale.domain[0] - (GUTTER / 2) * (scale.domain[1] - scale.domain[0]);
  const placed = points.map((point): PlacedPoint => {
    const [atX, atY] = [x.position(point.x), y.position(point.y)];
    const bad = isBad(point.y) || (point.y !== undefined && Number.isNaN(atY));
    return {
      ...point,
      px: geometry.x(Number.isNaN(atX) ? middle(x) : atX),
      py: bad ? geometry.grid.top - RAIL : geometry.y(Number.isNaN(atY) ? middle(y) : atY),
      isBad: bad,
    };
  });
  const isBand = (point: PlacedPoint) => x.kind === 'category' || point.x === undefined || point.isBad;
  const columns = Map.groupBy(placed.filter(isBand), ({ px }) => Math.round(px));
  const shifts = new Map<PlacedPoint, number>();
  const room = Math.abs(geometry.x(1) - geometry.x(0));
  for (const column of columns.values()) {
    const offsets = sideBySide(
      column.map(({ py }) => py),
      PITCH,
    );
    const widest = Math.max(1, ...offsets.map(Math.abs));
    const pitch = x.kind === 'category' ? Math.min(PITCH, (0.45 * room) / widest) : PITCH;
    for (const [i, point] of column.entries()) shifts.set(point, offsets[i]! * pitch);
  }
  return placed.map((point) => ({ ...point, px: point.px + (shifts.get(point) ?? 0) }));
}

/** For marks in one column the places 0, 1, −1, 2, … at which no two nearer than `pitch` meet; in the order given. */
export function sideBySide(ys: readonly number[], pitch: number): readonly number[] {
  const order = ys.map((_, i) => i).sort((a, b) => ys[a]! - ys[b]! || a - b);
  const taken = new Map<number, number>();
  const places = new Array<number>(ys.length).fill(0);
  for (const i of order) {
    let step = 0;
    const place = () => (step % 2 === 1 ? (step + 1) / 2 : -step / 2) + 0;
    while (ys[i]! - (taken.get(place()) ?? Number.NEGATIVE_INFINITY) < pitch) step += 1;
    places[i] = place();
    taken.set(place(), ys[i]!);
  }
  return places;
}

/** The drawn point nearest to a place, within reach; null: none. */
export function nearestPoint(
  placed: readonly PlacedPoint[],
  at: { readonly px: number; readonly py: number },
  reach = 14,
): PlacedPoint | null {
  const away = ({ px, py }: PlacedPoint) => Math.hypot(px - at.px, py - at.py);
  const nearest = placed.reduce<PlacedPoint | null>(
    (best, each) => (best === null || away(each) < away(best) ? each : best),
    null,
  );
  return nearest && away(nearest) <= reach ? nearest : null;
}
