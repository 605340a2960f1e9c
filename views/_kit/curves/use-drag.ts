import { useEffect, useRef, useState } from 'react';
import type { ChartPoint } from '../chart/chart.tsx';

/** px that a press moves before it picks out a part of the axis. */
const DRAG = 5;

export interface Drag {
  /** What is picked out while the button is down. */
  readonly range: readonly [number, number] | null;
  readonly press: (point: ChartPoint) => void;
  readonly move: (point: ChartPoint | null) => void;
  /** Nothing comes of what was begun. */
  readonly cancel: () => void;
}

/** A press goes to an epoch; a drag picks out a part of the axis. */
export function useDrag(onRange: (from: number, to: number) => void, onPress: (at: number) => void): Drag {
  const start = useRef<ChartPoint | null>(null);
  const now = useRef<ChartPoint | null>(null);
  const [range, setRange] = useState<readonly [number, number] | null>(null);
  const cancel = useRef(() => {});
  cancel.current = () => {
    start.current = null;
    setRange(null);
  };
  const end = useRef(() => {});
  end.current = () => {
    const [from, to] = [start.current, now.current];
    cancel.current();
    if (!from || !to) return;
    if (Math.abs(to.px - from.px) > DRAG) onRange(from.x, to.x);
    else onPress(from.x);
  };
  useEffect(() => {
    // wherever the button is let go
    const release = () => end.current();
    // the browser took the fingers, to scroll
    const drop = () => cancel.current();
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', drop);
    return () => {
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', drop);
    };
  }, []);
  const follow = (point: ChartPoint | null) => {
    if (!start.current || !point) return;
    now.current = point;
    if (Math.abs(point.px - start.current.px) > DRAG) {
      setRange([Math.min(start.current.x, point.x), Math.max(start.current.x, point.x)]);
    }
  };
  return {
    range,
    cancel: cancel.current,
    move: follow,
    press: (point) => {
      start.current ??= point;
      follow(point);
    },
  };
}
