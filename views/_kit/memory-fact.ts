import type { RunData, SeriesColumns } from '../../lib/client/run-data.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';

/** What is always stated of a recurrent layer at an epoch: "lstm_1 remembers 11 of 40 steps". */
export interface MemoryFactOfLayer {
  readonly layer: string;
  /** Steps back from its peak that the gradient stays above 1 % of it; null where there is no gradient. */
  readonly horizon: number | null;
  /** Timesteps of the probe; the horizon of a gradient that never fades is all of them: "≥". */
  readonly steps: number | null;
  readonly isLowerBound: boolean;
}

/** The value a series has at the end of an epoch; null where there is none. */
export function valueAtEpoch(data: RunData, series: SeriesColumns | undefined, epoch: number): number | null {
  const end = data.epochs.find((each) => each.epoch === epoch);
  if (!series || !end) return null;
  for (let i = series.length - 1; i >= 0; i -= 1) {
    if (series.steps[i] === end.step) return series.values[i] ?? null;
    if (series.steps[i]! < end.step) return null;
  }
  return null;
}

/** The memory fact of every layer that has one at this epoch, in model order. */
export function memoryFacts(data: RunData, epoch: number): readonly MemoryFactOfLayer[] {
  const layers = data.info.model?.layers.filter(({ kind }) => kind === 'recurrent') ?? [];
  return layers.flatMap(({ path }) => {
    const series = [...data.series.values()].findLast(
      ({ name, context }) => name === SERIES.memoryHorizon && context.layer === path,
    );
    const value = valueAtEpoch(data, series, epoch);
    if (value === null) return [];
    const flow = data.tensors.findLast(
      (tensor) => tensor.name === TENSOR.flow && tensor.layer === path && tensor.epoch === epoch,
    );
    const steps = flow?.shape.at(-1) ?? null;
    const horizon = Number.isFinite(value) ? value : null;
    return [{ layer: path, horizon, steps, isLowerBound: horizon !== null && steps !== null && horizon >= steps }];
  });
}
