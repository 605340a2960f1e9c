import { type Alignment, alignmentErrors } from '../../lib/analysis/attribution/alignment-checks.ts';
import { type AttentionSummary, summariseAttention } from '../../lib/analysis/attribution/attention-checks.ts';
import { encodeHalf } from '../../lib/protocol/float16.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import type { LayerAttention } from '../capture/capture.ts';
import type { Findings, Measurement, Snapshot } from './measurement.ts';
import { validRuns } from './valid-runs.ts';

/** Attention weights of the probe, in half precision, of as many sequences as the budget holds; entropy, row sums, mass on padding, and how far it is from the true alignment. */
export const attention = (): Measurement => ({
  name: 'attention',
  pace: 'every',
  snapshot({ probe, alignment, bytes }, findings) {
    const all = probe.attention ?? [];
    let left = all.reduce((sum, { values }) => sum + values.length * 2, 0);
    for (const one of all) {
      note(one, summariseAttention(one), findings);
      if (alignment) noteAlignment(one, alignment, findings);
      keep(one, Math.min(1, bytes.left / Math.max(1, left)), bytes, findings);
      left -= one.values.length * 2;
    }
  },
});

function note({ layer }: LayerAttention, summary: AttentionSummary, findings: Findings): void {
  const { entropy, padMass, rowSumError } = summary;
  findings.scalar(SERIES.attentionEntropy, { layer }, entropy);
  findings.scalar(SERIES.attentionRowSumError, { layer }, rowSumError);
  if (padMass !== null) findings.scalar(SERIES.attentionPadMass, { layer }, padMass);
  findings.reading({ attention: [{ layer, entropy, padMass, rowSumError }] });
}

function noteAlignment(one: LayerAttention, alignment: Alignment, findings: Findings): void {
  const errors = alignmentErrors(one, alignment);
  if (errors === null) {
    findings.leftOut(
      `attention of ${one.layer}: not held against probe.alignment, which speaks of more than its ${one.shape[3]} source steps`,
    );
    return;
  }
  findings.scalar(SERIES.attentionAlignmentError, { layer: one.layer }, errors.errorRate);
  findings.scalar(SERIES.attentionOffAlignment, { layer: one.layer }, errors.offMass);
}

function keep(one: LayerAttention, share: number, bytes: Snapshot['bytes'], findings: Findings): void {
  const { layer, shape, values, sourceMask } = one;
  const [sequences, heads, targets, sources] = shape;
  const kept = Math.floor(sequences * share);
  const size = kept * heads * targets * sources;
  const isKept = kept > 0 && bytes.take(size * 2);
  if (kept < sequences || !isKept) {
    findings.leftOut(
      `attention of ${layer}: ${isKept ? kept : 0} of ${sequences} sequences kept — the budget of an epoch is ${bytes.total} bytes`,
    );
  }
  if (!isKept) return;
  findings.tensor({
    name: TENSOR.attention,
    layer,
    dtype: 'float16',
    shape: [kept, heads, targets, sources],
    axes: ['sequence', 'head', 'target', 'source'],
    attributes: {
      sequences,
      // weights are at most 1
      maxAbsError: 2 ** -12,
      validSources: sourceMask && Array.from({ length: kept }, (_, b) => validRuns(sourceMask, b * sources, sources)),
    },
    data: new Uint8Array(encodeHalf(values.subarray(0, size)).buffer),
  });
}
