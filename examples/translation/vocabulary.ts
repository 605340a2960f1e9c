import type { Pair } from './pair.ts';

/** The tokens of one language by number: 0 is padding. */
export interface Vocabulary {
  readonly tokens: readonly string[];
  idOf(token: string): number;
}

export const PADDING = 0;
/** Begins what the decoder is given, and ends what it gives. */
export const START = '⟨start⟩';
export const END = '⟨end⟩';

export interface Vocabularies {
  readonly source: Vocabulary;
  readonly target: Vocabulary;
  /** Steps of the longest sentence; of targets with the token that ends it. */
  readonly sourceSteps: number;
  readonly targetSteps: number;
}

/** All tokens of these pairs, in the order of their code points. */
export function vocabulariesOf(pairs: readonly Pair[]): Vocabularies {
  const longest = (of: (pair: Pair) => readonly string[]) => Math.max(...pairs.map((pair) => of(pair).length));
  return {
    source: vocabulary(pairs.flatMap(({ source }) => source)),
    target: vocabulary([...pairs.flatMap(({ target }) => target)], [START, END]),
    sourceSteps: longest(({ source }) => source),
    targetSteps: longest(({ target }) => target) + 1,
  };
}

function vocabulary(said: readonly string[], first: readonly string[] = []): Vocabulary {
  const tokens = ['', ...first, ...[...new Set(said)].sort()];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  return {
    tokens,
    idOf(token) {
      const id = ids.get(token);
      if (id === undefined) throw new Error(`vocabulary: ${JSON.stringify(token)} — it was not among the pairs`);
      return id;
    },
  };
}

/** Numbers of tokens, one row a sentence, filled up with padding at the end. */
export interface Ids {
  readonly ids: Int32Array;
  readonly rows: number;
  readonly steps: number;
}

/** The English sentences, [rows × sourceSteps]. */
export function sourceIds(pairs: readonly Pair[], { source, sourceSteps }: Vocabularies): Ids {
  return padded(
    pairs.map((pair) => pair.source.map(source.idOf)),
    sourceSteps,
  );
}

/** What the decoder is given while it learns, [rows × targetSteps]: the start, then the right tokens, each a step late. */
export function givenIds(pairs: readonly Pair[], { target, targetSteps }: Vocabularies): Ids {
  return padded(
    pairs.map((pair) => [START, ...pair.target].map(target.idOf)),
    targetSteps,
  );
}

/** What it should say, [rows × targetSteps]: the right tokens, then the end. */
export function wantedIds(pairs: readonly Pair[], { target, targetSteps }: Vocabularies): Ids {
  return padded(
    pairs.map((pair) => [...pair.target, END].map(target.idOf)),
    targetSteps,
  );
}

function padded(sentences: readonly (readonly number[])[], steps: number): Ids {
  const ids = new Int32Array(sentences.length * steps).fill(PADDING);
  sentences.forEach((sentence, row) => {
    ids.set(sentence, row * steps);
  });
  return { ids, rows: sentences.length, steps };
}
