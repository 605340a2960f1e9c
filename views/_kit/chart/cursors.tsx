'use client';
import { createContext, useContext } from 'react';
import type { Geometry } from './geometry.ts';

/** Geometry of the chart around, for what lies over it. */
export const GeometryContext = createContext<Geometry | null>(null);

/** The geometry of the chart this is a child of; null before it is laid out. */
export function useGeometry(): Geometry | null {
  const geometry = useContext(GeometryContext);
  return geometry && geometry.width > 1 ? geometry : null;
}

const within = ([low, high]: readonly [number, number], value: number) => value >= low && value <= high;

/** The epoch playhead on an epoch axis: a solid line at x. `reach` px longer at the top and bottom. */
export function Playhead({ at, domain }: { readonly at: number | null; readonly domain: readonly [number, number] }) {
  const geometry = useGeometry();
  if (!geometry || at === null || !within(domain, at)) return null;
  const { grid } = geometry;
  return (
    <div
      className="kit-playhead"
      style={{ top: grid.top, height: grid.height, transform: `translateX(${Math.round(geometry.x(at))}px)` }}
    />
  );
}

/** The timestep cursor on a time axis: a dotted line at x. `onDark`: over a heat map, where it is white. */
export function TimestepCursor({
  at,
  domain,
  onMap = false,
}: {
  readonly at: number | null;
  readonly domain: readonly [number, number];
  readonly onMap?: boolean;
}) {
  const geometry = useGeometry();
  if (!geometry || at === null || !within(domain, at)) return null;
  const { grid } = geometry;
  return (
    <div
      className={onMap ? 'kit-timestep kit-on-map' : 'kit-timestep'}
      style={{ top: grid.top, height: grid.height, transform: `translateX(${Math.round(geometry.x(at))}px)` }}
    />
  );
}

/** The cells from (x0, y0) to (x1, y1), in data units of their outer edges. */
export interface CellRange {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** An outline around cells of a heat map: white over a dark casing, readable on every map. `tag` stands at its left. */
export function CellOutline({ cells, tag }: { readonly cells: CellRange | null; readonly tag?: string }) {
  const geometry = useGeometry();
  if (!geometry || !cells) return null;
  const across = cells.x.map((value) => Math.round(geometry.x(value))).sort((a, b) => a - b) as [number, number];
  const down = cells.y.map((value) => Math.round(geometry.y(value))).sort((a, b) => a - b) as [number, number];
  const height = Math.max(3, down[1] - down[0]);
  return (
    <div
      className="kit-outline"
      style={{
        width: across[1] - across[0] + 2,
        height: height + 2,
        transform: `translate(${across[0] - 1}px, ${down[0] - 1}px)`,
      }}
    >
      {tag === undefined ? null : <span className="kit-outline-tag">{tag}</span>}
    </div>
  );
}
