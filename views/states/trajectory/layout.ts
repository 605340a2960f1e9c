import { type ProjectionResult, QUALITIES, type QualityName } from '../../../lib/client/derived/projection.ts';
import type { SequenceStates } from '../select/sequence-states.ts';

/** States of one sequence as they lie in the picture, in the order of time. */
export interface Path {
  /** Timesteps, 0-based. */
  readonly steps: Int32Array;
  /** [step, axis]. */
  readonly at: Float32Array;
}

/** Where an epoch's layout is in a result: the epoch itself, else the nearest before, else the first; −1 without any. */
export function epochIndex({ epochs }: Pick<ProjectionResult, 'epochs'>, epoch: number | null): number {
  if (epochs.length === 0) return -1;
  if (epoch === null) return epochs.length - 1;
  const at = epochs.findLastIndex((each) => each <= epoch);
  return Math.max(0, at);
}

/** Coordinates [row, axis] of all states of an epoch: a view, not a copy. */
export function coordinatesAt({ coordinates, rows, axes }: ProjectionResult, at: number): Float32Array {
  const size = rows.length * axes;
  return coordinates.subarray(at * size, (at + 1) * size);
}

/** A quality number of an epoch; NaN where there is none. */
export function qualityAt({ quality }: ProjectionResult, at: number, name: QualityName): number {
  return quality[at * QUALITIES.length + QUALITIES.indexOf(name)] ?? Number.NaN;
}

/** The states of a sequence that were laid out, at an epoch. */
export function sampledPath(result: ProjectionResult, at: number, sequence: number): Path {
  const { rows, time, axes } = result;
  const all = coordinatesAt(result, at);
  const from = rows.findIndex((row) => row >= sequence * time);
  const end = rows.findIndex((row) => row >= (sequence + 1) * time);
  const [first, last] = [from < 0 ? rows.length : from, end < 0 ? rows.length : end];
  return {
    steps: rows.slice(first, last).map((row) => row - sequence * time),
    at: all.slice(first * axes, last * axes),
  };
}

// Kept for as long as states and layout are: neither changes, and a scrubbed epoch is the ghost of the next one.
const paths = new WeakMap<SequenceStates, WeakMap<object, Path>>();

/** Every state of a sequence in a PCA basis; padded and not finite ones are left out. Null: the result has no basis. */
export function wholePath({ basis, units, axes }: ProjectionResult, states: SequenceStates): Path | null {
  if (!basis || states.units !== units) return null;
  const ofStates = paths.get(states) ?? new WeakMap<object, Path>();
  paths.set(states, ofStates);
  const held = ofStates.get(basis);
  if (held) return held;
  const { mean, components } = basis;
  const steps: number[] = [];
  const at: number[] = [];
  const offsets = new Float64Array(units);
  const place = new Float64Array(axes);
  for (let t = 0; t < states.time; t += 1) {
    for (let unit = 0; unit < units; unit += 1) offsets[unit] = states.value(unit, t) - mean[unit]!;
    for (let axis = 0; axis < axes; axis += 1) {
      let sum = 0;
      for (let unit = 0; unit < units; unit += 1) sum += offsets[unit]! * components[axis * units + unit]!;
      place[axis] = sum;
    }
    if (!place.every(Number.isFinite)) continue;
    steps.push(t);
    at.push(...place);
  }
  const path: Path = { steps: Int32Array.from(steps), at: Float32Array.from(at) };
  ofStates.set(basis, path);
  return path;
}

/** Joint states [point, size] in a PCA basis of its `quantity`: of [h; c] the part that was laid out. */
export function placedPoints(
  { basis, units, axes }: ProjectionResult,
  values: ArrayLike<number>,
  size: number,
  quantity: 'h' | 'c',
): Float32Array {
  const count = size > 0 ? Math.floor(values.length / size) : 0;
  const offset = quantity === 'c' ? size - units : 0;
  const placed = new Float32Array(count * axes).fill(Number.NaN);
  if (!basis || size < units) return placed;
  const { mean, components } = basis;
  for (let point = 0; point < count; point += 1) {
    for (let axis = 0; axis < axes; axis += 1) {
      let sum = 0;
      for (let unit = 0; unit < units; unit += 1) {
        sum += (values[point * size + offset + unit]! - mean[unit]!) * components[axis * units + unit]!;
      }
      placed[point * axes + axis] = sum;
    }
  }
  return placed;
}

/** Least and greatest coordinate along each axis over all epochs: the domain stays fixed while epochs are scrubbed. */
export interface Bounds {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Greatest distance of a state from the middle of the box. */
  readonly radius: number;
}

export function boundsOf({ coordinates, axes }: ProjectionResult): Bounds {
  const low = new Float64Array(axes).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(axes).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < coordinates.length; i += 1) {
    const [axis, value] = [i % axes, coordinates[i]!];
    if (value < low[axis]!) low[axis] = value;
    if (value > high[axis]!) high[axis] = value;
  }
  const middle = low.map((value, axis) => (value + high[axis]!) / 2);
  let farthest = 0;
  for (let i = 0; i < coordinates.length; i += axes) {
    let square = 0;
    for (let axis = 0; axis < axes; axis += 1) square += (coordinates[i + axis]! - middle[axis]!) ** 2;
    if (square > farthest) farthest = square;
  }
  return { low, high, radius: Math.sqrt(farthest) };
}

/** Room around the outermost states, as a share of the span. */
const MARGIN = 0.05;

/** Domains of two axes with the same px for the same distance, in a rectangle of `width` × `height` px. */
export function equalDomains(
  { low, high }: Pick<Bounds, 'low' | 'high'>,
  width: number,
  height: number,
): { readonly x: readonly [number, number]; readonly y: readonly [number, number] } {
  const span = (axis: number) => (high[axis]! > low[axis]! ? high[axis]! - low[axis]! : 0);
  const middle = (axis: number) => (Number.isFinite(low[axis]!) ? (low[axis]! + high[axis]!) / 2 : 0);
  const perPx = Math.max(span(0) / Math.max(1, width), span(1) / Math.max(1, height)) * (1 + 2 * MARGIN);
  // states that all coincide still have a place: in the middle of a domain of some width
  const scale = perPx > 0 ? perPx : 2 / Math.max(1, Math.min(width, height));
  const around = (axis: number, px: number): readonly [number, number] => [
    middle(axis) - (scale * px) / 2,
    middle(axis) + (scale * px) / 2,
  ];
  return { x: around(0, width), y: around(1, height) };
}
