import { spokenDigits } from '../../examples/quickstart/spoken-digits.ts';
import { normal, type Random, seededRandom } from '../../lib/base/random.ts';

/** A task small enough to be learned within a hundred steps. All but the digits are generated. */
export type TaskName =
  /** One of four symbols comes first, noise follows; say after the last step which it was. */
  | 'copy'
  /** Two of the numbers are marked; say their sum after the last step. */
  | 'adding'
  /** A symbol comes at each step; say after the last step which came `lag` steps before it. */
  | 'echo'
  /** ±1 at each step; say at each step what came `lag` steps before (0 while nothing has). */
  | 'echo-all'
  /** Bits at each step; say after the last step the parity of the last two. */
  | 'parity'
  /** Noise in four channels; say which had the largest sum over the last three steps. */
  | 'recent'
  /** One of three spoken digits, 20 frames of 13 MFCC. */
  | 'digits';

/** What is to be learned, and how long its sequences are. */
export interface TaskSpec {
  readonly name: TaskName;
  /** T. */
  readonly steps: number;
  /** Steps between what must be remembered and its use; only the echoes leave it open. */
  readonly lag?: number;
}

/** Sequences and targets, row-major: x is [rows, steps, features], y is [rows, outputs] or [rows, steps, outputs]. */
export interface TaskData {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly rows: number;
  readonly steps: number;
  readonly features: number;
  readonly outputs: number;
  /** Targets at every step, not only after the last. */
  readonly everyStep: boolean;
  readonly loss: 'categoricalCrossentropy' | 'meanSquaredError';
  /** How many steps back the task needs; null where nobody knows. */
  readonly memory: number | null;
}

const SYMBOLS = 4;
const DIGITS = [0, 1, 2];

/** Makes `rows` sequences of a task; the same ones for the same seed. `digits`: path of the recordings. */
export function taskData(spec: TaskSpec, rows: number, seed: number, digits: string | null): TaskData {
  const random = seededRandom(seed * 7919 + 17);
  return MAKERS[spec.name](spec, rows, random, digits);
}

type Maker = (spec: TaskSpec, rows: number, random: Random, digits: string | null) => TaskData;

const MAKERS: { readonly [name in TaskName]: Maker } = {
  copy({ steps }, rows, random) {
    const x = noise(rows * steps * SYMBOLS, 0.1, random);
    const labels = Array.from({ length: rows }, (_, row) => row % SYMBOLS);
    for (const [row, label] of labels.entries()) x[row * steps * SYMBOLS + label]! += 1;
    return classes(x, labels, { rows, steps, features: SYMBOLS, memory: steps - 1 });
  },
  adding({ steps }, rows, random) {
    const x = new Float32Array(rows * steps * 2);
    const y = new Float32Array(rows);
    for (let row = 0; row < rows; row++) {
      const marked = [Math.floor(random() * 3), 3 + Math.floor(random() * 3)];
      for (let t = 0; t < steps; t++) {
        const value = random();
        x[(row * steps + t) * 2] = value;
        if (!marked.includes(t)) continue;
        x[(row * steps + t) * 2 + 1] = 1;
        y[row]! += value;
      }
    }
    const shape = { rows, steps, features: 2, outputs: 1, everyStep: false, memory: steps - 3 };
    return { x, y, ...shape, loss: 'meanSquaredError' };
  },
  echo({ steps, lag = 3 }, rows, random) {
    const x = new Float32Array(rows * steps * SYMBOLS);
    const labels: number[] = [];
    for (let row = 0; row < rows; row++) {
      for (let t = 0; t < steps; t++) {
        const symbol = Math.floor(random() * SYMBOLS);
        x[(row * steps + t) * SYMBOLS + symbol] = 1;
        if (t === steps - 1 - lag) labels.push(symbol);
      }
    }
    return classes(x, labels, { rows, steps, features: SYMBOLS, memory: lag });
  },
  'echo-all'({ steps, lag = 3 }, rows, random) {
    const x = Float32Array.from({ length: rows * steps }, () => (random() < 0.5 ? -1 : 1));
    const y = x.map((_, i) => (i % steps >= lag ? x[i - lag]! : 0));
    const shape = { rows, steps, features: 1, outputs: 1, everyStep: true, memory: lag };
    return { x, y, ...shape, loss: 'meanSquaredError' };
  },
  parity({ steps }, rows, random) {
    const x = Float32Array.from({ length: rows * steps }, () => (random() < 0.5 ? -1 : 1));
    const labels = Array.from({ length: rows }, (_, row) =>
      x[(row + 1) * steps - 1]! * x[(row + 1) * steps - 2]! > 0 ? 1 : 0,
    );
    return classes(x, labels, { rows, steps, features: 1, outputs: 2, memory: 2 });
  },
  recent({ steps }, rows, random) {
    const x = Float32Array.from({ length: rows * steps * SYMBOLS }, () => random() * 2 - 1);
    const labels = Array.from({ length: rows }, (_, row) => {
      const sums = Array.from({ length: SYMBOLS }, (_, channel) =>
        [1, 2, 3].reduce((sum, back) => sum + x[((row + 1) * steps - back) * SYMBOLS + channel]!, 0),
      );
      return sums.indexOf(Math.max(...sums));
    });
    return classes(x, labels, { rows, steps, features: SYMBOLS, memory: 3 });
  },
  digits(_spec, rows, random, path) {
    if (path === null) throw new Error('digits: the recordings are not there — run `npm run setup`');
    const { train } = spokenDigits(path);
    const { steps, features } = train;
    const labels = Array.from({ length: rows }, (_, row) => row % DIGITS.length);
    const x = new Float32Array(rows * steps * features);
    for (const [row, label] of labels.entries()) {
      const found = rowOf(train.labels, DIGITS[label]!, random);
      x.set(train.x.subarray(found * steps * features, (found + 1) * steps * features), row * steps * features);
    }
    return classes(x, labels, { rows, steps, features, outputs: DIGITS.length, memory: null });
  },
};

/** A random recording of a digit. */
function rowOf(labels: ArrayLike<number>, digit: number, random: Random): number {
  for (;;) {
    const row = Math.floor(random() * labels.length);
    if (labels[row] === digit) return row;
  }
}

function noise(length: number, deviation: number, random: Random): Float32Array {
  return Float32Array.from({ length }, () => deviation * normal(random));
}

function classes(
  x: Float32Array,
  labels: readonly number[],
  shape: Pick<TaskData, 'rows' | 'steps' | 'features' | 'memory'> & { readonly outputs?: number },
): TaskData {
  const outputs = shape.outputs ?? SYMBOLS;
  const y = new Float32Array(labels.length * outputs);
  for (const [row, label] of labels.entries()) y[row * outputs + label] = 1;
  return { x, y, ...shape, outputs, everyStep: false, loss: 'categoricalCrossentropy' };
}
