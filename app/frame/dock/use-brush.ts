import { type PointerEvent, useRef } from 'react';
import { cellOf, type Timeline } from '../timeline.ts';

/** A press that moves less than this, px, is a click: a finger is less steady than a mouse. */
const CLICK_PX = { mouse: 4, touch: 10 };
/** Within this of an end of the window, px, that end is gripped. */
const GRIP_PX = { mouse: 6, touch: 16 };

interface BrushOptions {
  readonly epochOf: (event: PointerEvent) => number;
  /** Px of a press from the first cell. */
  readonly pxOf: (event: PointerEvent) => number;
  /** Px of all cells. */
  readonly width: number;
  readonly timeline: Timeline;
  readonly onClick: (event: PointerEvent) => void;
  readonly onWindow: (window: readonly [number, number] | null) => void;
}

/**
 * The axis row: a drag sets the window, near an end of it moves that end; two fingers are its ends; a click moves the
 * playhead; two clear the window.
 */
export function useBrush({ epochOf, pxOf, width, timeline, onClick, onWindow }: BrushOptions) {
  const drag = useRef<{ id: number; x: number; anchor: number; isDragged: boolean } | null>(null);
  /** Epochs under the fingers and the mouse that are down. */
  const down = useRef(new Map<number, number>());
  const show = (one: number, other: number) => {
    const window = [Math.min(one, other), Math.max(one, other)] as const;
    onWindow(window[0] === 1 && window[1] === timeline.epochs ? null : window);
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const epoch = epochOf(event);
    down.current.set(event.pointerId, epoch);
    const [x, grip] = [pxOf(event), event.pointerType === 'touch' ? GRIP_PX.touch : GRIP_PX.mouse];
    drag.current = { id: event.pointerId, x, anchor: anchorOf(timeline, width, x, grip) ?? epoch, isDragged: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const held = drag.current;
    if (!held || !down.current.has(event.pointerId)) return;
    const epoch = epochOf(event);
    down.current.set(event.pointerId, epoch);
    const [one, other] = [...down.current.values()];
    if (other !== undefined) {
      held.isDragged = true;
      show(one!, other);
      return;
    }
    if (held.id !== event.pointerId) return;
    const still = event.pointerType === 'touch' ? CLICK_PX.touch : CLICK_PX.mouse;
    if (Math.abs(pxOf(event) - held.x) >= still) held.isDragged = true;
    if (held.isDragged) show(held.anchor, epoch);
  };
  const onPointerUp = (event: PointerEvent) => {
    const held = drag.current;
    const wasOne = down.current.size === 1;
    down.current.delete(event.pointerId);
    if (down.current.size === 0) drag.current = null;
    if (held && wasOne && !held.isDragged && timeline.reached > 0) onClick(event);
  };
  const onPointerCancel = (event: PointerEvent) => {
    down.current.delete(event.pointerId);
    if (down.current.size === 0) drag.current = null;
  };
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onDoubleClick: () => onWindow(null) };
}

/** Gripping an end of the window keeps the other end where it is: that one; null away from both. */
export function anchorOf(timeline: Timeline, width: number, px: number, grip: number): number | null {
  const [first, last] = timeline.window;
  const toFirst = Math.abs(px - cellOf(timeline, first, width)[0]);
  const toLast = Math.abs(px - cellOf(timeline, last, width)[1]);
  if (Math.min(toFirst, toLast) > grip) return null;
  return toFirst < toLast ? last : first;
}
