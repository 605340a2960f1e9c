import { encodeHalf } from '../../lib/protocol/float16.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import type { LayerStates } from '../capture/capture.ts';
import type { Measurement } from './measurement.ts';
import { storedGates } from './stored-gates.ts';
import { validRuns } from './valid-runs.ts';

/** Share of an epoch's bytes that is left for the small tensors of measurements that come later. */
export const RESERVE = 0.02;

/** Hidden and cell states of the probe, in half precision; of as many sequences as the budget holds. */
export const states = (): Measurement => ({
  name: 'states',
  pace: 'every',
  snapshot({ probe, bytes }, findings) {
    const whole = probe.states.reduce((sum, { values }) => sum + values.length * 2, 0);
    // what does not fit is left out of states and gates alike, so that both hold the same sequences
    const gates = storedGates(probe).reduce((sum, { values }) => sum + values.length * 2, 0);
    const share = Math.min(1, (bytes.left - RESERVE * bytes.total) / Math.max(1, whole + gates));
    for (const state of probe.states) {
      const [sequences, time, unit] = state.shape;
      const kept = Math.max(0, Math.floor(sequences * share));
      const name = `${state.quantity} of ${state.layer}`;
      if (kept < sequences) {
        findings.leftOut(
          `${name}: ${kept} of ${sequences} sequences kept — the budget of an epoch is ${bytes.total} bytes`,
        );
      }
      if (kept === 0 || !bytes.take(kept * time * unit * 2)) continue;
      findings.tensor({
        name: state.quantity === 'h' ? TENSOR.h : TENSOR.c,
        layer: state.layer,
        dtype: 'float16',
        shape: [kept, time, unit],
        axes: ['sequence', 'time', 'unit'],
        attributes: { sequences, maxAbsError: largestError(state, kept), validSteps: validSteps(state, kept) },
        data: new Uint8Array(encodeHalf(state.values.subarray(0, kept * time * unit)).buffer),
      });
    }
  },
});

/** Of each of the first `kept` sequences the runs of steps that are not padded: a NaN there is one. Null where nothing is padded. */
export function validSteps({ validSteps: valid, shape: [sequences, time] }: LayerStates, kept: number) {
  return valid && Array.from({ length: kept }, (_, b) => validRuns(valid, b, time, sequences));
}

/** Bound of what half precision changes: 2⁻¹¹ of the largest magnitude kept. */
function largestError(state: LayerStates, sequences: number): number {
  const end = sequences * state.shape[1] * state.shape[2];
  let largest = 0;
  for (let i = 0; i < end; i++) largest = Math.max(largest, finiteMagnitude(state.values[i] as number));
  return largest * 2 ** -11;
}

function finiteMagnitude(value: number): number {
  const magnitude = Math.abs(value);
  return magnitude <= 65_504 ? magnitude : 0;
}
