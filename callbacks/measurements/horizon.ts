import { decayOf } from '../../lib/analysis/decay.ts';
import { judgedProfile, judgedQuantity, readsBackward } from '../../lib/analysis/flow-profile.ts';
import { flowSummary } from '../../lib/analysis/flow-summary.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import { layerOfPath } from './layer-of-path.ts';
import type { Measurement } from './measurement.ts';

/** How far back the gradient of the probe reaches, per layer, how fast it fades, and what share reaches the first step. */
export const horizon = (): Measurement => ({
  name: 'memory horizon',
  pace: 'every',
  snapshot({ probe, layers }, findings) {
    for (const flow of probe.flows) {
      const layer = layerOfPath(layers, flow.layer);
      const profile = judgedProfile(flow, layer ? readsBackward(layer) : false);
      const context = { layer: flow.layer };
      const summary = flowSummary(profile);
      findings.scalar(SERIES.memoryHorizon, context, summary.horizon ?? Number.NaN);
      findings.scalar(SERIES.flowRatio, context, summary.ratio);
      findings.scalar(SERIES.decaySlope, context, decayOf(profile).slope);
      const quantity = judgedQuantity(flow.quantities) === 'joint' ? 'joint' : 'h';
      findings.reading({ layers: [{ layer: flow.layer, quantity, flow: summary }] });
    }
  },
});
