import { histogramOf } from '../../lib/analysis/histogram.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import type { WeightValues } from '../capture/capture.ts';
import type { Findings, MeasuredTensor, Measurement } from './measurement.ts';

/**
 * Histograms of every weight as it is at the epoch's end, and of its gradient on the last sampled step before: 64 bins
 * whose edges are whole multiples of a power of two, so that those of different epochs can be merged.
 */
export const histograms = (): Measurement => ({
  name: 'histograms',
  pace: 'every',
  snapshot({ capture, bytes }, findings) {
    record(TENSOR.weightHistogram, capture.weights());
    record(TENSOR.gradientHistogram, capture.gradients());

    function record(name: string, all: readonly WeightValues[]) {
      for (const weight of all) {
        const tensor = histogramTensor(name, weight);
        if (bytes.take(tensor.data.byteLength)) findings.tensor(tensor);
        else sayLeftOut(findings, bytes.total);
      }
    }
  },
});

function sayLeftOut(findings: Findings, total: number): void {
  findings.leftOut(`histograms: not all are kept — the budget of an epoch is ${total} bytes`);
}

function histogramTensor(name: string, { layer, weight, values }: WeightValues): MeasuredTensor {
  const { counts, exponent, min, max, mean, std, ...numbers } = histogramOf(values);
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    name,
    layer,
    dtype: 'int32',
    shape: [counts.length],
    axes: ['bin'],
    attributes: {
      ...{ weight, exponent, ...numbers },
      ...{ min: finite(min), max: finite(max), mean: finite(mean), std: finite(std) },
    },
    data: new Uint8Array(counts.buffer),
  };
}
