import { duration, whole } from '../../../views/_kit/numbers.ts';
import type { PlaceAxis } from '../../../views/_kit/state/epoch-ends.ts';

/** Least px from one tick to the next, and from a tick to the middle of the playhead's tag. */
export const TICK_PX = 64;
const CLEAR_PX = 52;

/** Round spans of time, s. */
const SECONDS = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_200],
  ...[1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400],
];

/** The least round step of an axis that spans `least`. */
function roundStep(axis: PlaceAxis, least: number): number {
  if (axis === 'relative') return SECONDS.find((each) => each >= least) ?? Math.ceil(least / 86_400) * 86_400;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= least) ?? 10 * power;
}

/** Ticks along an axis from 0 to `extent` over `width` px: round, none near the playhead's tag. */
export function placeTicks(
  axis: PlaceAxis,
  extent: number,
  width: number,
  playhead: number | null,
): readonly { readonly at: number; readonly text: string }[] {
  const step = roundStep(axis, (extent * TICK_PX) / Math.max(1, width));
  const ticks: { readonly at: number; readonly text: string }[] = [];
  for (let index = 0; index * step <= extent; index += 1) {
    const at = index * step;
    const isHidden = playhead !== null && (Math.abs(at - playhead) / extent) * width <= CLEAR_PX;
    if (!isHidden) ticks.push({ at, text: placeText(axis, at, step) });
  }
  return ticks;
}

/** `12.5k` of steps, `1 m 20 s` of seconds; `step`: what lies between two of them, so that they are told apart. */
export function placeText(axis: PlaceAxis, at: number, step: number): string {
  if (axis === 'relative') {
    if (at === 0) return '0 s';
    return step < 1 ? `${at.toFixed(Math.min(3, Math.ceil(-Math.log10(step))))} s` : duration(Math.round(at) * 1_000);
  }
  if (at >= 1_000_000 && step >= 10_000) return `${trimmed(at / 1_000_000)}M`;
  return at >= 1_000 && step >= 10 ? `${trimmed(at / 1_000)}k` : whole(at);
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** The place itself: every step, or seconds as finely as the axis tells them apart. */
export function exactPlace(axis: PlaceAxis, at: number, extent: number): string {
  if (axis === 'step') return whole(at);
  return extent < 60 ? `${at.toFixed(extent < 10 ? 2 : 1)} s` : duration(at * 1_000);
}
