import { seededRandom } from '../../lib/base/random.ts';
import type { Training } from './recipe.ts';

/** Which sequences each optimizer step sees and what is done to them; all a function of the recipe. */
export interface Batches {
  /** Row of the data at [step, place in the batch]. */
  readonly rows: Int32Array;
  /** What its inputs are multiplied with; NaN makes the sequence NaN. Same layout. */
  readonly factors: Float32Array;
  /** What its targets are multiplied with. Same layout. */
  readonly targetFactors: Float32Array;
}

/** The batches of a whole training: each epoch sees every sequence once, in an order of its own. */
export function batchesOf(training: Training): Batches {
  const { epochs, stepsPerEpoch, batch, sameBatch, interventions } = training;
  const perEpoch = stepsPerEpoch * batch;
  const random = seededRandom(training.seed * 15_485_863 + 3);
  const rows = new Int32Array(epochs * perEpoch);
  const factors = new Float32Array(epochs * perEpoch).fill(1);
  const targetFactors = factors.slice();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const from = (epoch - 1) * perEpoch;
    rows.set(
      sameBatch ? Int32Array.from({ length: perEpoch }, (_, i) => i % batch) : permutation(perEpoch, random),
      from,
    );
    for (const one of interventions) {
      if (!('batches' in one) || epoch < one.epoch || epoch > one.until) continue;
      for (const place of one.batches) {
        const start = from + place * batch;
        if (one.kind === 'scale') factors.fill(one.factor, start, start + batch);
        else if (one.kind === 'targets') targetFactors.fill(one.factor, start, start + batch);
        else factors[start] = Number.NaN;
      }
    }
  }
  return { rows, factors, targetFactors };
}

function permutation(count: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}
