import { type PointerEvent, type RefObject, useEffect, useMemo, useRef } from 'react';
import type { Geometry } from './geometry.ts';

/** Two fingers on a chart: the values of the x axis they came down on, and the px they are at now. */
export interface Pinch {
  readonly values: readonly [number, number];
  readonly px: readonly [number, number];
}

/** Fingers nearer to each other than this, px, count as so far apart: an axis has no end of fineness. */
const LEAST_APART = 24;

/** The x axis under which the values stand where the fingers are; null where that says nothing. */
export function pinchedAxis(
  { grid }: Pick<Geometry, 'grid'>,
  pinch: Pinch | null,
): readonly [low: number, high: number] | null {
  if (!pinch || grid.width < 1) return null;
  const order = pinch.values[0] <= pinch.values[1] ? ([0, 1] as const) : ([1, 0] as const);
  const [a, b] = order.map((at) => pinch.values[at]) as [number, number];
  const [left, right] = order.map((at) => pinch.px[at]) as [number, number];
  if (!(b > a)) return null;
  const perPx = (b - a) / Math.max(LEAST_APART, right - left);
  const low = a - (left - grid.left) * perPx;
  return [low, low + grid.width * perPx];
}

interface Finger {
  readonly value: number;
  readonly px: number;
}

/** The fingers on an element. */
export interface Fingers {
  /** A finger came down; true from the second on: what the first began does not count. */
  readonly down: (event: PointerEvent, valueAt: (px: number) => number) => boolean;
  /** True while two are down, and until both are up. */
  readonly move: (event: PointerEvent) => boolean;
  readonly up: (event: PointerEvent) => void;
  readonly pinch: () => Pinch | null;
}

/** Follows the fingers on an element; `onAway`: one came down elsewhere, after one had been on it. */
export function useFingers(hostRef: RefObject<HTMLElement | null>, onAway: () => void): Fingers {
  const held = useRef({ fingers: new Map<number, Finger>(), isPinch: false, wasTouched: false });
  const away = useRef(onAway);
  away.current = onAway;
  useEffect(() => {
    const onDown = (event: Event) => {
      if (!held.current.wasTouched || hostRef.current?.contains(event.target as Node)) return;
      held.current.wasTouched = false;
      away.current();
    };
    document.addEventListener('pointerdown', onDown, true);
    return () => document.removeEventListener('pointerdown', onDown, true);
  }, [hostRef]);
  return useMemo(() => {
    const pxOf = (event: PointerEvent) => event.clientX - event.currentTarget.getBoundingClientRect().left;
    return {
      down(event, valueAt) {
        if (event.pointerType !== 'touch') return false;
        const { fingers } = held.current;
        held.current.wasTouched = true;
        const px = pxOf(event);
        if (fingers.size < 2) fingers.set(event.pointerId, { value: valueAt(px), px });
        held.current.isPinch ||= fingers.size === 2;
        return held.current.isPinch;
      },
      move(event) {
        const { fingers } = held.current;
        const finger = fingers.get(event.pointerId);
        if (finger) fingers.set(event.pointerId, { ...finger, px: pxOf(event) });
        return held.current.isPinch;
      },
      up(event) {
        const { fingers } = held.current;
        fingers.delete(event.pointerId);
        if (fingers.size === 0) held.current.isPinch = false;
      },
      pinch() {
        const [one, other] = [...held.current.fingers.values()];
        return one && other ? { values: [one.value, other.value], px: [one.px, other.px] } : null;
      },
    };
  }, []);
}
