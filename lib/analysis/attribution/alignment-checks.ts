import { type AttentionWeights, alignmentErrorRate, argMaxRows, type Link } from './attention-checks.ts';

/** Source steps of each target step of each sequence, 0-based; none where the list is empty. */
export type Alignment = readonly (readonly (readonly number[])[])[];

/** How far attention is from the true alignment. */
export interface AlignmentErrors {
  /**
   * Alignment error rate 0…1 of the arg-max of each row (Och and Ney 2003). The only source of a target is a sure link; one
   * of several is a possible one, so that looking at any of them is right. NaN where no target has a source.
   */
  readonly errorRate: number;
  /** Mean share 0…1 of a row's weight that is off its true sources. NaN where no target has a source. */
  readonly offMass: number;
}

/**
 * Holds weights, averaged over heads, against the true alignment. Targets without a source are left out, and so are
 * sequences and targets beyond the weights. Null where the alignment speaks of more sources than there are: it is not of
 * these weights.
 */
export function alignmentErrors({ shape, values }: AttentionWeights, alignment: Alignment): AlignmentErrors | null {
  const [sequences, , targets, sources] = shape;
  const [links, sure, possible]: [Link[], Link[], Link[]] = [[], [], []];
  let [off, rows] = [0, 0];
  for (let b = 0; b < Math.min(sequences, alignment.length); b++) {
    const weights = meanOfHeads(shape, values, b);
    const looked = argMaxRows(weights, sources);
    for (const [t, truth] of alignment[b]!.slice(0, targets).entries()) {
      if (truth.some((s) => s >= sources)) return null;
      if (truth.length === 0) continue;
      // targets of all sequences are one list of links
      const target = b * targets + t;
      const its = new Set(truth);
      links.push([target, looked[t]!]);
      for (const s of its) (its.size === 1 ? sure : possible).push([target, s]);
      const row = weights.subarray(t * sources, (t + 1) * sources);
      const total = row.reduce((sum, weight) => sum + weight, 0);
      // a row without weight looks at none of its true sources
      off += total === 0 ? 1 : 1 - [...its].reduce((sum, s) => sum + row[s]!, 0) / total;
      rows++;
    }
  }
  return { errorRate: alignmentErrorRate(links, sure, possible), offMass: off / rows };
}

/** Weights [target, source] of one sequence, averaged over heads. */
export function meanOfHeads(
  shape: AttentionWeights['shape'],
  values: ArrayLike<number>,
  sequence: number,
): Float64Array {
  const [, heads, targets, sources] = shape;
  const size = targets * sources;
  const mean = new Float64Array(size);
  for (let h = 0; h < heads; h++) {
    const from = (sequence * heads + h) * size;
    for (let i = 0; i < size; i++) mean[i]! += values[from + i]! / heads;
  }
  return mean;
}
