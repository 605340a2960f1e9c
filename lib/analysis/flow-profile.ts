import { assert } from '../base/errors.ts';
import type { LayerInfo } from '../protocol/run.ts';

export type FlowQuantity = 'h' | 'c' | 'joint';
export type FlowStatistic = 'median' | 'q10' | 'q90';

/** Gradient flow of one layer as it is recorded: row-major [quantity, statistic, time], the layout of `TENSOR.flow`. */
export interface RecordedFlow {
  /** `['h']`, or `['h', 'c', 'joint']` for LSTM. */
  readonly quantities: readonly string[];
  /** Default `['median', 'q10', 'q90']`. */
  readonly statistics?: readonly string[];
  /** Steps T. */
  readonly time: number;
  readonly values: ArrayLike<number>;
}

export const FLOW_STATISTICS: readonly FlowStatistic[] = ['median', 'q10', 'q90'];

/** What a layer is judged on: the joint state [h; c] where there is a c, since h alone loses what c carries. */
export function judgedQuantity(quantities: readonly string[]): FlowQuantity {
  return quantities.includes('joint') ? 'joint' : 'h';
}

/** Whether a layer reads its sequence from the last step to the first, so that its gradient runs with time. */
export function readsBackward(layer: Pick<LayerInfo, 'path' | 'config'>): boolean {
  return layer.path.endsWith('/backward') || layer.config.goBackwards === true;
}

/**
 * ‖∂L/∂s_t‖ over true time, a view or copy of T values; padded steps NaN. NaN everywhere when that quantity or
 * statistic was not recorded.
 */
export function flowOverTime(flow: RecordedFlow, quantity: FlowQuantity, statistic: FlowStatistic): Float64Array {
  const statistics = flow.statistics ?? FLOW_STATISTICS;
  assert(
    flow.values.length === flow.quantities.length * statistics.length * flow.time,
    `gradient flow holds ${flow.values.length} values, its shape says [${flow.quantities.length}, ${statistics.length}, ${flow.time}]`,
  );
  const row = flow.quantities.indexOf(quantity) * statistics.length + statistics.indexOf(statistic);
  const known = flow.quantities.includes(quantity) && statistics.includes(statistic);
  return Float64Array.from({ length: flow.time }, (_, t) => (known ? flow.values[row * flow.time + t]! : Number.NaN));
}

/**
 * The profile p_k: gradient norm at lag k, k = 0 at the last valid step in reading order (the first in time for a layer
 * that reads backward), up to the first valid one; its length is T_valid. Padding at either end is cut away, a hole
 * inside stays NaN. Empty when nothing is valid.
 */
export function profileByLag(overTime: ArrayLike<number>, backward = false): Float64Array {
  const lags = Array.from(overTime);
  if (!backward) lags.reverse();
  const last = lags.findIndex((norm) => !Number.isNaN(norm));
  const first = lags.findLastIndex((norm) => !Number.isNaN(norm));
  return last < 0 ? new Float64Array(0) : Float64Array.from(lags.slice(last, first + 1));
}

/** The profile a layer is judged on: medians over sequences of {@link judgedQuantity}, by lag. */
export function judgedProfile(flow: RecordedFlow, backward = false): Float64Array {
  return profileByLag(flowOverTime(flow, judgedQuantity(flow.quantities), 'median'), backward);
}
