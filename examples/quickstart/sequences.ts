/** Labelled sequences of one length: `x` is [rows × steps × features] in C order, `labels` one class a row. */
export interface Sequences {
  readonly x: Float32Array;
  readonly labels: Uint8Array;
  readonly rows: number;
  readonly steps: number;
  readonly features: number;
}

/** Training, validation and held-out test rows, and what the rows are about. */
export interface Task {
  readonly title: string;
  readonly classNames: readonly string[];
  readonly train: Sequences;
  readonly validation: Sequences;
  readonly test: Sequences;
}

/** A stream of numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The indices 0 … count−1 in a random order. */
export function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other]!, order[index]!];
  }
  return order;
}

/**
 * Splits row indices so that every part holds every class in the given shares (0.8, 0.1, 0.1, …, adding up to 1),
 * to the nearest row. Each part comes shuffled; the parts are disjoint and together hold every row.
 */
export function splitByClass(labels: ArrayLike<number>, shares: readonly number[], random: () => number): number[][] {
  const parts: number[][] = shares.map(() => []);
  const seen = new Map<number, number>();
  const order = shuffled(labels.length, random);
  const sizes = countClasses(labels);
  for (const row of order) {
    const label = labels[row]!;
    const place = seen.get(label) ?? 0;
    seen.set(label, place + 1);
    parts[partOf((place + 0.5) / sizes.get(label)!, shares)]!.push(row);
  }
  return parts;
}

function partOf(position: number, shares: readonly number[]): number {
  let end = 0;
  const part = shares.findIndex((share) => {
    end += share;
    return position < end;
  });
  return part < 0 ? shares.length - 1 : part;
}

/** How often each class occurs. */
export function countClasses(labels: ArrayLike<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const label of Array.from(labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/**
 * Stretches or squeezes a sequence [rows × features] to `steps` frames by linear interpolation; the first and the last
 * frame stay where they are. A single frame is repeated.
 */
export function resample(frames: Float32Array, features: number, steps: number): Float32Array {
  const rows = frames.length / features;
  const resampled = new Float32Array(steps * features);
  for (let step = 0; step < steps; step++) {
    const position = steps === 1 ? 0 : (step * (rows - 1)) / (steps - 1);
    const before = Math.floor(position);
    const after = Math.min(before + 1, rows - 1);
    for (let feature = 0; feature < features; feature++) {
      const from = frames[before * features + feature]!;
      const to = frames[after * features + feature]!;
      resampled[step * features + feature] = from + (to - from) * (position - before);
    }
  }
  return resampled;
}

/** The rows of `sequences` at `indices`, in that order. */
export function take(sequences: Sequences, indices: readonly number[]): Sequences {
  const size = sequences.steps * sequences.features;
  const x = new Float32Array(indices.length * size);
  indices.forEach((row, place) => {
    x.set(sequences.x.subarray(row * size, (row + 1) * size), place * size);
  });
  return { ...sequences, x, labels: Uint8Array.from(indices, (row) => sequences.labels[row]!), rows: indices.length };
}

/** Mean and standard deviation of every feature over all rows and steps. */
export function moments({ x, features }: Sequences): { mean: Float64Array; deviation: Float64Array } {
  const count = x.length / features;
  const mean = new Float64Array(features);
  const deviation = new Float64Array(features);
  x.forEach((value, index) => {
    mean[index % features]! += value / count;
  });
  x.forEach((value, index) => {
    deviation[index % features]! += (value - mean[index % features]!) ** 2 / count;
  });
  return { mean, deviation: deviation.map((variance) => Math.sqrt(variance) || 1) };
}

/** The sequences with `mean` taken away and divided by `deviation`, feature by feature. */
export function standardise(sequences: Sequences, { mean, deviation }: ReturnType<typeof moments>): Sequences {
  const { features } = sequences;
  return {
    ...sequences,
    x: sequences.x.map((value, index) => (value - mean[index % features]!) / deviation[index % features]!),
  };
}
