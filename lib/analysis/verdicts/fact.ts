import { HORIZON_SHARE } from '../memory-horizon.ts';
import type { LayerHistory, RunHistory } from './history.ts';

/** What is always stated of a layer and is no diagnosis: "the gradient reaches 11 of 40 steps". */
export interface MemoryFact {
  readonly layer: string;
  /** 1-based epoch of the snapshot. */
  readonly epoch: number;
  /** Memory horizon in steps; null when there is no gradient to measure. */
  readonly horizon: number | null;
  /** True: the gradient never fell below 1 % of its peak, so "≥". */
  readonly lowerBound: boolean;
  /** T_valid: longest valid sequence of the probe, in steps. */
  readonly steps: number;
  /** ε: the share of the peak below which it counts as faded. */
  readonly share: number;
}

/** The fact of one layer at one snapshot. */
export function factOf({ layer, flow }: Pick<LayerHistory, 'layer' | 'flow'>, epoch: number): MemoryFact {
  return {
    layer,
    epoch,
    horizon: flow.horizon,
    lowerBound: flow.lowerBound,
    steps: flow.steps,
    share: HORIZON_SHARE,
  };
}

/** The facts of every layer at the newest snapshot; empty before the first. */
export function latestFacts(history: RunHistory): MemoryFact[] {
  const newest = history.epochs.findLast((epoch) => epoch.snapshot);
  return newest === undefined ? [] : newest.layers.map((layer) => factOf(layer, newest.epoch));
}
