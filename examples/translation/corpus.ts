import { seeded, shuffled } from '../quickstart/sequences.ts';
import { DATE_STYLES, DAYS, datePair } from './dates.ts';
import { NUMBERS, numberPair } from './numbers.ts';
import type { Pair } from './pair.ts';

/** Pairs to learn from, and held-out ones no sentence of which was learned from. */
export interface Corpus {
  readonly train: readonly Pair[];
  readonly validation: readonly Pair[];
  readonly test: readonly Pair[];
}

const SHARES = { validation: 0.1, test: 0.1 };
/** Three dates to one number. */
const DATES = 0.75;

/** `count` different pairs drawn by `seed`, three dates to one number, split 80/10/10. */
export function corpusOf(count: number, seed: number): Corpus {
  const random = seeded(seed);
  const pairs = new Map<string, Pair>();
  while (pairs.size < count) {
    const pair = drawn(random);
    pairs.set(pair.english, pair);
  }
  const all = [...pairs.values()];
  const mixed = shuffled(count, random).map((i) => all[i]!);
  const test = Math.round(count * SHARES.test);
  const held = test + Math.round(count * SHARES.validation);
  return { test: mixed.slice(0, test), validation: mixed.slice(test, held), train: mixed.slice(held) };
}

function drawn(random: () => number): Pair {
  const below = (count: number) => Math.floor(random() * count);
  if (random() < DATES) return datePair(below(DAYS), below(DATE_STYLES));
  // as many short numbers as long ones
  return numberPair(below(Math.min(NUMBERS, 10 ** (1 + below(5)))));
}
