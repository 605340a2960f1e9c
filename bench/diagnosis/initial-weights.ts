import { normal, type Random, seededRandom } from '../../lib/base/random.ts';
import type { InitSpec, Training } from './recipe.ts';

/** A weight's first values, row-major. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const GATES = { simpleRNN: 1, gru: 3, lstm: 4 } as const;
/** Which block keeps the state: LSTM i, f, c, o; GRU z, r, h. */
const KEEPING = { simpleRNN: -1, gru: 0, lstm: 1 } as const;

/** First weights of recurrent layer and head, in tfjs' order: kernel, recurrent kernel, bias, head kernel, head bias. */
export function initialWeights(
  { cell, units, init, seed }: Pick<Training, 'cell' | 'units' | 'init' | 'seed'>,
  features: number,
  outputs: number,
): readonly Weight[] {
  const random = seededRandom(seed * 104_729 + 5);
  const width = GATES[cell] * units;
  const bias = new Float32Array(width);
  if (KEEPING[cell] >= 0) bias.fill(init.keepBias ?? 0, KEEPING[cell] * units, (KEEPING[cell] + 1) * units);
  return [
    glorot(features, width, features + units, init.kernelGain ?? 1, random),
    { shape: [units, width], values: recurrent(init, units, GATES[cell], random) },
    { shape: [width], values: bias },
    glorot(units, outputs, units + outputs, 1, random),
    { shape: [outputs], values: new Float32Array(outputs) },
  ];
}

function glorot(rows: number, cols: number, fans: number, gain: number, random: Random): Weight {
  const limit = gain * Math.sqrt(6 / fans);
  const values = Float32Array.from({ length: rows * cols }, () => limit * (2 * random() - 1));
  return { shape: [rows, cols], values };
}

function recurrent(init: InitSpec, units: number, gates: number, random: Random): Float32Array {
  const gain = init.gain ?? 1;
  const width = units * gates;
  if (init.recurrent === 'over-gates') return orthonormalRows(units, width, random).map((value) => gain * value);
  const values = new Float32Array(units * width);
  for (let gate = 0; gate < gates; gate++) {
    const block = square(init.recurrent, units, random);
    for (let i = 0; i < units; i++) {
      for (let j = 0; j < units; j++) values[i * width + gate * units + j] = gain * block[i * units + j]!;
    }
  }
  return values;
}

function square(kind: Exclude<InitSpec['recurrent'], 'over-gates'>, units: number, random: Random): Float32Array {
  if (kind === 'orthogonal') return orthonormalRows(units, units, random);
  if (kind === 'normal') {
    return Float32Array.from({ length: units * units }, () => normal(random) / Math.sqrt(units));
  }
  const step = kind === 'shift' ? 1 : 0;
  return Float32Array.from({ length: units * units }, (_, i) =>
    (Math.floor(i / units) + step) % units === i % units ? 1 : 0,
  );
}

/** Gram–Schmidt on normal rows; rows ≤ cols. */
function orthonormalRows(rows: number, cols: number, random: Random): Float32Array {
  const values = Float64Array.from({ length: rows * cols }, () => normal(random));
  const row = (i: number) => values.subarray(i * cols, (i + 1) * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      const along = dot(row(i), row(j));
      for (let k = 0; k < cols; k++) row(i)[k]! -= along * row(j)[k]!;
    }
    const norm = Math.sqrt(dot(row(i), row(i)));
    for (let k = 0; k < cols; k++) row(i)[k]! /= norm;
  }
  return Float32Array.from(values);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
