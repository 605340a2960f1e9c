/** An orthogonal matrix: the product of reflections, in Float64; the same seed gives the same. */
export function orthogonal(size: number, seed: number): number[][] {
  let q: number[][] = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => Number(i === j)));
  let state = seed;
  for (let k = 0; k < size; k++) {
    const v = Array.from({ length: size }, () => {
      state = (state * 16807) % 2147483647;
      return state / 2147483647 - 0.5;
    });
    const squared = v.reduce((sum, x) => sum + x * x, 0);
    q = q.map((row) => {
      const along = (2 * row.reduce((sum, x, j) => sum + x * v[j]!, 0)) / squared;
      return row.map((x, j) => x - along * v[j]!);
    });
  }
  return q;
}
