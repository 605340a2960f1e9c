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
  /**
   * The same by lag, counted in each sequence from its own last valid step; null or absent where that is `values`
   * reversed. Statistics over sequences of different lengths cannot be turned from time to lag afterwards.
   */
  readonly lagValues?: ArrayLike<number> | null;
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
 * ‖∂L/∂s_t‖ over true time, T values; padded steps NaN. NaN everywhere when that quantity or statistic was not recorded.
 */
export function flowOverTime(flow: RecordedFlow, quantity: FlowQuantity, statistic: FlowStatistic): Float64Array {
  return rowOf(flow, flow.values, quantity, statistic);
}

/**
 * The profile p_k: gradient norm at lag k, k = 0 at the last valid step in reading order (the first in time for a layer
 * that reads `backward`), up to the first valid one; its length is T_valid. Out of `lagValues` where they are given.
 */
export function flowByLag(
  flow: RecordedFlow,
  quantity: FlowQuantity,
  statistic: FlowStatistic,
  backward = false,
): Float64Array {
  if (flow.lagValues) return withoutPadding(rowOf(flow, flow.lagValues, quantity, statistic));
  return profileByLag(flowOverTime(flow, quantity, statistic), backward);
}

/** The same of values over true time: the last valid step first, or the first one for a layer that reads `backward`. */
export function profileByLag(overTime: ArrayLike<number>, backward = false): Float64Array {
  const norms = Float64Array.from(overTime);
  return withoutPadding(backward ? norms : norms.reverse());
}

/** The profile a layer is judged on: medians over sequences of {@link judgedQuantity}, by lag. */
export function judgedProfile(flow: RecordedFlow, backward = false): Float64Array {
  return flowByLag(flow, judgedQuantity(flow.quantities), 'median', backward);
}

function rowOf(
  { quantities, statistics = FLOW_STATISTICS, time }: RecordedFlow,
  values: ArrayLike<number>,
  quantity: FlowQuantity,
  statistic: FlowStatistic,
): Float64Array {
  assert(
    values.length === quantities.length * statistics.length * time,
    `gradient flow holds ${values.length} values, its shape says [${quantities.length}, ${statistics.length}, ${time}]`,
  );
  const row = quantities.indexOf(quantity) * statistics.length + statistics.indexOf(statistic);
  const known = quantities.includes(quantity) && statistics.includes(statistic);
  return Float64Array.from({ length: time }, (_, t) => (known ? values[row * time + t]! : Number.NaN));
}

/** Padding (NaN) at either end is cut away, a hole inside stays; empty when nothing is valid. */
function withoutPadding(lags: Float64Array): Float64Array {
  const first = lags.findIndex((norm) => !Number.isNaN(norm));
  const last = lags.findLastIndex((norm) => !Number.isNaN(norm));
  return first < 0 ? new Float64Array(0) : lags.slice(first, last + 1);
}
