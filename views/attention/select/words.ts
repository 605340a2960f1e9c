import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';

/** Words of one probe sequence; null where a script gave none. */
export interface ExampleWords {
  readonly source: readonly string[] | null;
  /** What is to be written. */
  readonly target: readonly string[] | null;
  /** Per target step the true source steps, 0-based. */
  readonly alignment: readonly (readonly number[])[] | null;
}

/** What the probe says of a sequence. */
export function exampleWords({ info: { probe } }: RunData, sequence: number): ExampleWords {
  return {
    source: probe?.tokens?.[sequence] ?? null,
    target: probe?.targetTokens?.[sequence] ?? null,
    alignment: probe?.alignment?.[sequence] ?? null,
  };
}

const parsed = new WeakMap<DecodedTensor, readonly (readonly string[])[]>();

/** The words a model wrote for each sequence, out of their tensor. Empty where it can't be read. */
export function decodedWords(tensor: DecodedTensor): readonly (readonly string[])[] {
  const known = parsed.get(tensor);
  if (known) return known;
  const words = parse(new TextDecoder().decode(Uint8Array.from(tensor.values)));
  parsed.set(tensor, words);
  return words;
}

function parse(text: string): readonly (readonly string[])[] {
  try {
    const lists: unknown = JSON.parse(text);
    return Array.isArray(lists) ? lists.map((list) => (Array.isArray(list) ? list.map(String) : [])) : [];
  } catch {
    return [];
  }
}

/** ⟨eos⟩, <pad>, [CLS]: marks, no words of a text. */
const MARK = /^(<[^<>]*>|⟨[^⟨⟩]*⟩|\[[A-Z]+\])$/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;
const CLOSING = /^[\p{Pe}\p{Pf}.,;:!?%…'’]/u;
const OPENING = /[\p{Ps}\p{Pi}$#'’]$/u;

/** Whether a token is a mark such as ⟨eos⟩. */
export function isMark(token: string): boolean {
  return MARK.test(token);
}

/** A word of a text, and whether a space stands before it. */
export interface SpacedWord {
  readonly word: string;
  readonly hasSpace: boolean;
  readonly index: number;
}

/** The words as a text is set: marks left out, no spaces where the script has none, or where tokens are characters. */
export function spaced(tokens: readonly string[]): readonly SpacedWord[] {
  const words = tokens.map((word, index) => ({ word, index })).filter(({ word }) => !isMark(word) && word !== '');
  const areCharacters = words.length > 2 && words.every(({ word }) => [...word].length === 1);
  return words.map(({ word, index }, i) => {
    const before = words[i - 1]?.word ?? '';
    const isTight = UNSPACED.test(before) || UNSPACED.test(word) || CLOSING.test(word) || OPENING.test(before);
    return { word, index, hasSpace: i > 0 && !areCharacters && !isTight };
  });
}

/** The text of tokens. */
export function textOf(tokens: readonly string[]): string {
  return spaced(tokens)
    .map(({ word, hasSpace }) => (hasSpace ? ` ${word}` : word))
    .join('');
}

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Arabic}/u, 'ar'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Devanagari}/u, 'hi'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/\p{Script=Greek}/u, 'el'],
];

/** The language to set tokens in, as far as their script tells; undefined: as the page. */
export function languageOf(tokens: readonly string[]): string | undefined {
  const text = tokens.join('').slice(0, 4_000);
  return SCRIPTS.find(([script]) => script.test(text))?.[1];
}

/** A token as a label: what cannot be seen is made visible. */
export function visible(token: string): string {
  if (token === '') return '∅';
  if (/^\s+$/u.test(token)) return token.replace(/\n/g, '↵').replace(/\t/g, '⇥').replace(/\s/gu, '␣');
  return token.replace(/\n/g, '↵').replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�');
}

/**
 * Which words are no part of the longest common subsequence with the reference: what differs. Marks are compared as any
 * word. Of long texts (over 2,000 words) position by position.
 */
export function differences(words: readonly string[], reference: readonly string[]): readonly boolean[] {
  if (words.length > 2_000 || reference.length > 2_000) return words.map((word, i) => word !== reference[i]);
  const [n, m] = [words.length, reference.length];
  // common[i][j]: length for words from i on and reference from j on
  const common = new Uint16Array((n + 1) * (m + 1));
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let j = m - 1; j >= 0; j -= 1) {
      const [here, down, right] = [i * (m + 1) + j, (i + 1) * (m + 1) + j, i * (m + 1) + j + 1];
      common[here] = words[i] === reference[j] ? common[down + 1]! + 1 : Math.max(common[down]!, common[right]!);
    }
  }
  const differs = words.map(() => true);
  for (let [i, j] = [0, 0]; i < n && j < m; ) {
    if (words[i] === reference[j]) {
      differs[i] = false;
      i += 1;
      j += 1;
    } else if (common[(i + 1) * (m + 1) + j]! >= common[i * (m + 1) + j + 1]!) i += 1;
    else j += 1;
  }
  return differs;
}

/** Whether two lists of words are the same but for marks at their end. */
export function isSameText(a: readonly string[], b: readonly string[]): boolean {
  const [x, y] = [a, b].map((list) => list.filter((word) => !isMark(word))) as [string[], string[]];
  return x.length === y.length && x.every((word, i) => word === y[i]);
}
