import type { RunHistory } from '../../lib/analysis/verdicts/history.ts';
import { historyFromJson } from '../../lib/analysis/verdicts/history-json.ts';
import type { JsonObject } from '../../lib/protocol/json.ts';
import type { ModelInfo } from '../../lib/protocol/run.ts';
import type { Training } from './recipe.ts';
import type { TaskData } from './tasks.ts';

/** What the store of a run holds for the rules: its events of kind `readings`. */
export interface StoredHistory {
  readonly model: ModelInfo | null;
  readonly readings: readonly JsonObject[];
  readonly constantPredictionLoss: number | null;
}

/** What a training left behind. */
export interface Trained {
  readonly training: Training;
  readonly history: StoredHistory;
  /** The probe: this many first rows of the data, times this factor. */
  readonly probeRows: number;
  readonly probeFactor: number;
  /** Loss of each batch as `fit` reports it. */
  readonly batchLosses: readonly number[];
  /** Steps (0-based) before which weights were edited by hand. */
  readonly edited: readonly number[];
  /** Of kernel, recurrent kernel, bias, head kernel, head bias. */
  readonly weightShapes: readonly (readonly number[])[];
  /** Shapes of the data; the values are in `arrays`. */
  readonly data: TaskData;
  readonly ms: number;
  readonly arrays: {
    readonly x: Float32Array;
    readonly y: Float32Array;
    readonly rows: Int32Array;
    readonly factors: Float32Array;
    readonly targetFactors: Float32Array;
    /** [1 + steps + edits, values of all weights]: the first ones, those after each step, then the edited ones. */
    readonly weights: Float32Array;
  };
}

/** The history as the rules take it. */
export function runHistoryOf({ training, history, data }: Omit<Trained, 'arrays'>): RunHistory {
  return {
    model: history.model,
    memory: training.declared ? data.memory : null,
    epochsPlanned: training.epochs,
    epochs: history.readings.flatMap((reading) => historyFromJson(reading)?.epoch ?? []),
    constantPredictionLoss: history.constantPredictionLoss,
  };
}
