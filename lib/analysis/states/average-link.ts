/** One merge of two clusters: leaves are 0…n − 1, the cluster of merge m is n + m. */
export interface Merge {
  /** The smaller number of the two. */
  readonly left: number;
  readonly right: number;
  readonly distance: number;
}

/**
 * Average-link (UPGMA) clustering by a symmetric matrix of distances [n × n], merges by ascending distance. Follows chains
 * of nearest neighbours, O(n²). Works on a copy of the matrix. Fewer than 2 leaves: no merges.
 * Source: Murtagh 1983; Müllner 2011. Checked: `scipy.cluster.hierarchy.linkage`.
 */
export function averageLink(distances: Float64Array, n: number): Merge[] {
  const matrix = distances.slice();
  const sizes = new Float64Array(n).fill(1);
  const pairs: { readonly a: number; readonly b: number; readonly distance: number }[] = [];
  const chain: number[] = [];
  while (pairs.length < n - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0));
    const [a, b] = endOfChain(matrix, sizes, chain);
    pairs.push({ a, b, distance: matrix[a * n + b]! });
    join(matrix, sizes, n, a, b);
  }
  return numbered(
    pairs.sort((x, y) => x.distance - y.distance),
    n,
  );
}

/** Leaves in the order of the tree, the left (smaller) cluster of every merge first. */
export function leavesOf(merges: readonly Merge[], n: number): Int32Array {
  if (n < 2) return Int32Array.from({ length: n }, (_, i) => i);
  const leaves: number[] = [];
  const open = [n + merges.length - 1];
  while (open.length > 0) {
    const cluster = open.pop()!;
    const merge = merges[cluster - n];
    if (!merge) leaves.push(cluster);
    else open.push(merge.right, merge.left);
  }
  return Int32Array.from(leaves);
}

/** Grows the chain until its last two are each other's nearest, and takes them off. */
function endOfChain(matrix: Float64Array, sizes: Float64Array, chain: number[]): readonly [number, number] {
  const n = sizes.length;
  for (;;) {
    const last = chain.at(-1)!;
    const before = chain.at(-2);
    // at equal distance the one before it wins, or the chain could run in a circle
    let nearest = before ?? -1;
    let least = before === undefined ? Infinity : matrix[last * n + before]!;
    for (let j = 0; j < n; j++) {
      if (j === last || sizes[j] === 0 || matrix[last * n + j]! >= least) continue;
      least = matrix[last * n + j]!;
      nearest = j;
    }
    if (nearest === before) {
      chain.length -= 2;
      return [Math.min(last, nearest), Math.max(last, nearest)];
    }
    chain.push(nearest);
  }
}

/** Cluster b takes a in; a is gone. */
function join(matrix: Float64Array, sizes: Float64Array, n: number, a: number, b: number): void {
  for (let j = 0; j < n; j++) {
    if (sizes[j] === 0 || j === a || j === b) continue;
    const mean = (sizes[a]! * matrix[a * n + j]! + sizes[b]! * matrix[b * n + j]!) / (sizes[a]! + sizes[b]!);
    matrix[b * n + j] = mean;
    matrix[j * n + b] = mean;
  }
  sizes[b]! += sizes[a]!;
  sizes[a] = 0;
}

/** Names each merge's clusters by the merges that made them. */
function numbered(pairs: readonly { a: number; b: number; distance: number }[], n: number): Merge[] {
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const name = Int32Array.from({ length: n }, (_, i) => i);
  const root = (leaf: number) => {
    let at = leaf;
    while (parent[at] !== at) at = parent[at]!;
    return at;
  };
  return pairs.map(({ a, b, distance }, m) => {
    const [x, y] = [root(a), root(b)];
    const [left, right] = [Math.min(name[x]!, name[y]!), Math.max(name[x]!, name[y]!)];
    parent[x] = y;
    name[y] = n + m;
    return { left, right, distance };
  });
}
