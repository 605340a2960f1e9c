import { memoryCoverage } from '../../lib/analysis/memory-horizon.ts';
import type { RunHistory } from '../../lib/analysis/verdicts/history.ts';
import type { RunData, SeriesColumns } from '../../lib/client/run-data.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';

/** What is always stated of a recurrent layer at an epoch: "lstm_1 remembers 11 of 40 steps". */
export interface MemoryFact {
  readonly layer: string;
  /** 1-based epoch it was measured at: the nearest snapshot. */
  readonly epoch: number;
  /** Steps back from its peak that the gradient stays above 1 % of it; null where there is none. */
  readonly horizon: number | null;
  /** Timesteps of the probe; the horizon of a gradient that never fades is all of them: "≥". */
  readonly steps: number | null;
  readonly isLowerBound: boolean;
  /** Share of the peak that reaches the first step; NaN where it is not known. */
  readonly flowRatio: number;
  /** Gradient at the first step ÷ at the last; NaN where it is not known. */
  readonly explosionRatio: number;
  /** Steps after which half of the gradient is left; ∞ when it does not fade, NaN where it is not known. */
  readonly halfLife: number;
  /** Horizon ÷ declared memory, at most 1; null where none is declared or it cannot be told. */
  readonly coverage: number | null;
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

/** The memory fact of every recurrent layer at the snapshot nearest to an epoch (the earlier of two), in model order. */
export function memoryFacts(data: RunData, history: RunHistory | null, epoch: number): readonly MemoryFact[] {
  const snapshots = data.epochs.filter(({ snapshot }) => snapshot).map((each) => each.epoch);
  const nearest = nearestOf(snapshots, epoch);
  if (nearest === null) return [];
  const layers = data.info.model?.layers.filter(({ kind }) => kind === 'recurrent') ?? [];
  return layers.flatMap(({ path }) => {
    const fact = factOf(data, history, path, nearest);
    if (fact === null) return [];
    const coverage = memoryCoverage({ horizon: fact.horizon, lowerBound: fact.isLowerBound }, data.info.memory);
    return [{ ...fact, coverage }];
  });
}

function factOf(
  data: RunData,
  history: RunHistory | null,
  layer: string,
  epoch: number,
): Omit<MemoryFact, 'coverage'> | null {
  const flow = history?.epochs
    .find((each) => each.epoch === epoch)
    ?.layers.find((candidate) => candidate.layer === layer)?.flow;
  const value = (name: string) => valueAtEpoch(data, layerSeries(data, name, layer), epoch);
  const slope = value(SERIES.decaySlope) ?? Number.NaN;
  const halfLife = slope >= 0 ? Number.POSITIVE_INFINITY : -Math.LN2 / slope;
  if (flow !== undefined) {
    const { horizon, lowerBound: isLowerBound, steps, ratio: flowRatio, explosion: explosionRatio } = flow;
    return { ...{ layer, epoch, horizon, steps, isLowerBound, flowRatio, explosionRatio, halfLife } };
  }
  // a run recorded before what the rules look at was
  const known = value(SERIES.memoryHorizon);
  if (known === null) return null;
  const horizon = Number.isFinite(known) ? known : null;
  const tensor = data.tensors.findLast(
    (each) => each.name === TENSOR.flow && each.layer === layer && each.epoch === epoch,
  );
  const steps = tensor?.shape.at(-1) ?? null;
  return {
    ...{ layer, epoch, horizon, steps, halfLife, explosionRatio: Number.NaN },
    isLowerBound: horizon !== null && steps !== null && horizon >= steps,
    flowRatio: value(SERIES.flowRatio) ?? Number.NaN,
  };
}

function layerSeries(data: RunData, name: string, layer: string): SeriesColumns | undefined {
  return [...data.series.values()].findLast((each) => each.name === name && each.context.layer === layer);
}

function nearestOf(epochs: readonly number[], epoch: number): number | null {
  return epochs.reduce<number | null>(
    (best, each) => (best === null || Math.abs(each - epoch) < Math.abs(best - epoch) ? each : best),
    null,
  );
}
