import { assert } from '../../base/errors.ts';

/** Coefficients of Lanczos' approximation of ln Γ (g = 7, nine terms): 15 digits for x ≥ 0.5. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

function logGamma(x: number): number {
  const at = x - 1;
  const base = at + 7.5;
  const sum = LANCZOS.reduce((total, term, i) => total + (i === 0 ? term : term / (at + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(base) - base + Math.log(sum);
}

/** Relative change at which the continued fraction is done; terms after which it always is. */
const DONE = 1e-15;
const MOST_TERMS = 10_000;
const TINY = 1e-300;

/** The continued fraction of the incomplete beta function, by Lentz' method; fast for x < (a + 1) / (a + b + 2). */
function betaFraction(x: number, a: number, b: number): number {
  const kept = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < DONE) break;
  }
  return fraction;
}

/**
 * The regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1, a, b ≥ 0.5. `rest`: 1 − x, where that is known better than
 * by subtraction.
 * Source: DLMF 8.17.22. Checked: `scipy.special.betainc` to 1e-9 relative (scripts/reference/compare.py).
 */
export function incompleteBeta(x: number, a: number, b: number, rest: number = 1 - x): number {
  assert(x >= 0 && x <= 1, `the incomplete beta function takes 0…1, got ${x}`);
  if (x === 0 || rest === 0) return x;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(rest));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(rest, b, a)) / b;
}

/**
 * P(|T| ≥ |t|) of Student's t with `freedom` degrees (> 0, need not be whole; ∞ is the normal law). 0 for ±∞, NaN for NaN.
 * Checked: `scipy.stats.t.sf` to 1e-9 relative (scripts/reference/compare.py).
 */
export function twoSidedP(t: number, freedom: number): number {
  if (Number.isNaN(t) || Number.isNaN(freedom)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  // beyond this the law is the normal one to more digits than are shown
  const degrees = Math.min(freedom, 1e7);
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5, (t * t) / (degrees + t * t));
}

/**
 * The t with P(|T| ≥ t) = `p` (0 < p < 1), by bisection on a logarithmic scale.
 * Checked: `scipy.stats.t.isf` to 1e-9 relative (scripts/reference/compare.py).
 */
export function criticalT(p: number, freedom: number): number {
  assert(p > 0 && p < 1, `a probability between 0 and 1 is needed, got ${p}`);
  let [low, high] = [-30, 60];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (twoSidedP(Math.exp(middle), freedom) > p) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
