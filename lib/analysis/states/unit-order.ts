import { assert } from '../../base/errors.ts';
import type { Rows } from '../linalg/rows.ts';
import { correlation } from '../rank-correlation.ts';
import { averageLink, leavesOf } from './average-link.ts';

/** Units as they are numbered. Every order lists the unit shown at each place: invert it with {@link placesOf}. */
export function orderByIndex(units: number): Int32Array {
  return Int32Array.from({ length: units }, (_, unit) => unit);
}

/**
 * Units that go up and down together next to each other: average-link clustering of 1 − r over the steps of `states`
 * [steps × units]. Units that do not vary (or hold NaN) have no correlation and come last, by number.
 * Checked: `scipy.cluster.hierarchy.linkage(method='average', metric='correlation')` and its leaves.
 */
export function orderByCorrelation(states: Rows): Int32Array {
  const columns = columnsOf(states);
  const varying = columns
    .map((_, unit) => unit)
    .filter((unit) => !Number.isNaN(correlation(columns[unit]!, columns[unit]!)));
  const size = varying.length;
  const distances = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      const distance = 1 - correlation(columns[varying[i]!]!, columns[varying[j]!]!);
      distances[i * size + j] = distance;
      distances[j * size + i] = distance;
    }
  }
  const clustered = Array.from(leavesOf(averageLink(distances, size), size), (leaf) => varying[leaf]!);
  const rest = columns.map((_, unit) => unit).filter((unit) => !varying.includes(unit));
  return Int32Array.from([...clustered, ...rest]);
}

/**
 * Units by the step at which their mean activation over the sequences is largest in size: `means` [steps × units]. Equal
 * ones, and units without a peak (all NaN, last), by number.
 */
export function orderByPeak(means: Rows): Int32Array {
  const peaks = columnsOf(means).map((column) => {
    let peak = Infinity;
    let largest = -Infinity;
    for (let t = 0; t < column.length; t++) {
      if (Math.abs(column[t]!) > largest) {
        largest = Math.abs(column[t]!);
        peak = t;
      }
    }
    return peak;
  });
  return sortedUnits(peaks);
}

/** Units by their mean gate activation over `gate` [steps × units], most open first; NaN steps are left out, such units last. */
export function orderByGate(gate: Rows): Int32Array {
  const closed = columnsOf(gate).map((column) => {
    const present = column.filter((x) => !Number.isNaN(x));
    return present.length > 0 ? -present.reduce((sum, x) => sum + x, 0) / present.length : Infinity;
  });
  return sortedUnits(closed);
}

/** The inverse: at which place each unit is shown. */
export function placesOf(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length).fill(-1);
  order.forEach((unit, place) => {
    assert(places[unit] === -1, `an order shows every unit once, unit ${unit} is there twice`);
    places[unit] = place;
  });
  return places;
}

function sortedUnits(keys: readonly number[]): Int32Array {
  return orderByIndex(keys.length).sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
}

function columnsOf({ data, rows, cols }: Rows): Float64Array[] {
  return Array.from({ length: cols }, (_, c) => Float64Array.from({ length: rows }, (_, r) => data[r * cols + c]!));
}
