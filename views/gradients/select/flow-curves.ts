import { flowByLag, flowOverTime } from '../../../lib/analysis/flow-profile.ts';
import { type MemoryHorizon, memoryHorizon } from '../../../lib/analysis/memory-horizon.ts';
import type { FlowScale, Quantity } from '../../../lib/client/page-state.ts';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';

/** One quantity of a gradient flow at one epoch, over true time. */
export interface FlowCurves {
  /** T, steps of the axis. */
  readonly time: number;
  /** log10 of ‖∂L/∂s_t‖₂ over sequences: −∞ is an exact 0; padded steps NaN. */
  readonly median: Float64Array;
  readonly q10: Float64Array;
  readonly q90: Float64Array;
  /** Median norms by lag from the step the loss reads, not logarithms. */
  readonly profile: Float64Array;
  readonly horizon: MemoryHorizon | null;
  /**
   * Where the memory begins, on the band axis of 1-based timesteps: an edge between two cells. The memory reaches from
   * there to the last step (of a layer that reads backward: to the first). Null without a horizon.
   */
  readonly horizonEdge: number | null;
  /** log10 of the largest median; −∞ where there is none, ∞ where one is. */
  readonly peak: number;
  /** First and last timestep that is not padded, 1-based; 0 when all are. */
  readonly firstStep: number;
  readonly lastStep: number;
}

/** What a scale takes off log10 values of an epoch: its own peak, or nothing. */
export function scaleOffset({ peak }: FlowCurves, scale: FlowScale): number {
  return scale === 'peak' && Number.isFinite(peak) ? peak : 0;
}

/** The quantities a flow tensor holds, in its order. */
export function quantitiesOf({ info }: Pick<DecodedTensor, 'info'>): readonly Quantity[] {
  const named = info.attributes.quantities;
  const names = Array.isArray(named) ? named : ['h'];
  return names.filter((name): name is Quantity => name === 'h' || name === 'c' || name === 'joint');
}

/**
 * Reads one quantity out of a decoded `TENSOR.flow`. `backward`: the layer reads its sequence from the last step. `byLag`:
 * the `TENSOR.flowByLag` measured with it, which is what verdicts judge where sequences differ in length.
 */
export function flowCurves(
  tensor: DecodedTensor,
  quantity: Quantity,
  backward: boolean,
  byLag: DecodedTensor | null = null,
): FlowCurves {
  const { shape, attributes } = tensor.info;
  const flow = {
    quantities: Array.isArray(attributes.quantities) ? attributes.quantities.map(String) : ['h'],
    time: shape[2] ?? 0,
    values: tensor.values,
    lagValues: byLag?.values ?? null,
  };
  const median = flowOverTime(flow, quantity, 'median');
  const profile = flowByLag(flow, quantity, 'median', backward);
  const horizon = memoryHorizon(profile);
  const firstStep = median.findIndex((norm) => !Number.isNaN(norm)) + 1;
  const lastStep = median.findLastIndex((norm) => !Number.isNaN(norm)) + 1;
  const logs = median.map(Math.log10);
  return {
    time: flow.time,
    median: logs,
    q10: flowOverTime(flow, quantity, 'q10').map(Math.log10),
    q90: flowOverTime(flow, quantity, 'q90').map(Math.log10),
    profile,
    horizon,
    horizonEdge: horizon && (backward ? firstStep - 0.5 + horizon.steps : lastStep + 0.5 - horizon.steps),
    peak: Math.max(Number.NEGATIVE_INFINITY, ...logs.filter((value) => !Number.isNaN(value))),
    firstStep,
    lastStep,
  };
}

/** Reads curves and remembers them for as long as the tensor is held: bytes of a tensor never change. */
export function createCurveReader(): typeof flowCurves {
  const held = new WeakMap<DecodedTensor, Map<string, FlowCurves>>();
  return (tensor, quantity, backward, byLag) => {
    const of = held.get(tensor) ?? new Map<string, FlowCurves>();
    held.set(tensor, of);
    const key = `${quantity} ${backward}`;
    const curves = of.get(key) ?? flowCurves(tensor, quantity, backward, byLag);
    of.set(key, curves);
    return curves;
  };
}
