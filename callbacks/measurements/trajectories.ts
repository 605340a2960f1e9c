import { type Cell, GATES, gateSize, stateSize } from '../../lib/analysis/dynamics/cell.ts';
import type { StepPoint } from '../../lib/analysis/dynamics/cell-jacobian.ts';
import { readsBackward } from '../../lib/analysis/flow-profile.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import type { ProbeCapture } from '../capture/capture.ts';

/** What a cell went through on the probe. */
export interface Trajectories {
  readonly sequences: number;
  readonly time: number;
  /** Joint states of one sequence at its valid steps, in the order the cell came to them. */
  states(sequence: number): readonly Float64Array[];
  /**
   * Its steps but the first, as Jacobians need them: where a sequence starts from is not recorded (a decoder's initial
   * state is another layer's). Empty where the gates that the cell needs were not captured.
   */
  steps(sequence: number): readonly StepPoint[];
  /** `steps` are known of so many sequences, the first ones. */
  readonly stepSequences: number;
  /** Gates that `steps` would need and were not captured. */
  readonly missing: readonly string[];
}

/** Reads them off the probe; null where no states of the layer were captured. */
export function trajectories(layer: LayerInfo, cell: Cell, probe: ProbeCapture): Trajectories | null {
  const stateOf = (quantity: 'h' | 'c') =>
    probe.states.find((one) => one.layer === layer.path && one.quantity === quantity);
  const [h, c] = [stateOf('h'), stateOf('c')];
  if (!h || (cell.kind === 'LSTM' && !c)) return null;
  const [sequences, time, units] = h.shape;
  const size = stateSize(cell);
  const backward = readsBackward(layer);
  const gates = gateValues(layer, cell, probe);
  const missing = GATES[cell.kind].filter((_, block) => gates[block] === undefined);
  const gated = Math.min(...gates.map((values) => (values?.length ?? 0) / (time * units)));
  const visited = (sequence: number) => {
    const offsets: number[] = [];
    for (let step = 0; step < time; step++) {
      const offset = (sequence * time + (backward ? time - 1 - step : step)) * units;
      if (!Number.isNaN(h.values[offset])) offsets.push(offset);
    }
    return offsets;
  };
  const stateAt = (offset: number) => {
    const state = new Float64Array(size);
    state.set(h.values.subarray(offset, offset + units));
    if (size > units) state.set(c!.values.subarray(offset, offset + units), units);
    return state;
  };
  const gatesAt = (offset: number) => {
    const all = new Float64Array(gateSize(cell));
    for (const [block, values] of gates.entries()) all.set(values!.subarray(offset, offset + units), block * units);
    return all;
  };
  return {
    ...{ sequences, time, missing, stepSequences: Math.min(sequences, gated) },
    states: (sequence) => visited(sequence).map(stateAt),
    steps(sequence) {
      if (sequence >= gated) return [];
      const offsets = visited(sequence);
      const states = offsets.map(stateAt);
      return offsets.slice(1).map((offset, i) => ({
        gates: gatesAt(offset),
        previous: states[i]!,
        state: states[i + 1]!,
      }));
    },
  };
}

/** Values of each gate in the order of the weights, where captured; the one of SimpleRNN is its h. */
function gateValues(layer: LayerInfo, cell: Cell, probe: ProbeCapture): (Float32Array | undefined)[] {
  if (cell.kind === 'SimpleRNN') {
    return [probe.states.find((one) => one.layer === layer.path && one.quantity === 'h')?.values];
  }
  return GATES[cell.kind].map(
    (gate) => probe.gates?.find((one) => one.layer === layer.path && one.gate === gate)?.values,
  );
}

/** Up to `most` of `count` indices, evenly spread. */
export function evenly(count: number, most: number): number[] {
  const taken = Math.min(count, Math.max(0, most));
  return Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
}
