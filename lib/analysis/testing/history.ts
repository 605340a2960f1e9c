import type { JsonObject } from '../../protocol/json.ts';
import type { LayerInfo, ModelInfo } from '../../protocol/run.ts';
import { flowSummary } from '../flow-summary.ts';
import type { EpochHistory, EpochReadings, RunHistory, WeightHistory } from '../verdicts/history.ts';

/** Profile of T steps that fades or grows by a constant factor and ends at `ratio` of where it began. */
export function profileTo(ratio: number, steps = 40): Float64Array {
  return Float64Array.from({ length: steps }, (_, k) => ratio ** (k / (steps - 1)));
}

/** One epoch with a snapshot of layer `lstm_1` whose flow ratio is `ratio`; null = no snapshot. */
export function epochOf(epoch: number, ratio: number | null, trainLoss: number | null = 2.3): EpochHistory {
  return {
    epoch,
    snapshot: ratio !== null,
    trainLoss,
    valLoss: null,
    nonFinite: { loss: 0, gradient: 0, weight: 0 },
    layers: ratio === null ? [] : [{ layer: 'lstm_1', quantity: 'joint', flow: flowSummary(profileTo(ratio)) }],
  };
}

/** A run whose epochs have these flow ratios, with a loss that does not move. */
export function stalledRun(ratios: readonly (number | null)[]): RunHistory {
  return runOf(ratios.map((ratio, i) => epochOf(i + 1, ratio)));
}

export function runOf(epochs: readonly EpochHistory[], more: Partial<RunHistory> = {}): RunHistory {
  return { model: null, memory: null, constantPredictionLoss: Math.log(10), ...more, epochs };
}

/** A model of one recurrent layer `lstm_1`. */
export function modelOf(className: string, config: JsonObject): ModelInfo {
  const layer: LayerInfo = {
    path: 'lstm_1',
    className,
    units: 64,
    kind: 'recurrent',
    hasCellState: className === 'LSTM',
    config,
    weights: [],
  };
  return { name: 'm', parameters: 1, loss: 'categoricalCrossentropy', optimizer: 'Adam', layers: [layer] };
}

/** One epoch with a snapshot, in which these readings were made. */
export function epochWith(
  epoch: number,
  readings: Partial<EpochReadings>,
  trainLoss: number | null = 2.3,
): EpochHistory {
  return { ...epochOf(epoch, 0.5, trainLoss), layers: [], ...readings };
}

/** A kernel and a bias of each layer, with this gradient norm and update:weight ratio (a bias' is always large). */
export function weightsOf(
  layers: readonly string[],
  gradientNorm: (layer: string) => number,
  updateRatio = 1e-3,
): WeightHistory[] {
  return layers.flatMap((layer) => [
    { layer, weight: `${layer}/kernel`, gradientNorm: gradientNorm(layer), updateRatio },
    { layer, weight: `${layer}/bias`, gradientNorm: gradientNorm(layer), updateRatio: 0.5 },
  ]);
}
