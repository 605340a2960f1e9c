import type { Gradients, Tensor, Tf } from '../../lib/model/tfjs-internals.ts';
import { namedGradients } from './gradients.ts';

/** Sums of squares outside this range may have lost digits to float32. */
const TRUSTED_SQUARES = { least: 1e-30, most: 1e36 };

/** A gradient of one weight that is held on to. */
export interface HeldGradient {
  readonly name: string;
  readonly tensor: Tensor;
}

/** What two consecutive gradients say, NaN where float32 cannot tell. */
export interface PairReading {
  /** −1…1 */
  readonly cosine: number;
  /** ‖g‖₂ of the later one. */
  readonly norm: number;
}

/**
 * Inner products of a gradient with the one before and with itself, over all weights: one concatenation and one matrix
 * product, [2, 2]. The caller owns the result. Null where the two are not of the same weights.
 */
export function gramOfPair(tf: Tf, before: readonly HeldGradient[], now: Gradients): Tensor | null {
  const earlier = new Map(before.map(({ name, tensor }) => [name, tensor]));
  const later = namedGradients(now).filter((pair): pair is [string, Tensor] => !!pair[1]);
  const isSame = later.length === before.length && later.every(([name, { size }]) => earlier.get(name)?.size === size);
  if (!isSame || later.length === 0) return null;
  return tf.tidy(() => {
    const flat = (tensor: Tensor) => tensor.reshape([tensor.size]);
    const all = tf.concat([...later.map(([name]) => flat(earlier.get(name)!)), ...later.map(([, own]) => flat(own))]);
    const rows = all.reshape([2, -1]) as ReturnType<Tf['tensor2d']>;
    return tf.matMul(rows, rows, false, true);
  });
}

/** Reads {@link gramOfPair}. */
export function readPair(gram: Tensor): PairReading {
  const [before, product, , now] = gram.dataSync() as unknown as [number, number, number, number];
  const cosine = trusted(before) && trusted(now) ? product / Math.sqrt(before * now) : Number.NaN;
  // a square that overflowed says nothing of the gradient; one that is NaN does
  const norm = trusted(now) || Number.isNaN(now) ? Math.sqrt(now) : Number.NaN;
  return { cosine: Math.max(-1, Math.min(1, cosine)), norm };
}

function trusted(value: number): boolean {
  return value >= TRUSTED_SQUARES.least && value <= TRUSTED_SQUARES.most;
}
