import { assert } from '../../base/errors.ts';

/** Steps of a sequence that a thinned trajectory still shows, where there are so many. */
const FEWEST_STEPS = 12;

/** Which states of which epochs are laid out: the same states of every epoch. */
export interface EpochSample {
  /** Indices of the epochs, ascending; the first and the last always among them. */
  readonly epochs: Int32Array;
  /** Most states of one epoch. */
  readonly rows: number;
}

/**
 * Keeps epochs × states within `cap`: states are thinned first, to no fewer than 12 steps of each sequence; then epochs,
 * evenly. `valid` states in `sequences` sequences at each epoch.
 */
export function epochSample(epochs: number, valid: number, sequences: number, cap: number): EpochSample {
  assert(epochs >= 1 && cap >= 1, `a sample of ${epochs} epochs within ${cap} states`);
  const fewest = Math.max(1, Math.min(valid, sequences * FEWEST_STEPS, cap));
  const kept = Math.max(1, Math.min(epochs, Math.floor(cap / fewest)));
  return { epochs: evenIndices(epochs, kept), rows: Math.max(1, Math.min(valid, Math.floor(cap / kept))) };
}

/** `count` indices of 0…size−1, evenly spaced, first and last among them; a single one is the last. */
export function evenIndices(size: number, count: number): Int32Array {
  if (count === 1) return Int32Array.of(size - 1);
  return Int32Array.from({ length: count }, (_, i) => Math.round((i * (size - 1)) / (count - 1)));
}

/**
 * Rows of [sequence · time] where `valid` is 1, at most `most`: of every sequence each `stride`-th valid step, counted
 * back from its last, so that every end is there. Where even the ends are too many, those of evenly spaced sequences.
 * Ascending.
 */
export function thinnedSteps(valid: Uint8Array, time: number, most: number): Int32Array {
  const sequences = stepsOf(valid, time);
  const count = (stride: number) => sequences.reduce((sum, steps) => sum + Math.ceil(steps.length / stride), 0);
  const longest = Math.max(1, ...sequences.map((steps) => steps.length));
  let stride = 1;
  while (stride < longest && count(stride) > most) stride++;
  const kept = sequences.filter((steps) => steps.length > 0);
  const taken = count(stride) <= most ? kept : Array.from(evenIndices(kept.length, Math.max(1, most)), (i) => kept[i]!);
  return Int32Array.from(taken.flatMap((steps) => steps.filter((_, i) => (steps.length - 1 - i) % stride === 0)));
}

/** 1 for every row of [rows × cols] without NaN or ±∞. */
export function finiteMask(values: ArrayLike<number>, cols: number): Uint8Array {
  const mask = new Uint8Array(cols > 0 ? values.length / cols : 0).fill(1);
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) mask[Math.floor(i / cols)] = 0;
  return mask;
}

function stepsOf(valid: Uint8Array, time: number): number[][] {
  const sequences = Array.from({ length: time > 0 ? valid.length / time : 0 }, (): number[] => []);
  for (let row = 0; row < valid.length; row++) if (valid[row] === 1) sequences[Math.floor(row / time)]!.push(row);
  return sequences;
}
