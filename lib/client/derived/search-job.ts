import { type Rows, rowsOf } from '../../analysis/linalg/rows.ts';
import { nearestStates } from '../../analysis/states/nearest-states.ts';
import { ON_THRESHOLD, searchStates, unitsOn } from '../../analysis/states/state-search.ts';
import type { Job } from './jobs.ts';
import type { FoundState, FoundStretch, SearchInput } from './search.ts';

const MOST_FOUND = 30;

/** Looks for the pattern of a stretch, and for the neighbours of a state, through all sequences of the probe. */
export const searchJob: Job<'search'> = async function* (input, read) {
  const [sequences = 0, time = 0, units = 1] = input.snapshot.shape;
  const states = rowsOf(await read(input.snapshot), sequences * time, units);
  yield { phase: 'loading', done: 0.3 };
  const on = unitsOfPattern(states, time, input);
  const stretches = on.length === 0 ? [] : stretchesLike(states, sequences, time, on, input);
  yield { phase: 'scores', done: 0.8 };
  return { units: on, stretches, states: statesNear(states, time, input), searched: sequences * time };
};

function unitsOfPattern(states: Rows, time: number, { range, sequence, limit }: SearchInput): Int32Array {
  if (!range || range.to >= time) return new Int32Array(0);
  const first = sequence * time;
  return unitsOn(states, { from: first + range.from, to: first + range.to }, { threshold: ON_THRESHOLD * limit });
}

function stretchesLike(
  states: Rows,
  sequences: number,
  time: number,
  units: Int32Array,
  { sequence, range, limit }: SearchInput,
): readonly FoundStretch[] {
  const starts = Array.from({ length: sequences }, (_, index) => index * time);
  const found = searchStates(states, units, { starts, threshold: ON_THRESHOLD * limit, limit: MOST_FOUND + 1 });
  return found
    .map(({ from, to, ...match }) => ({
      ...match,
      sequence: Math.floor(from / time),
      from: from % time,
      to: to % time,
    }))
    .filter((each) => each.sequence !== sequence || each.to < range!.from || each.from > range!.to)
    .slice(0, MOST_FOUND);
}

function statesNear(states: Rows, time: number, { sequence, timestep }: SearchInput): readonly FoundState[] {
  if (timestep === null || timestep >= time) return [];
  const row = sequence * time + timestep;
  const query = states.data.subarray(row * states.cols, (row + 1) * states.cols);
  return nearestStates(states, query, 3 * MOST_FOUND, row)
    .map(({ row: at, cosine }) => ({ cosine, sequence: Math.floor(at / time), timestep: at % time }))
    .filter((each) => each.sequence !== sequence || Math.abs(each.timestep - timestep) > 1)
    .slice(0, MOST_FOUND);
}
