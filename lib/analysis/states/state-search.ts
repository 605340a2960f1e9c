import { assert } from '../../base/errors.ts';
import type { Rows } from '../linalg/rows.ts';

/** Units count as on above this, on states scaled as tanh. */
export const ON_THRESHOLD = 0.3;
const MOST_CANDIDATES = 1000;
const SHORTEST_RUN = 2;

/** A stretch of a text: steps from…to, both included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface SelectionOptions {
  readonly threshold?: number;
  /** Units must be off just before the stretch (true at the beginning of the text). */
  readonly offBefore?: boolean;
  /** Units must be off just after it. */
  readonly offAfter?: boolean;
}

export interface SearchOptions extends SelectionOptions {
  /** First step of each sequence, ascending, 0 first: runs never cross from one into the next. Default one sequence. */
  readonly starts?: ArrayLike<number>;
  /** How many matches to give; default 50. */
  readonly limit?: number;
}

export interface StateMatch extends Stretch {
  /** Of the selected units those that are on throughout (and off around, if asked). */
  readonly shared: number;
  /** Selected units and units on throughout, each counted once. */
  readonly union: number;
  /** shared / union. */
  readonly jaccard: number;
}

/**
 * The units of `states` [steps × units] that are on (> threshold) at every step of the stretch, and, if asked, off just
 * outside it; ascending.
 */
export function unitsOn(states: Rows, { from, to }: Stretch, options: SelectionOptions = {}): Int32Array {
  assert(from >= 0 && from <= to && to < states.rows, `steps ${from}…${to} of ${states.rows}`);
  return onThroughout(states, { from, to }, { from: 0, to: states.rows - 1 }, options);
}

/**
 * Where else a set of units is on together. Counts the selected units that are on at each step and collects maximal runs
 * (at least 2 steps) with all of them, then with one fewer, … until there are 1,000; for each, all units on throughout are
 * found, and matches are ordered by most shared units, then smallest union, then longest run, then place. NaN is off.
 * No units selected: no matches.
 * Source: LSTMVis (Strobelt et al. 2018), its rule for similar activations; runs here end with their sequence. Checked: an
 * independent NumPy version of the rule (scripts/reference/projection.py), and the stretch a selection came from.
 */
export function searchStates(states: Rows, units: ArrayLike<number>, options: SearchOptions = {}): StateMatch[] {
  const { limit = 50 } = options;
  const selected = new Set(Array.from(units));
  for (const unit of selected) assert(unit >= 0 && unit < states.cols, `unit ${unit} of ${states.cols}`);
  const sequences = sequencesOf(states.rows, options.starts);
  const counts = countOn(states, selected, options.threshold ?? ON_THRESHOLD);
  return candidates(counts, sequences, selected.size)
    .map(({ run, sequence }) => matchOf(states, run, sequence, selected, options))
    .sort((a, b) => b.shared - a.shared || a.union - b.union || b.to - b.from - (a.to - a.from) || a.from - b.from)
    .slice(0, limit);
}

interface Candidate {
  readonly run: Stretch;
  readonly sequence: Stretch;
}

function candidates(counts: Int32Array, sequences: readonly Stretch[], selected: number): Candidate[] {
  const found = new Map<string, Candidate>();
  for (let least = selected; least > 0 && found.size < MOST_CANDIDATES; least--) {
    for (const sequence of sequences) {
      for (const run of runsOf(counts, sequence, least)) {
        const key = `${run.from}-${run.to}`;
        if (!found.has(key)) found.set(key, { run, sequence });
      }
    }
  }
  return [...found.values()].slice(0, MOST_CANDIDATES);
}

/** Maximal runs, two steps or longer, in which at least `least` of the selected units are on. */
function runsOf(counts: Int32Array, { from, to }: Stretch, least: number): Stretch[] {
  const runs: Stretch[] = [];
  let begin = from;
  for (let t = from; t <= to + 1; t++) {
    if (t <= to && counts[t]! >= least) continue;
    if (t - begin >= SHORTEST_RUN) runs.push({ from: begin, to: t - 1 });
    begin = t + 1;
  }
  return runs;
}

function matchOf(
  states: Rows,
  run: Stretch,
  sequence: Stretch,
  selected: ReadonlySet<number>,
  options: SelectionOptions,
): StateMatch {
  const on = onThroughout(states, run, sequence, options);
  const shared = on.reduce((sum, unit) => sum + (selected.has(unit) ? 1 : 0), 0);
  const union = on.length + selected.size - shared;
  return { ...run, shared, union, jaccard: shared / union };
}

function onThroughout(
  { data, cols }: Rows,
  { from, to }: Stretch,
  sequence: Stretch,
  { threshold = ON_THRESHOLD, offBefore = false, offAfter = false }: SelectionOptions,
): Int32Array {
  const on: number[] = [];
  const isOn = (t: number, unit: number) => data[t * cols + unit]! > threshold;
  for (let unit = 0; unit < cols; unit++) {
    let fits = true;
    for (let t = from; t <= to && fits; t++) fits = isOn(t, unit);
    if (fits && offBefore && from > sequence.from) fits = !isOn(from - 1, unit);
    if (fits && offAfter && to < sequence.to) fits = !isOn(to + 1, unit);
    if (fits) on.push(unit);
  }
  return Int32Array.from(on);
}

function countOn({ data, rows, cols }: Rows, selected: ReadonlySet<number>, threshold: number): Int32Array {
  const counts = new Int32Array(rows);
  for (const unit of selected) for (let t = 0; t < rows; t++) if (data[t * cols + unit]! > threshold) counts[t]!++;
  return counts;
}

function sequencesOf(steps: number, starts: ArrayLike<number> = [0]): Stretch[] {
  return Array.from(starts, (from, i) => ({ from, to: (starts[i + 1] ?? steps) - 1 })).filter(
    ({ from, to }) => from <= to,
  );
}
