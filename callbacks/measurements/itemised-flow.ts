import { TENSOR } from '../../lib/protocol/record.ts';
import type { ProbeCapture } from '../capture/capture.ts';
import type { Measurement } from './measurement.ts';

/** Anchors at most. */
const MOST_ANCHORS = 8;
/** Steps × units² of all layers beyond which one sequence alone takes seconds. */
const MOST_WORK = 2 ** 28;

/** Where the loss is at every step: how far back the loss of single steps reaches, which their sum hides. */
export const itemisedFlow = (): Measurement => ({
  name: 'itemised gradient flow',
  pace: 'spread',
  snapshot({ probe, layers, capture, x, y, bytes }, findings) {
    const steps = lossSteps(probe);
    if (y === null || steps === 0) return;
    const work = layers.reduce((sum, { kind, units }) => sum + (kind === 'recurrent' ? (units ?? 0) ** 2 : 0), 0);
    if (steps * work > MOST_WORK) {
      findings.leftOut(
        'itemised gradient flow: not measured — a pass over one sequence of a model this large is too dear',
      );
      return;
    }
    for (const flow of capture.itemised(x, y, evenAnchors(steps, MOST_ANCHORS))) {
      const { layer, quantity, anchors, time, sequences } = flow;
      if (!bytes.take(flow.values.byteLength)) {
        findings.leftOut(
          `itemised gradient flow of ${layer}: not kept — the budget of an epoch is ${bytes.total} bytes`,
        );
        continue;
      }
      findings.tensor({
        name: TENSOR.itemisedFlow,
        layer,
        dtype: 'float32',
        shape: [anchors.length, time],
        axes: ['anchor', 'time'],
        attributes: { anchors, quantity, sequences, scale: 'batch-mean x B' },
        data: new Uint8Array(flow.values.slice().buffer),
      });
    }
  },
});

/** `count` steps of 0…steps − 1, evenly spaced, rising, the last one included; all of them where there are fewer. */
export function evenAnchors(steps: number, count: number): readonly number[] {
  const kept = Math.min(steps, count);
  return Array.from({ length: kept }, (_, i) => Math.ceil(((i + 1) * steps) / kept) - 1);
}

/** Steps the loss may be at: those of the output, up to the last one that is not padded; 0 without a time axis. */
function lossSteps({ output, states }: ProbeCapture): number {
  const steps = output !== null && output.shape.length >= 3 ? output.shape[1]! : 0;
  const last = states.findLast(({ shape }) => shape[1] === steps);
  if (last === undefined) return 0;
  const [sequences, time, units] = last.shape;
  for (let t = time - 1; t >= 0; t--) {
    for (let b = 0; b < sequences; b++) if (!Number.isNaN(last.values[(b * time + t) * units]!)) return t + 1;
  }
  return 0;
}
