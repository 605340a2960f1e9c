import { seeded, shuffled, splitByClass } from '../quickstart/sequences.ts';
import { tokenise } from './tokenise.ts';

/** A sentence people have rated, from −4 (very negative) to 4. */
export interface Rated {
  readonly words: readonly string[];
  readonly rating: number;
}

/** A sentence of a split: its words, and whether it is positive. */
export interface Labelled {
  readonly words: readonly string[];
  /** 0 negative, 1 positive. */
  readonly label: 0 | 1;
}

export interface Split {
  readonly train: readonly Labelled[];
  readonly validation: readonly Labelled[];
  readonly test: readonly Labelled[];
}

/** Ratings between −½ and ½ say neither. */
const CLEAR = 0.5;
const SHARES = [0.8, 0.1, 0.1];

/** Reads lines of `id TAB mean rating TAB sentence`; a line that is none is an error that names it. */
export function readRated(text: string, file: string): Rated[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  return lines.map((line, i) => {
    const [, rating, ...sentence] = line.split('\t');
    const value = Number(rating);
    if (sentence.length === 0 || !rating || !Number.isFinite(value)) {
      throw new Error(`${file}: line ${i + 1} is ${JSON.stringify(line.slice(0, 60))} — fetch the file again`);
    }
    return { words: tokenise(sentence.join(' ')), rating: value };
  });
}

/**
 * Sentences with a clear rating, split 80/10/10 with the same share of positive ones in each part. A sentence that comes
 * twice is taken once, so that no part holds one of another.
 */
export function splitRated(rated: readonly Rated[], seed: number, rows = Number.POSITIVE_INFINITY): Split {
  const random = seeded(seed);
  const once = [...new Map(rated.map((each) => [each.words.join(' '), each])).values()];
  const clear = shuffled(once.length, random)
    .map((i) => once[i]!)
    .filter(({ words, rating }) => words.length > 0 && Math.abs(rating) >= CLEAR)
    .slice(0, rows)
    .map(({ words, rating }): Labelled => ({ words, label: rating > 0 ? 1 : 0 }));
  const parts = splitByClass(
    clear.map(({ label }) => label),
    SHARES,
    random,
  );
  const [train, validation, test] = parts.map((indices) => indices.map((i) => clear[i]!));
  return { train: train!, validation: validation!, test: test! };
}
