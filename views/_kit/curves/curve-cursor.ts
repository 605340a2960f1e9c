import { createStore } from 'zustand/vanilla';
import type { CurveX } from '../../../lib/client/page-state.ts';
import { useFrameStore } from '../state/use-frame-store.ts';

/** Where the pointer is over lines, in the unit of their x axis; the same for every chart of the page. Not part of a link. */
export interface CurveCursor {
  readonly x: number | null;
  /** The axis that `x` is a place of; charts along another one do not show it. */
  readonly mode: CurveX;
  /** Key of the chart under the pointer. */
  readonly chart: string | null;
}

const NOWHERE: CurveCursor = { x: null, mode: 'step', chart: null };
const cursor = createStore<CurveCursor>(() => NOWHERE);

const whole = (state: CurveCursor) => state;

/** The cursor, at most once a frame. */
export function useCurveCursor(): CurveCursor {
  return useFrameStore(cursor, whole);
}

/** Moves the cursor; null: the pointer left the chart. */
export function moveCurveCursor(chart: string, mode: CurveX, x: number | null): void {
  const now = cursor.getState();
  if (x === null && now.chart !== chart) return;
  cursor.setState(x === null ? NOWHERE : { x, mode, chart }, true);
}
