/** What pushes points apart: with q_ij = 1/(1 + d_ij²), the sums over j ≠ i of q_ij²·(y_i − y_j), and Z = Σ_ij q_ij. */
export interface Repulsion {
  /** Writes the sums for all points [points × dimensions] into `out` and returns Z (ordered pairs, diagonal left out). */
  push(layout: Float64Array, out: Float64Array): number;
}

/** All pairs, one by one: O(N²), in 2 or 3 dimensions. */
export function exactRepulsion(dimensions: 2 | 3): Repulsion {
  return { push: dimensions === 2 ? pushPlane : pushSpace };
}

function pushPlane(layout: Float64Array, out: Float64Array): number {
  out.fill(0);
  let sum = 0;
  for (let i = 0; i < layout.length; i += 2) {
    const x = layout[i]!;
    const y = layout[i + 1]!;
    let fx = 0;
    let fy = 0;
    for (let j = i + 2; j < layout.length; j += 2) {
      const dx = x - layout[j]!;
      const dy = y - layout[j + 1]!;
      const q = 1 / (1 + dx * dx + dy * dy);
      sum += q;
      const ax = q * q * dx;
      const ay = q * q * dy;
      fx += ax;
      fy += ay;
      out[j]! -= ax;
      out[j + 1]! -= ay;
    }
    out[i]! += fx;
    out[i + 1]! += fy;
  }
  return 2 * sum;
}

function pushSpace(layout: Float64Array, out: Float64Array): number {
  out.fill(0);
  let sum = 0;
  for (let i = 0; i < layout.length; i += 3) {
    let fx = 0;
    let fy = 0;
    let fz = 0;
    for (let j = i + 3; j < layout.length; j += 3) {
      const dx = layout[i]! - layout[j]!;
      const dy = layout[i + 1]! - layout[j + 1]!;
      const dz = layout[i + 2]! - layout[j + 2]!;
      const q = 1 / (1 + dx * dx + dy * dy + dz * dz);
      sum += q;
      const q2 = q * q;
      fx += q2 * dx;
      fy += q2 * dy;
      fz += q2 * dz;
      out[j]! -= q2 * dx;
      out[j + 1]! -= q2 * dy;
      out[j + 2]! -= q2 * dz;
    }
    out[i]! += fx;
    out[i + 1]! += fy;
    out[i + 2]! += fz;
  }
  return 2 * sum;
}
