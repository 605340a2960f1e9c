import { assert } from '../../base/errors.ts';

/**
 * The one-to-one assignment of rows to columns of least total cost: for each row its column. `costs` is row-major and
 * finite, with rows ≤ columns. O(rows² · columns).
 * Source: shortest augmenting paths with potentials (Jonker & Volgenant 1987). Checked: `scipy.optimize.linear_sum_assignment`
 * (scripts/reference/compare.py), and against all permutations of small ones.
 */
export function leastCostAssignment(costs: ArrayLike<number>, rows: number, cols: number): Int32Array {
  assert(rows <= cols && costs.length === rows * cols, `${costs.length} costs of ${rows} rows ≤ ${cols} columns`);
  // 1-based, 0 stands for "none": row of each column, potentials of rows and columns
  const rowOf = new Int32Array(cols + 1);
  const rowPotential = new Float64Array(rows + 1);
  const colPotential = new Float64Array(cols + 1);
  const cameFrom = new Int32Array(cols + 1);
  const distance = new Float64Array(cols + 1);
  const isDone = new Uint8Array(cols + 1);
  for (let row = 1; row <= rows; row++) {
    rowOf[0] = row;
    distance.fill(Infinity);
    isDone.fill(0);
    let col = 0;
    do {
      isDone[col] = 1;
      const from = rowOf[col]!;
      let [nearest, least] = [0, Infinity];
      for (let to = 1; to <= cols; to++) {
        if (isDone[to]) continue;
        const reduced = costs[(from - 1) * cols + to - 1]! - rowPotential[from]! - colPotential[to]!;
        if (reduced < distance[to]!) {
          distance[to] = reduced;
          cameFrom[to] = col;
        }
        if (distance[to]! < least) [nearest, least] = [to, distance[to]!];
      }
      assert(least < Infinity, 'costs of an assignment are finite');
      for (let to = 0; to <= cols; to++) {
        if (isDone[to]) {
          rowPotential[rowOf[to]!]! += least;
          colPotential[to]! -= least;
        } else distance[to]! -= least;
      }
      col = nearest;
    } while (rowOf[col] !== 0);
    for (; col !== 0; col = cameFrom[col]!) rowOf[col] = rowOf[cameFrom[col]!]!;
  }
  const columnOf = new Int32Array(rows);
  for (let col = 1; col <= cols; col++) if (rowOf[col]! > 0) columnOf[rowOf[col]! - 1] = col - 1;
  return columnOf;
}
