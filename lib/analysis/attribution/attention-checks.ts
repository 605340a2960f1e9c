/** Attention weights [sequence, head, target, source], and which sources are valid [sequence, source] (1), if known. */
export interface AttentionWeights {
  readonly shape: readonly [number, number, number, number];
  readonly values: ArrayLike<number>;
  readonly sourceMask: ArrayLike<number> | null;
}

/** What can be said of attention weights as a whole. */
export interface AttentionSummary {
  /** Mean over rows of {@link rowEntropy}, 0…1; NaN where no row has two valid sources and a weight on one. */
  readonly entropy: number;
  /** Largest |Σ row − 1|; sequences without a valid source are left out. NaN where a weight is none. */
  readonly rowSumError: number;
  /** Smallest weight. */
  readonly smallest: number;
  /** Mean share 0…1 of a row's weight that lies on padding, over the sequences that have any; null where none has, or it is not known. */
  readonly padMass: number | null;
}

/**
 * How widely a row looks at the sources it may choose from: −Σ p ln p ÷ ln(valid sources) with p its shares of the weight on
 * them. 0 at one alone, 1 at all alike, whatever the row sums to and whatever lies on padding. `valid`: 1 per source it may
 * choose from; all without it. NaN below two of them, for a row without weight on them, and where one of its weights is NaN.
 * Checked: `scipy.stats.entropy`.
 */
export function rowEntropy(row: ArrayLike<number>, valid: ArrayLike<number> | null = null): number {
  let [count, sum, weighted] = [0, 0, 0];
  for (let i = 0; i < row.length; i++) {
    if (valid !== null && valid[i] === 0) continue;
    const weight = row[i]!;
    count++;
    sum += weight;
    weighted += weight === 0 ? 0 : weight * Math.log(weight);
  }
  // −Σ p ln p = ln Σa − (Σ a ln a) ÷ Σa; rounding may leave it a hair outside
  return count < 2 ? Number.NaN : Math.min(1, Math.max(0, (Math.log(sum) - weighted / sum) / Math.log(count)));
}

/** Summary of all rows: see {@link AttentionSummary}. Checked: SciPy and NumPy to 1e-12. */
export function summariseAttention({ shape, values, sourceMask }: AttentionWeights): AttentionSummary {
  const [sequences, heads, targets, sources] = shape;
  const entropy = new Mean();
  const padMass = new Mean();
  let rowSumError = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let b = 0; b < sequences; b++) {
    const mask = Uint8Array.from({ length: sources }, (_, s) => (sourceMask?.[b * sources + s] === 0 ? 0 : 1));
    const valid = mask.reduce((count, isOn) => count + isOn, 0);
    if (valid === 0) continue;
    for (let r = 0; r < heads * targets; r++) {
      const row = rowOf(values, (b * heads * targets + r) * sources, sources);
      let sum = 0;
      let padded = 0;
      for (const [s, a] of row.entries()) {
        sum += a;
        if (mask[s] === 0) padded += a;
        smallest = Number.isNaN(a) ? a : Math.min(smallest, a);
      }
      rowSumError = Number.isNaN(sum) ? sum : Math.max(rowSumError, Math.abs(sum - 1));
      entropy.add(rowEntropy(row, mask));
      if (valid < sources) padMass.add(padded / sum);
    }
  }
  return { entropy: entropy.value, rowSumError, smallest, padMass: padMass.count === 0 ? null : padMass.value };
}

/** Where a row looks on average: Σ s·a_s ÷ Σ a_s, 0-based. NaN for a row of zeros. */
export function expectedPosition(row: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let s = 0; s < row.length; s++) {
    sum += s * row[s]!;
    total += row[s]!;
  }
  return sum / total;
}

/** Index of the largest weight of each row of [target, source]; the first of equals. */
export function argMaxRows(values: ArrayLike<number>, sources: number): Int32Array {
  return Int32Array.from({ length: values.length / sources }, (_, t) => {
    let best = 0;
    for (let s = 1; s < sources; s++) if (values[t * sources + s]! > values[t * sources + best]!) best = s;
    return best;
  });
}

/**
 * How far the place looked at moves on with the target: Kendall's τ-b of positions against 0, 1, 2, …: 1 in order,
 * −1 reversed. NaN where all are equal. Checked against scipy.stats.kendalltau.
 */
export function monotonicity(positions: ArrayLike<number>): number {
  let balance = 0;
  let ties = 0;
  const n = positions.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      balance += Math.sign(positions[j]! - positions[i]!);
      if (positions[i] === positions[j]) ties++;
    }
  }
  const pairs = (n * (n - 1)) / 2;
  return balance / Math.sqrt(pairs * (pairs - ties));
}

/** How much each source was looked at in all: Σ over targets of [target, source]. */
export function coverage(values: ArrayLike<number>, sources: number): Float64Array {
  const sums = new Float64Array(sources);
  for (let i = 0; i < values.length; i++) sums[i % sources]! += values[i]!;
  return sums;
}

/** Share of targets whose arg-max is the gold source; targets without one (−1) are left out. NaN without any. */
export function argMaxAccuracy(positions: ArrayLike<number>, gold: ArrayLike<number>): number {
  const hits = new Mean();
  for (let t = 0; t < gold.length; t++) if (gold[t]! >= 0) hits.add(positions[t] === gold[t] ? 1 : 0);
  return hits.value;
}

/** A link between a target and a source step, both 0-based. */
export type Link = readonly [target: number, source: number];

/**
 * Alignment error rate 1 − (|A∩S| + |A∩P|) / (|A| + |S|) of the links A against sure links S and possible ones P ⊇ S
 * (Och and Ney 2003): 0 perfect. NaN where neither A nor S has a link. Checked: `nltk.translate.alignment_error_rate`.
 */
export function alignmentErrorRate(
  links: readonly Link[],
  sure: readonly Link[],
  possible: readonly Link[] = sure,
): number {
  const keys = (list: readonly Link[]) => new Set(list.map((link) => link.join()));
  const a = keys(links);
  const s = keys(sure);
  const p = keys([...sure, ...possible]);
  const shared = (set: ReadonlySet<string>) => [...a].filter((link) => set.has(link)).length;
  return 1 - (shared(s) + shared(p)) / (a.size + s.size);
}

function rowOf(values: ArrayLike<number>, from: number, length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => values[from + i]!);
}

/** Mean of what is added; NaNs are passed over. */
class Mean {
  count = 0;
  #sum = 0;

  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.count++;
    this.#sum += value;
  }

  get value(): number {
    return this.#sum / this.count;
  }
}
