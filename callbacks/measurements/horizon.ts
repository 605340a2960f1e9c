import { judgedProfile, readsBackward } from '../../lib/analysis/flow-profile.ts';
import { flowRatio, memoryHorizon } from '../../lib/analysis/memory-horizon.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import type { Measurement } from './measurement.ts';

/** How far back the gradient of the probe reaches, per layer, and what share of it reaches the first step. */
export const horizon: Measurement = {
  name: 'memory horizon',
  snapshot(probe, findings, { layers }) {
    for (const flow of probe.flows) {
      const layer = layers.find(({ path }) => path === flow.layer);
      const profile = judgedProfile(flow, layer ? readsBackward(layer) : false);
      const context = { layer: flow.layer };
      findings.scalar(SERIES.memoryHorizon, context, memoryHorizon(profile)?.steps ?? Number.NaN);
      findings.scalar(SERIES.flowRatio, context, flowRatio(profile));
    }
  },
};
