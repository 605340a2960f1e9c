import { fixed } from '../_kit/numbers.ts';

export { fixed };

/** A value in words where it is one, "NaN" or "–" where it is none. */
export function special(value: number, say: (value: number) => string): string {
  return Number.isNaN(value) ? 'NaN' : Number.isFinite(value) ? say(value) : fixed(value, 0);
}
