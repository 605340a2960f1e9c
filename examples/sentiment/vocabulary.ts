/** Which number stands for which word: 0 is padding, 1 any word that is not known. */
export interface Vocabulary {
  /** Numbers there are, those of padding and the unknown included. */
  readonly size: number;
  idOf(word: string): number;
}

export const PADDING = 0;
export const UNKNOWN = 1;

/** Every word that comes at least `least` times in these sentences, the commonest first. */
export function vocabularyOf(sentences: Iterable<readonly string[]>, least: number): Vocabulary {
  const counts = new Map<string, number>();
  for (const words of sentences) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = [...counts].filter(([, count]) => count >= least);
  known.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const ids = new Map(known.map(([word], place) => [word, place + 2]));
  return { size: ids.size + 2, idOf: (word) => ids.get(word) ?? UNKNOWN };
}

/** How sentences become sequences: `most` tokens are kept of each, filled up with padding at the end to `steps`. */
export interface Lengths {
  readonly most: number;
  readonly steps: number;
}

/** The words' numbers, [sentences × steps]. */
export function encode(
  sentences: readonly (readonly string[])[],
  { most, steps }: Lengths,
  { idOf }: Vocabulary,
): Int32Array {
  const ids = new Int32Array(sentences.length * steps).fill(PADDING);
  sentences.forEach((words, row) => {
    ids.set(words.slice(0, most).map(idOf), row * steps);
  });
  return ids;
}

/** The words as the model is shown them, `most` at most: one it does not know in brackets. */
export function shownWords(words: readonly string[], most: number, { idOf }: Vocabulary): string[] {
  return words.slice(0, most).map((word) => (idOf(word) === UNKNOWN ? `⟨${word}⟩` : word));
}
