import { encodeHalf } from '../../lib/protocol/float16.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import type { WeightValues } from '../capture/capture.ts';
import type { EpochEnd, Findings, Measurement } from './measurement.ts';

/** Weights as they were at an epoch's end. */
interface Held {
  readonly at: { readonly step: number; readonly epoch: number };
  readonly weights: readonly WeightValues[];
}

/** Share of an epoch's bytes that weights may have at most beside a snapshot. */
const MOST_ASIDE = 0.6;

type Reason = 'last' | 'best' | 'budget';

/**
 * The values of all weights, in the order of `model.setWeights`: with the topology a model can be put together from them.
 * Those of the last and of the best epoch (validation loss, else training loss) are always kept, in half precision where
 * the epoch's bytes hold them no other way; where the best's do not fit as they are, they are held in memory and written
 * when training ends. Those of other epochs are kept as far as the bytes that other measurements left go.
 */
export const modelWeights = (): Measurement => {
  let best = Number.POSITIVE_INFINITY;
  let held: Held | null = null;
  let isHalf = false;
  let writtenAt = -1;
  let stepped = 0;
  let current: { readonly epoch: number; readonly capture: EpochEnd['capture'] } | null = null;
  return {
    name: 'model weights',
    pace: 'every',
    reserve({ isLast, losses, bytes, layers }) {
      const loss = losses.val ?? losses.train;
      if (!isLast && !(loss !== null && loss < best)) return 0;
      const values = layers.flatMap(({ weights }) => weights).reduce((sum, { shape }) => sum + size(shape), 0);
      return [4 * values, 2 * values].find((wanted) => wanted <= MOST_ASIDE * bytes.total) ?? 0;
    },
    step: ({ step }) => {
      stepped = step;
    },
    epoch(epoch, findings, { step, isLast, losses, bytes, capture }) {
      current = { epoch, capture };
      const loss = losses.val ?? losses.train;
      const isBest = loss !== null && loss < best;
      if (isBest) best = loss;
      const weights = isBest || isLast || bytes.left > 0 ? capture.weights() : [];
      if (weights.length === 0) return;
      const whole = bytesOf(weights);
      const fits = bytes.take(whole);
      isHalf = !fits && whole / 2 <= MOST_ASIDE * bytes.total;
      if (!fits) {
        const how = isHalf ? ', in half precision' : '';
        findings.leftOut(
          `model weights: kept of the last and the best epoch only${how} — ${whole} bytes, the budget of an epoch is ${bytes.total}`,
        );
      }
      if (isBest) held = fits || isLast ? null : { at: { step, epoch }, weights };
      if (!fits && !isLast) return;
      writtenAt = Math.max(step, stepped);
      if (isHalf) bytes.take(whole / 2);
      write(weights, isLast ? 'last' : isBest ? 'best' : 'budget', isHalf, findings);
    },
    end(findings) {
      // the best epoch may be the last one
      if (held !== null && held.at.step < stepped) write(held.weights, 'best', isHalf, findings, held.at);
      held = null;
      if (current === null || stepped <= writtenAt) return;
      writtenAt = stepped;
      write(current.capture.weights(), 'last', isHalf, findings);
    },
  };
};

function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function bytesOf(weights: readonly WeightValues[]): number {
  return weights.reduce((sum, { values }) => sum + values.byteLength, 0);
}

function write(
  weights: readonly WeightValues[],
  reason: Reason,
  isHalf: boolean,
  findings: Findings,
  at?: Held['at'],
): void {
  for (const [index, { layer, weight, shape, values }] of weights.entries()) {
    findings.tensor(
      {
        ...{ name: TENSOR.weight, layer, dtype: isHalf ? 'float16' : 'float32', shape },
        axes: shape.map((_, i) => (i === shape.length - 1 ? 'output' : 'input')),
        attributes: { weight, reason, index },
        data: new Uint8Array((isHalf ? encodeHalf(values) : values).buffer),
      },
      at,
    );
  }
}
