import { encodeHalf } from '../../lib/protocol/float16.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import type { LayerGates } from '../capture/capture.ts';
import type { Measurement } from './measurement.ts';
import { RESERVE, validSteps } from './states.ts';
import { storedGates } from './stored-gates.ts';

/** Gate activations of the probe, in half precision; of as many sequences as the budget holds. */
export const gates = (): Measurement => ({
  name: 'gates',
  pace: 'every',
  snapshot({ probe, bytes }, findings) {
    const byLayer = Map.groupBy(storedGates(probe), ({ layer }) => layer);
    const whole = [...byLayer.values()].flat().reduce((sum, { values }) => sum + values.length * 2, 0);
    const share = Math.min(1, (bytes.left - RESERVE * bytes.total) / Math.max(1, whole));
    for (const [layer, own] of byLayer) {
      const [computed, time, units] = own[0]!.shape;
      const states = probe.states.find((state) => state.layer === layer);
      const sequences = states?.shape[0] ?? computed;
      const kept = Math.max(0, Math.floor(computed * share));
      if (kept < sequences) {
        const why = kept < computed ? `the budget of an epoch is ${bytes.total} bytes` : 'the layer is too large';
        findings.leftOut(`gates of ${layer}: ${kept} of ${sequences} sequences kept — ${why}`);
      }
      if (kept === 0 || !bytes.take(own.length * kept * time * units * 2)) continue;
      findings.tensor({
        name: TENSOR.gates,
        layer,
        dtype: 'float16',
        shape: [own.length, kept, time, units],
        axes: ['gate', 'sequence', 'time', 'unit'],
        attributes: {
          gates: own.map(({ gate }) => gate),
          sequences,
          ...(states ? { validSteps: validSteps(states, kept) } : {}),
        },
        data: halves(own, kept * time * units),
      });
    }
  },
});

function halves(own: readonly LayerGates[], size: number): Uint8Array {
  const all = new Uint16Array(own.length * size);
  for (const [i, { values }] of own.entries()) all.set(encodeHalf(values.subarray(0, size)), i * size);
  return new Uint8Array(all.buffer);
}
