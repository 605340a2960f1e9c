import type { EpochHistory, RunHistory } from '../../lib/analysis/verdicts/history.ts';
import { historyFromJson } from '../../lib/analysis/verdicts/history-json.ts';
import type { RunData } from '../../lib/client/run-data.ts';

/** What the rules look at of a run, as it was recorded; null for a run that recorded none. */
export function runHistory({ info, events }: Pick<RunData, 'info' | 'events'>): RunHistory | null {
  const epochs = new Map<number, EpochHistory>();
  let constantPredictionLoss: number | null = null;
  for (const { kind, data } of events) {
    const read = kind === 'readings' ? historyFromJson(data) : null;
    if (read === null) continue;
    epochs.set(read.epoch.epoch, read.epoch);
    constantPredictionLoss = read.constantPredictionLoss ?? constantPredictionLoss;
  }
  if (epochs.size === 0) return null;
  return {
    ...{ model: info.model, memory: info.memory, epochsPlanned: info.epochsPlanned, constantPredictionLoss },
    epochs: [...epochs.values()].sort((a, b) => a.epoch - b.epoch),
  };
}
