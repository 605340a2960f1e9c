import { TENSOR } from '../../lib/protocol/record.ts';
import type { Measurement } from './measurement.ts';

/** What the model says of the probe. */
export const output = (): Measurement => ({
  name: 'output',
  pace: 'every',
  snapshot({ probe, bytes }, findings) {
    if (probe.output === null) return;
    const { shape, values } = probe.output;
    if (!bytes.take(values.byteLength)) {
      findings.leftOut(`model output: not kept — ${values.byteLength} bytes, the budget of an epoch is ${bytes.total}`);
      return;
    }
    findings.tensor({
      name: TENSOR.probeOutput,
      layer: null,
      dtype: 'float32',
      shape,
      axes: shape.map((_, i) => (i === 0 ? 'sequence' : i === shape.length - 1 ? 'output' : 'time')),
      attributes: {},
      data: new Uint8Array(values.slice().buffer),
    });
  },
});
