import { type Sequences, seeded, type Task } from './sequences.ts';

const SYMBOLS = 10;
const NAMES = Array.from('ABCDEFGHIJ');

/**
 * Delayed recall: one of ten symbols comes first, then only noise; after the last step the network must say which it
 * was. Generated, so it needs no network and no Python: what the quickstart trains where the digits cannot be had.
 */
export function delayedRecall({ rows = 3000, steps = 10, seed = 1 } = {}): Task {
  const random = seeded(seed);
  const make = (count: number) => generate(count, steps, random);
  return {
    title: 'delayed recall of ten symbols (generated)',
    classNames: NAMES,
    train: make(Math.round(rows * 0.8)),
    validation: make(Math.round(rows * 0.1)),
    test: make(Math.round(rows * 0.1)),
  };
}

function generate(rows: number, steps: number, random: () => number): Sequences {
  // One input for each symbol, one for the noise.
  const features = SYMBOLS + 1;
  const x = new Float32Array(rows * steps * features);
  const labels = Uint8Array.from({ length: rows }, (_, row) => row % SYMBOLS);
  for (let row = 0; row < rows; row++) {
    const start = row * steps * features;
    x[start + labels[row]!] = 1;
    for (let step = 1; step < steps; step++) x[start + step * features + SYMBOLS] = random() * 2 - 1;
  }
  return { x, labels, rows, steps, features };
}
