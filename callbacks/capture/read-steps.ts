import type { Tensor, Tf } from '../../lib/model/tfjs-internals.ts';

/** Values of one state over the steps of a cell: row-major [step, sequence, unit], in the order the cell ran. */
export interface StepValues {
  readonly values: Float32Array;
  readonly time: number;
  readonly batch: number;
  readonly units: number;
}

/** Reads the tensors [sequence, unit] of all steps in one go, the first `batch` sequences of each; absent ones are 0. */
export function readSteps(tf: Tf, tensors: readonly Tensor[], time: number, batch: number, units: number): StepValues {
  const values = new Float32Array(time * batch * units);
  const present = [...tensors.keys()].filter((t) => tensors[t] !== undefined);
  if (present.length > 0) {
    const stacked = tf.tidy(() => {
      const rows = present.map((t) => tensors[t]!);
      const isWhole = rows[0]!.shape[0] === batch;
      return tf.stack(isWhole ? rows : rows.map((row) => tf.slice(row, [0, 0], [batch, units])));
    });
    const data = stacked.dataSync() as Float32Array;
    stacked.dispose();
    const size = batch * units;
    for (const [row, t] of present.entries()) values.set(data.subarray(row * size, (row + 1) * size), t * size);
  }
  return { values, time, batch, units };
}
