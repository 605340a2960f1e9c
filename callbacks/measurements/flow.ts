import { TENSOR } from '../../lib/protocol/record.ts';
import type { LayerFlow } from '../capture/capture.ts';
import type { MeasuredTensor, Measurement } from './measurement.ts';

const STATISTICS = ['median', 'q10', 'q90'];

/** Gradient flow through time: of training batches as they come, and of the probe at an epoch's end. */
export const flow = (): Measurement => ({
  name: 'gradient flow',
  pace: 'every',
  step({ capture }, findings) {
    for (const layer of capture?.flows ?? []) findings.tensor(flowTensor(TENSOR.batchFlow, layer, 'all'));
  },
  snapshot({ probe, bytes }, findings) {
    const keep = (tensor: MeasuredTensor) => {
      if (bytes.take(tensor.data.byteLength)) findings.tensor(tensor);
      else
        findings.leftOut(`gradient flow of ${tensor.layer}: not kept — the budget of an epoch is ${bytes.total} bytes`);
    };
    for (const layer of probe.flows) {
      keep(flowTensor(TENSOR.flow, layer, probe.anchor));
      if (layer.lagValues !== null) keep(flowTensor(TENSOR.flowByLag, layer, probe.anchor, layer.lagValues));
    }
  },
});

/** The profile over true time, or, given `byLag`, over lags. */
function flowTensor(name: string, flow: LayerFlow, anchor: 'last' | 'all', byLag?: Float32Array): MeasuredTensor {
  // A copy of its own: its buffer moves to the writer's thread, while verdicts still read the original.
  const values = (byLag ?? flow.values).slice();
  const lag = byLag !== undefined;
  const { quantities, scale, sequences, of } = flow;
  return {
    name,
    layer: flow.layer,
    dtype: 'float32',
    shape: [quantities.length, STATISTICS.length, flow.time],
    axes: ['quantity', 'statistic', lag ? 'lag' : 'time'],
    attributes: { quantities, statistics: STATISTICS, scale, anchor, lag, sequences, of },
    data: new Uint8Array(values.buffer),
  };
}
