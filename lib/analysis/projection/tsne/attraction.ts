import type { Affinities } from './affinities.ts';

/** Writes Σ_j p_ij·q_ij·(y_i − y_j) for all points [points × dimensions] into `out`, with q_ij = 1/(1 + d_ij²). */
export function pull(affinities: Affinities, layout: Float64Array, dimensions: 2 | 3, out: Float64Array): void {
  out.fill(0);
  if (dimensions === 2) pullPlane(affinities, layout, out);
  else pullSpace(affinities, layout, out);
}

function pullPlane({ points, starts, others, weights }: Affinities, layout: Float64Array, out: Float64Array): void {
  for (let i = 0; i < points; i++) {
    const x = layout[2 * i]!;
    const y = layout[2 * i + 1]!;
    let fx = 0;
    let fy = 0;
    const end = starts[i + 1]!;
    for (let e = starts[i]!; e < end; e++) {
      const j = 2 * others[e]!;
      const dx = x - layout[j]!;
      const dy = y - layout[j + 1]!;
      const w = weights[e]! / (1 + dx * dx + dy * dy);
      fx += w * dx;
      fy += w * dy;
      out[j]! -= w * dx;
      out[j + 1]! -= w * dy;
    }
    out[2 * i]! += fx;
    out[2 * i + 1]! += fy;
  }
}

function pullSpace({ points, starts, others, weights }: Affinities, layout: Float64Array, out: Float64Array): void {
  for (let i = 0; i < points; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      const j = 3 * others[e]!;
      const dx = layout[3 * i]! - layout[j]!;
      const dy = layout[3 * i + 1]! - layout[j + 1]!;
      const dz = layout[3 * i + 2]! - layout[j + 2]!;
      const w = weights[e]! / (1 + dx * dx + dy * dy + dz * dz);
      out[3 * i]! += w * dx;
      out[3 * i + 1]! += w * dy;
      out[3 * i + 2]! += w * dz;
      out[j]! -= w * dx;
      out[j + 1]! -= w * dy;
      out[j + 2]! -= w * dz;
    }
  }
}

/**
 * The KL divergence over the given P alone, Z being Σ_ij 1/(1 + d_ij²) over all ordered pairs: for watching the descent.
 * Not comparable between different P ({@link import('../kl.ts').fullDivergence} is).
 */
export function divergence(affinities: Affinities, layout: Float64Array, dimensions: 2 | 3, z: number): number {
  const { points, starts, others, weights, negentropy } = affinities;
  let sum = 0;
  for (let i = 0; i < points; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      let square = 0;
      for (let k = 0; k < dimensions; k++) {
        const difference = layout[dimensions * i + k]! - layout[dimensions * others[e]! + k]!;
        square += difference * difference;
      }
      sum += 2 * weights[e]! * Math.log(1 + square);
    }
  }
  return negentropy + Math.log(z) + sum;
}
