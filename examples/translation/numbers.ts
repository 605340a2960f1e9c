import { toCardinal as inEnglish } from 'n2words/en-US';
import { toCardinal as inChinese } from 'n2words/zh-Hans-CN';
import type { Pair } from './pair.ts';

/** Numbers below this one are learned. */
export const NUMBERS = 100_000;

const CHINESE_DIGITS = '零一二三四五六七八九';
/** Decimal place of a Chinese unit. */
const UNITS: { readonly [unit: string]: number } = { 十: 1, 百: 2, 千: 3, 万: 4 };
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/**
 * A number from 0 to 99,999 in words. A Chinese digit is aligned to the word that says it, a unit (百) to the word for it, or to that of
 * the digit where English has none (十 in forty); 零, which only marks a gap, to nothing.
 */
export function numberPair(value: number): Pair {
  const english = inEnglish(value);
  const source = english.split(/[ -]/);
  const target = [...inChinese(value, { formal: false })];
  const said = source.map((_, i) => placesOf(source, i));
  const words = (holds: (one: Said) => boolean) => said.flatMap((one, i) => (holds(one) ? [i] : []));
  const alignment = target.map((character, i) => {
    if (character === '零') return value === 0 ? [0] : [];
    const own = UNITS[character];
    const place = own ?? UNITS[target[i + 1] ?? ''] ?? 0;
    const unit = own === undefined ? [] : words(({ unit: said }) => said === place);
    return unit.length > 0 ? unit : words(({ digits }) => digits.includes(place));
  });
  return { kind: 'number', english, source, target, alignment };
}

/** What an English word says: the digits of which decimal places, or a unit. */
interface Said {
  readonly digits: readonly number[];
  readonly unit: number | null;
}

function placesOf(words: readonly string[], at: number): Said {
  const word = words[at]!;
  const above = words.indexOf('thousand') > at ? 3 : 0;
  if (word === 'thousand') return { digits: [], unit: 3 };
  if (word === 'hundred') return { digits: [], unit: 2 + above };
  if (TENS.includes(word)) return { digits: [1 + above], unit: null };
  if (TEENS.includes(word)) return { digits: [1 + above, above], unit: null };
  return { digits: [words[at + 1] === 'hundred' ? 2 + above : above], unit: null };
}

/** The digit a Chinese character stands for; null for a unit. */
export function digitOf(character: string): number | null {
  const digit = CHINESE_DIGITS.indexOf(character);
  return digit < 0 ? null : digit;
}
