/** A rule to integrate over 0…1: Σ weights[i]·f(nodes[i]). */
export interface Quadrature {
  /** Rising, inside (0, 1). */
  readonly nodes: Float64Array;
  /** Positive, summing up to 1. */
  readonly weights: Float64Array;
}

/**
 * Gauss–Legendre quadrature of `count` nodes on 0…1, exact for polynomials of degree 2·count − 1. Newton's method on the
 * Legendre polynomial, from Chebyshev-like first guesses. Checked against numpy.polynomial.legendre.leggauss up to 300
 * nodes (1e-14).
 */
export function gaussLegendre(count: number): Quadrature {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < Math.ceil(count / 2); i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round++) {
      const { value, derivative } = legendre(count, x);
      slope = derivative;
      const next = x - value / derivative;
      const done = Math.abs(next - x) < 1e-15;
      x = next;
      if (done) break;
    }
    slope = legendre(count, x).derivative || slope;
    const weight = 1 / ((1 - x * x) * slope * slope);
    nodes[count - 1 - i] = (1 + x) / 2;
    nodes[i] = (1 - x) / 2;
    weights[i] = weight;
    weights[count - 1 - i] = weight;
  }
  return { nodes, weights };
}

/** P_n(x) and P′_n(x) by the three-term recurrence. */
function legendre(n: number, x: number): { value: number; derivative: number } {
  let previous = 1;
  let value = x;
  for (let k = 2; k <= n; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
    previous = value;
    value = next;
  }
  return { value, derivative: (n * (x * value - previous)) / (x * x - 1) };
}
