import type { Tensor, Tf } from '../../lib/model/tfjs-internals.ts';
import type { BlockShape } from './gate-blocks.ts';

/** Sums of squares outside this range may have lost digits, or all, to float32. */
const TRUSTED_SQUARES = { least: 1e-30, most: 1e36 };

/** A tensor and the blocks its norms are taken over. */
export interface Blocked {
  readonly tensor: Tensor;
  readonly shape: BlockShape;
}

/**
 * L2 norms of every block of every tensor: two or three kernels a tensor, one read back for all. Where a float32 sum of
 * squares is so small or so large that it cannot be trusted, that tensor is done again after division by its largest
 * element.
 */
export function blockNorms(tf: Tf, blocked: readonly Blocked[]): number[][] {
  const squares = readBlocks(tf, blocked, ({ tensor, shape }) => blockSum(tf, tf.square(tensor), shape));
  const norms = squares.map((values) => values.map(Math.sqrt));
  const doubtful = [...squares.keys()].filter((i) => !squares[i]!.every(trusted));
  if (doubtful.length === 0) return norms;
  const again = doubtful.map((i) => blocked[i]!);
  const largest = readBlocks(tf, again, ({ tensor, shape }) => tf.max(grid(tensor, shape).abs(), [0, 2]));
  const roots = largest.map((values) => values.map((most) => Math.sqrt(Math.max(most, Number.MIN_VALUE))));
  const scaled = readBlocks(tf, again, ({ tensor, shape }, at) => {
    // the reciprocal of the largest may itself overflow: dividing twice by its root never does
    const root = tf.tensor3d(roots[at]!, [1, shape.blocks, 1]);
    return tf.sum(tf.square(tf.div(tf.div(grid(tensor, shape), root), root)), [0, 2]);
  });
  for (const [at, i] of doubtful.entries()) {
    norms[i] = norms[i]!.map((norm, block) => {
      const most = largest[at]![block]!;
      return most > 0 && Number.isFinite(most) ? most * Math.sqrt(scaled[at]![block]!) : norm;
    });
  }
  return norms;
}

/** L2 norms of whole tensors: {@link blockNorms} of one block each. */
export function l2Norms(tf: Tf, tensors: readonly Tensor[]): number[] {
  const whole = tensors.map((tensor) => ({ tensor, shape: { rows: 1, blocks: 1, columns: tensor.size } }));
  return blockNorms(tf, whole).map(([norm]) => norm!);
}

function trusted(value: number): boolean {
  return value >= TRUSTED_SQUARES.least && value <= TRUSTED_SQUARES.most;
}

function blockSum(tf: Tf, tensor: Tensor, shape: BlockShape): Tensor {
  // the sum over everything needs no reshaping, and is the case of most weights
  return shape.blocks === 1 ? tf.sum(tensor).reshape([1]) : tf.sum(grid(tensor, shape), [0, 2]);
}

function grid(tensor: Tensor, { rows, blocks, columns }: BlockShape): Tensor {
  return tensor.reshape([rows, blocks, columns]);
}

/** One value a block, packed into one tensor and read once. */
function readBlocks(tf: Tf, blocked: readonly Blocked[], make: (each: Blocked, index: number) => Tensor): number[][] {
  if (blocked.length === 0) return [];
  const packed = tf.tidy(() => tf.concat(blocked.map(make)));
  const values = packed.dataSync();
  packed.dispose();
  let at = 0;
  return blocked.map(({ shape: { blocks } }) => {
    at += blocks;
    return Array.from(values.subarray(at - blocks, at));
  });
}
