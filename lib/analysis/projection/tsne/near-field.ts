/**
 * 1/u, u = 1 + d², is split at a reach: beyond it the far part is 1/u itself, within it the parabola in u that goes on from
 * there with the same slope and curvature. That is smooth enough for a coarse mesh; the rest, the near part, is e³/u with
 * e = 1 − u/(1 + reach²), and nothing beyond the reach. A reach of 0 leaves everything to the far part.
 * Source: the splitting of multilevel summation (Skeel, Tezcan & Hardy 2002), with the kernel of t-SNE.
 * Checked: near + far = 1/u (near-field.test.ts).
 */
export function farKernel(square: number, reach: number): number {
  const u = 1 + square;
  const edge = 1 + reach * reach;
  if (u >= edge) return 1 / u;
  const e = 1 - u / edge;
  return (1 + e * (1 + e)) / edge;
}

/** The near part of repulsion, pair by pair among points of neighbouring cells. */
export interface NearField {
  /**
   * Adds the push of all pairs within the reach to `out` [points × 2], and returns the near part of Σ_i<j q_ij. `cells` says
   * in which cell of a grid, `columns` wide, row by row, each point lies; cells are no smaller than the reach, and the
   * outermost ones hold no point.
   */
  push(layout: Float64Array, cells: Int32Array, columns: number, reach: number, out: Float64Array): number;
}

/** Holds its memory between calls. Checked: exact sums. */
export function nearField(points: number): NearField {
  const order = new Int32Array(points);
  const sorted = new Float64Array(2 * points);
  const forces = new Float64Array(2 * points);
  return {
    push(layout, cells, columns, reach, out) {
      const starts = sortByCell(cells, columns * columns, order);
      for (let at = 0; at < points; at++) {
        sorted[2 * at] = layout[2 * order[at]!]!;
        sorted[2 * at + 1] = layout[2 * order[at]! + 1]!;
      }
      forces.fill(0);
      const edge = 1 + reach * reach;
      let sum = 0;
      for (let cell = 0; cell < columns * (columns - 1); cell++) {
        // each pair once: the rest of this cell and the next one, and three cells of the row below
        const after = starts[cell + 2]!;
        const below = starts[cell + columns - 1]!;
        const belowEnd = starts[cell + columns + 2]!;
        for (let at = starts[cell]!; at < starts[cell + 1]!; at++) {
          sum += pushFrom(sorted, at, at + 1, after, edge, forces);
          sum += pushFrom(sorted, at, below, belowEnd, edge, forces);
        }
      }
      for (let at = 0; at < points; at++) {
        out[2 * order[at]!]! += forces[2 * at]!;
        out[2 * order[at]! + 1]! += forces[2 * at + 1]!;
      }
      return sum;
    },
  };
}

/** Writes the points in the order of their cells, and returns the first place of each cell. */
function sortByCell(cells: Int32Array, count: number, order: Int32Array): Int32Array {
  const starts = new Int32Array(count + 3);
  // two places on, so that filling moves each start to where it belongs
  for (let i = 0; i < cells.length; i++) starts[cells[i]! + 2]!++;
  for (let cell = 2; cell < starts.length; cell++) starts[cell]! += starts[cell - 1]!;
  for (let i = 0; i < cells.length; i++) order[starts[cells[i]! + 1]!++] = i;
  return starts;
}

/** Between the point at `at` and those from `from` to `end`. */
function pushFrom(
  sorted: Float64Array,
  at: number,
  from: number,
  end: number,
  edge: number,
  forces: Float64Array,
): number {
  const x = sorted[2 * at]!;
  const y = sorted[2 * at + 1]!;
  let fx = 0;
  let fy = 0;
  let sum = 0;
  for (let other = from; other < end; other++) {
    const dx = x - sorted[2 * other]!;
    const dy = y - sorted[2 * other + 1]!;
    const u = 1 + dx * dx + dy * dy;
    if (u >= edge) continue;
    const e = 1 - u / edge;
    const near = (e * e * e) / u;
    const force = ((3 * e * e) / edge + near) / u;
    sum += near;
    fx += force * dx;
    fy += force * dy;
    forces[2 * other]! -= force * dx;
    forces[2 * other + 1]! -= force * dy;
  }
  forces[2 * at]! += fx;
  forces[2 * at + 1]! += fy;
  return sum;
}
