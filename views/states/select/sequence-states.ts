import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import { halfTable } from '../../../lib/protocol/float16.ts';
import type { Json } from '../../../lib/protocol/json.ts';
import type { Grid } from '../../_kit/marks/grid.ts';

/** The states of one probe sequence at one epoch: `value(unit, timestep)`, both 0-based. */
export interface SequenceStates {
  readonly units: number;
  readonly time: number;
  readonly value: (unit: number, timestep: number) => number;
  /** A padded timestep: no unit has a value there. */
  readonly isPadded: (timestep: number) => boolean;
  /** The same, unit × timestep, as it lies in memory. */
  readonly grid: Grid;
}

// Kept for as long as the tensor is held: the same object for the same sequence, so that what is made of it is made once.
const cut = new WeakMap<DecodedTensor, Map<number, SequenceStates | null>>();

/** One sequence out of a [sequence, time, unit] tensor, or that part of one; null where it does not hold it. */
export function sequenceStates(tensor: DecodedTensor, sequence: number): SequenceStates | null {
  const known = cut.get(tensor) ?? new Map<number, SequenceStates | null>();
  cut.set(tensor, known);
  const held = known.get(sequence);
  if (held !== undefined) return held;
  const made = cutSequence(tensor, sequence);
  known.set(sequence, made);
  return made;
}

function cutSequence({ info, values, half }: DecodedTensor, sequence: number): SequenceStates | null {
  const [count = 0, time = 0, units = 0] = info.shape;
  const first = info.sequence ?? 0;
  if (sequence < first || sequence >= first + count) return null;
  const start = (sequence - first) * time * units;
  const value = (unit: number, timestep: number) => values[start + timestep * units + unit]!;
  const padded = paddedSteps(info.attributes.validSteps, sequence, time) ?? emptySteps(units, time, value);
  const isPadded = (timestep: number) => padded[timestep] === 1;
  const memory = { entries: half ?? values, half: half !== null, start, stride: units };
  return { units, time, value, isPadded, grid: { ...memory, isBlank: isPadded } };
}

/**
 * 1 on each padded step, as it was recorded: runs of valid steps per sequence, or null where nothing is padded. Null of a
 * recording that does not say it.
 */
function paddedSteps(recorded: Json | undefined, sequence: number, time: number): Uint8Array | null {
  if (recorded === undefined) return null;
  if (recorded === null) return new Uint8Array(time);
  const runs = Array.isArray(recorded) ? recorded[sequence] : null;
  if (!Array.isArray(runs)) return null;
  const padded = new Uint8Array(time).fill(1);
  for (const run of runs) if (Array.isArray(run)) padded.fill(0, Number(run[0]), Number(run[1]));
  return padded;
}

/** 1 on each step where no unit has a value. */
function emptySteps(units: number, time: number, value: SequenceStates['value']): Uint8Array {
  return Uint8Array.from({ length: time }, (_, t) => {
    for (let unit = 0; unit < units; unit += 1) if (!Number.isNaN(value(unit, t))) return 0;
    return 1;
  });
}

/** What changed from one snapshot of a sequence to another: `after` − `before`; padded steps stay so. Null of other shapes. */
export function stateChange(after: SequenceStates, before: SequenceStates): SequenceStates | null {
  const { units, time } = after;
  if (before.units !== units || before.time !== time) return null;
  const entries = new Float32Array(time * units);
  for (let t = 0; t < time; t += 1) {
    for (let unit = 0; unit < units; unit += 1)
      entries[t * units + unit] = after.value(unit, t) - before.value(unit, t);
  }
  const { isPadded } = after;
  const grid: Grid = { entries, half: false, start: 0, stride: units, isBlank: isPadded };
  return { units, time, isPadded, grid, value: (unit, timestep) => entries[timestep * units + unit]! };
}

/** Units looked at for NaN: what is NaN in one is NaN in all a step later. */
const LOOKED_AT = 8;

/** How many timesteps are not padded, and at how many of them a state is NaN or infinite; of many units some are looked at. */
export function finiteSteps({ units, time, value, isPadded }: SequenceStates): {
  readonly valid: number;
  readonly bad: number;
} {
  const stride = Math.max(1, Math.floor(units / LOOKED_AT));
  let [valid, bad] = [0, 0];
  for (let t = 0; t < time; t += 1) {
    if (isPadded(t)) continue;
    valid += 1;
    let unit = 0;
    while (unit < units && Number.isFinite(value(unit, t))) unit += stride;
    if (unit < units) bad += 1;
  }
  return { valid, bad };
}

export interface StateNorms {
  readonly norm: Float64Array;
  readonly step: Float64Array;
}

// Kept for as long as the states are: they are asked for again when an epoch is scrubbed past again.
const norms = new WeakMap<SequenceStates, StateNorms>();

/** ‖h_t‖₂ and ‖h_t − h_{t−1}‖₂ over time; NaN on padded steps, and for the step size of the first one. */
export function stateNorms(states: SequenceStates): StateNorms {
  const known = norms.get(states) ?? normsOf(states);
  norms.set(states, known);
  return known;
}

function normsOf(states: SequenceStates): StateNorms {
  const { time, units, grid } = states;
  const { entries, start, stride } = grid;
  const numbers = grid.half ? halfTable() : null;
  const norm = new Float64Array(time);
  const step = new Float64Array(time);
  const before = new Float64Array(units).fill(Number.NaN);
  // once for every state at every key press: calls nothing
  for (let t = 0; t < time; t += 1) {
    let squares = 0;
    let changes = 0;
    for (let unit = 0; unit < units; unit += 1) {
      const entry = entries[start + t * stride + unit]!;
      const here = numbers ? numbers[entry]! : entry;
      const change = here - before[unit]!;
      squares += here * here;
      changes += change * change;
      before[unit] = here;
    }
    norm[t] = Math.sqrt(squares);
    step[t] = Math.sqrt(changes);
  }
  return { norm, step };
}

export type UnitOrder = 'index' | 'peak';

/**
 * Which unit stands in each row, top first: a permutation of 0…units−1. `peak`: by the timestep at which |h| is
 * largest, early ones at the top; equal ones by index.
 */
export function unitOrder(states: SequenceStates, order: UnitOrder): Int32Array {
  const rows = Int32Array.from({ length: states.units }, (_, unit) => unit);
  if (order === 'index') return rows;
  const peaks = rows.map((unit) => peakOf(states, unit));
  return rows.sort((a, b) => peaks[a]! - peaks[b]! || a - b);
}

function peakOf({ time, value }: SequenceStates, unit: number): number {
  let [peak, largest] = [0, -1];
  for (let t = 0; t < time; t += 1) {
    const size = Math.abs(value(unit, t));
    if (size > largest) [peak, largest] = [t, size];
  }
  return peak;
}

/** Largest |value| of finite entries, for a symmetric colour domain; 0 where there is none. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i]!);
    if (size > largest && size < Number.POSITIVE_INFINITY) largest = size;
  }
  return largest;
}

/** 1, 2, 5 × 10^k at or above a magnitude, at least 1: limits that seldom move. */
export function roundLimit(magnitude: number): number {
  if (!(magnitude > 1)) return 1;
  const size = 10 ** Math.floor(Math.log10(magnitude));
  return ([1, 2, 5, 10].find((factor) => factor * size >= magnitude) ?? 10) * size;
}
