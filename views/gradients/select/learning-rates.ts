import type { RunData } from '../../../lib/client/run-data.ts';
import { SERIES } from '../../../lib/protocol/record.ts';
import type { EpochAxis } from './epoch-axis.ts';
import { seriesOf } from './weight-epochs.ts';

/** A change of the learning rate, at a position on the epoch axis. */
export interface RateChange {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** More changes than this are a schedule: marking each would hide the chart. */
const MOST_MARKED = 4;

/** Changes of the learning rate worth marking: none where it changes all the time. */
export function rateChanges(data: Pick<RunData, 'series'>, axis: EpochAxis): readonly RateChange[] {
  const changes: RateChange[] = [];
  let before = Number.NaN;
  for (const { steps, values, length } of seriesOf(data, SERIES.learningRate, null)) {
    for (let index = 0; index < length; index += 1) {
      const rate = values[index]!;
      if (!Number.isNaN(before) && rate !== before) {
        changes.push({ at: axis.position(steps[index]!), from: before, to: rate });
      }
      before = rate;
      if (changes.length > MOST_MARKED) return [];
    }
  }
  return changes;
}
