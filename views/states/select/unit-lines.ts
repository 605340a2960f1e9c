import { statesMessages } from '../messages.ts';
import type { TimeLine } from '../panels/time-lines-panel.tsx';
import type { SequenceStates } from './sequence-states.ts';

/** Earlier epochs drawn behind the line of a unit. */
const GHOSTS = 5;

/** The line of a unit at an epoch, over ghosts of the snapshots before it. */
export function unitLines(
  byEpoch: ReadonlyMap<number, SequenceStates | null>,
  epoch: number,
  unit: number,
): readonly TimeLine[] {
  const lineOf = (states: SequenceStates) =>
    Float64Array.from({ length: states.time }, (_, t) => states.value(unit, t));
  const earlier = [...byEpoch]
    .filter((entry): entry is [number, SequenceStates] => entry[0] < epoch && entry[1] !== null)
    .slice(-GHOSTS);
  const ghosts = earlier.map(
    ([, states], index): TimeLine => ({ ys: lineOf(states), label: '', look: 'ghost', recency: (index + 1) / GHOSTS }),
  );
  const now = byEpoch.get(epoch);
  if (!now) return ghosts;
  return [...ghosts, { ys: lineOf(now), label: statesMessages.line.now(epoch), look: 'strong' }];
}
