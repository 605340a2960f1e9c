import { firstIndex } from '../../../lib/base/first-index.ts';
import type { CurveX } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';

/** What of a run says where a step lies. */
export type Timed = Pick<RunData, 'info' | 'epochs' | 'moments'>;

/**
 * Where the first `length` of rising steps lie along an x axis: the steps themselves; epochs, fractional within one, so that
 * epoch n ends at n; seconds since the run began; ms since the Unix epoch. NaN where that is not known.
 */
export function xsOf(mode: CurveX, run: Timed, steps: Float64Array, length = steps.length): Float64Array {
  if (mode === 'step') return steps.subarray(0, length);
  if (mode === 'epoch') return epochsOf(run, steps, length);
  const walls = wallsOf(run, steps, length);
  return mode === 'wall' ? walls : walls.map((wall) => (wall - run.info.startedMs) / 1_000);
}

/** The step at a place of an x axis: the inverse of {@link xsOf}, between two steps the nearer; NaN before anything is known. */
export function stepAt(mode: CurveX, run: Timed, x: number): number {
  if (mode === 'step') return Math.round(x);
  if (mode === 'epoch') return stepOfEpoch(run, x);
  const { steps, wallMs, length } = run.moments;
  const wall = mode === 'wall' ? x : run.info.startedMs + x * 1_000;
  if (length === 0) return Number.NaN;
  const at = firstIndex(length, (index) => wallMs[index]! >= wall);
  if (at === 0) return steps[0]!;
  if (at === length) return steps[length - 1]!;
  const share = (wall - wallMs[at - 1]!) / (wallMs[at]! - wallMs[at - 1]! || 1);
  return Math.round(steps[at - 1]! + share * (steps[at]! - steps[at - 1]!));
}

/** Ends of epochs as [step, epoch], with where the first one began; after the last one as many steps as were planned, else as it took. */
function anchorsOf({ info, epochs }: Timed): readonly (readonly [number, number])[] {
  const ends = epochs.map(({ step, epoch }) => [step, epoch] as const);
  const [first] = epochs;
  const newest = epochs.at(-1);
  const length = info.stepsPerEpoch ?? (newest ? newest.step - newest.firstStep + 1 : null);
  const start: readonly [number, number] = first ? [first.firstStep - 1, first.epoch - 1] : [0, 0];
  const last = ends.at(-1) ?? start;
  return [start, ...ends, ...(length ? [[last[0] + length, last[1] + 1] as const] : [])];
}

function epochsOf(run: Timed, steps: Float64Array, length: number): Float64Array {
  const anchors = anchorsOf(run);
  const xs = new Float64Array(length);
  let at = 1;
  for (let i = 0; i < length; i += 1) {
    const step = steps[i]!;
    while (at < anchors.length - 1 && anchors[at]![0] < step) at += 1;
    xs[i] = anchors.length < 2 ? Number.NaN : between(anchors[at - 1]!, anchors[at]!, step, 0);
  }
  return xs;
}

function stepOfEpoch(run: Timed, epoch: number): number {
  const anchors = anchorsOf(run);
  if (anchors.length < 2) return Number.NaN;
  const found = anchors.findIndex((anchor, i) => i > 0 && anchor[1] >= epoch);
  const at = found < 0 ? anchors.length - 1 : found;
  return Math.max(0, Math.round(between(anchors[at - 1]!, anchors[at]!, epoch, 1)));
}

/** On the line through two anchors: given one coordinate, the other. */
function between(a: readonly [number, number], b: readonly [number, number], value: number, given: 0 | 1): number {
  const other = given === 0 ? 1 : 0;
  const span = b[given] - a[given];
  return a[other] + (span === 0 ? 0 : ((value - a[given]) / span) * (b[other] - a[other]));
}

function wallsOf({ moments }: Timed, steps: Float64Array, length: number): Float64Array {
  const walls = new Float64Array(length).fill(Number.NaN);
  if (moments.length === 0) return walls;
  let at = 0;
  for (let i = 0; i < length; i += 1) {
    const step = steps[i]!;
    while (at < moments.length - 1 && moments.steps[at]! < step) at += 1;
    const before = Math.max(0, at - 1);
    const [from, to] = [moments.steps[before]!, moments.steps[at]!];
    const share = to === from ? 1 : Math.min(1, Math.max(0, (step - from) / (to - from)));
    walls[i] = moments.wallMs[before]! + share * (moments.wallMs[at]! - moments.wallMs[before]!);
  }
  return walls;
}
