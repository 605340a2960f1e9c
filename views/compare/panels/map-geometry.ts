import type { CSSProperties } from 'react';

/** Shares out the width so that maps beside each other are equally wide, whatever stands beside each: `beside` px. */
export function equalMaps(beside: number): CSSProperties {
  return { flex: `1 1 ${beside}px` };
}

/** The cell, 1-based, of `count` that a place along an axis of bands lies in: the nearest one beyond its ends. */
export function cellNear(place: number, count: number): number {
  return Math.min(count, Math.max(1, Math.round(place)));
}
