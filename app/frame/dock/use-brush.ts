import { type PointerEvent, useRef } from 'react';
import type { Timeline } from '../timeline.ts';

/** A press that moves less than this, px, is a click. */
const CLICK_PX = 4;

interface BrushOptions {
  readonly epochOf: (event: PointerEvent) => number;
  readonly timeline: Timeline;
  readonly onClick: (event: PointerEvent) => void;
  readonly onWindow: (window: readonly [number, number] | null) => void;
}

/** The axis row: a drag sets the window, near an end of it moves that end; a click moves the playhead; two clear the window. */
export function useBrush({ epochOf, timeline, onClick, onWindow }: BrushOptions) {
  const drag = useRef<{ x: number; anchor: number; isDragged: boolean } | null>(null);
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const epoch = epochOf(event);
    const [first, last] = timeline.window;
    // Gripping an end of the window keeps the other end where it is.
    const anchor = epoch === first && first !== last ? last : epoch === last && first !== last ? first : epoch;
    drag.current = { x: event.clientX, anchor, isDragged: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const held = drag.current;
    if (!held) return;
    if (Math.abs(event.clientX - held.x) >= CLICK_PX) held.isDragged = true;
    if (!held.isDragged) return;
    const epoch = epochOf(event);
    const window = [Math.min(held.anchor, epoch), Math.max(held.anchor, epoch)] as const;
    onWindow(window[0] === 1 && window[1] === timeline.epochs ? null : window);
  };
  const onPointerUp = (event: PointerEvent) => {
    const held = drag.current;
    drag.current = null;
    if (held && !held.isDragged && timeline.reached > 0) onClick(event);
  };
  return { onPointerDown, onPointerMove, onPointerUp, onDoubleClick: () => onWindow(null) };
}
