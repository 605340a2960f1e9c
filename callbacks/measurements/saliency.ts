import { messageOf, UnrolledError } from '../../lib/base/errors.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import type { SaliencySettings } from '../saliency/settings.ts';
import type { Findings, Measurement, Snapshot } from './measurement.ts';

/** What the prediction of a few probe sequences hangs on, step by step. */
export const saliency = (settings: SaliencySettings): Measurement => {
  // a model that can't be explained at one epoch can't be at the next
  let givenUp = false;
  return {
    name: 'saliency',
    pace: 'spread',
    snapshot(snapshot, findings) {
      if (givenUp) return;
      try {
        record(settings, snapshot, findings);
      } catch (error) {
        givenUp = true;
        // what a script asked for in vain is said aloud
        if (error instanceof UnrolledError && error.code === 'bad-option') throw error;
        findings.leftOut(`saliency: not captured — ${messageOf(error)}`);
      }
    },
  };
};

function record({ examples, request }: SaliencySettings, snapshot: Snapshot, findings: Findings): void {
  const { capture, bytes, x, y, probe } = snapshot;
  const count = probe.output?.shape[0] ?? 0;
  const sequences = spread(count, Math.min(count, examples));
  if (sequences.length === 0) return;
  const map = capture.saliency(x, y, { ...request, sequences });
  if (!bytes.take(map.values.byteLength)) {
    findings.leftOut(`saliency: not kept — ${map.values.byteLength} bytes, the budget of an epoch is ${bytes.total}`);
    return;
  }
  findings.tensor({
    name: TENSOR.saliency,
    layer: null,
    dtype: 'float32',
    shape: map.shape,
    axes: ['sequence', 'time', 'feature'],
    attributes: {
      method: map.method,
      baseline: map.baseline,
      scope: map.scope,
      target: { space: map.space, classes: [...map.classes], steps: map.steps && [...map.steps] },
      scores: map.scores.map(finite),
      baselineScores: map.baselineScores === null ? null : map.baselineScores.map(finite),
      completeness: map.completeness === null ? null : map.completeness.map(finite),
      points: map.points && [...map.points],
      sequences,
    },
    data: new Uint8Array(map.values.buffer),
  });
}

/** `count` of 0…size−1, evenly. */
function spread(size: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.floor((i * size) / count));
}

/** JSON has no NaN and no infinity. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
