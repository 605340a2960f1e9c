/** Something a unit may follow through the probe: a label for every step. */
export interface Concept {
  /** `class:2`, `token:not`, `negated`, `inside:quotes`, `timestep`, `input:0`, … */
  readonly key: string;
  /** [sequence · time]: 0 or 1, or a number; NaN at padded steps, and where it is not known. */
  readonly labels: Float32Array;
}

/** What is known of a probe. */
export interface ProbeFacts {
  readonly sequences: number;
  readonly time: number;
  /** Words or characters of each sequence; steps beyond them are padding. */
  readonly tokens: readonly (readonly string[])[] | null;
  /** Class of each step [sequence · time], −1 where there is none. */
  readonly classes: Int32Array | null;
  /** Numbers that go in, [sequence, time, feature]. */
  readonly inputs: { readonly values: ArrayLike<number>; readonly features: number } | null;
}

/** Steps that a binary concept needs on either side, to say anything. */
const FEWEST = 4;
const MOST_CLASSES = 12;
const MOST_TOKENS = 12;
const MOST_FEATURES = 16;
/** Words after a negation that it still reaches, at most; punctuation ends it (as VADER and others take it). */
const REACH = 4;
const NEGATIONS = /^(not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w*n['’]t)$/i;
const PUNCTUATION = /^\p{P}+$/u;

/**
 * The concepts that can be read off a probe by itself: classes, frequent tokens, what stands inside quotes and brackets or
 * after a negation, kinds of characters, the timestep, the numbers that go in. Those without enough steps on either side
 * are left out.
 */
export function conceptsOf(facts: ProbeFacts): readonly Concept[] {
  const found = [
    ...(facts.tokens ? textConcepts(facts, facts.tokens) : []),
    ...classConcepts(facts),
    ...inputConcepts(facts),
    concept(facts, 'timestep', (_, t) => t + 1),
  ];
  return found.filter(({ labels }) => isTelling(labels));
}

function textConcepts(facts: ProbeFacts, tokens: readonly (readonly string[])[]): Concept[] {
  const marked = (key: string, marks: (words: readonly string[]) => readonly boolean[]) => {
    const bySequence = tokens.map(marks);
    return concept(facts, key, (sequence, t) => Number(bySequence[sequence]?.[t] ?? false));
  };
  const each = (key: string, is: (word: string) => boolean) => marked(key, (words) => words.map(is));
  const isCharacters = tokens.every((words) => words.every((word) => [...word].length <= 1));
  return [
    marked('negated', negated),
    marked('inside:quotes', (words) => inside(words, ['"', '“'], ['"', '”'])),
    marked('inside:brackets', (words) => inside(words, ['(', '[', '{'], [')', ']', '}'])),
    ...(isCharacters
      ? [
          each('capital', (word) => word !== word.toLowerCase()),
          each('space', (word) => /^\s$/.test(word)),
          marked('word-start', (words) =>
            words.map((word, i) => /\S/.test(word) && (i === 0 || /\s/.test(words[i - 1]!))),
          ),
        ]
      : []),
    each('digit', (word) => /^\p{N}+$/u.test(word)),
    each('punctuation', (word) => PUNCTUATION.test(word)),
    ...frequentTokens(tokens).map((token) => each(`token:${token}`, (word) => word === token)),
  ];
}

/** True from the step after a negation on, as far as it reaches. */
export function negated(words: readonly string[]): readonly boolean[] {
  let left = 0;
  return words.map((word) => {
    if (PUNCTUATION.test(word)) left = 0;
    const is = left > 0;
    left = NEGATIONS.test(word) ? REACH : Math.max(0, left - 1);
    return is;
  });
}

/** True from an opening mark up to its closing one, both included; where nothing closes it, up to the end. */
export function inside(
  words: readonly string[],
  open: readonly string[],
  close: readonly string[],
): readonly boolean[] {
  let isOpen = false;
  return words.map((word) => {
    if (isOpen) {
      isOpen = !close.includes(word);
      return true;
    }
    isOpen = open.includes(word);
    return isOpen;
  });
}

/** The most frequent tokens, those in the order of their number first; not those that are nearly everywhere or rare. */
function frequentTokens(tokens: readonly (readonly string[])[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const words of tokens) for (const word of words) if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= FEWEST)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_TOKENS)
    .map(([token]) => token);
}

function classConcepts(facts: ProbeFacts): Concept[] {
  const { classes, time } = facts;
  if (!classes) return [];
  const present = [...new Set(classes)].filter((index) => index >= 0).sort((a, b) => a - b);
  // of two classes one is the other's opposite
  const shown = present.length === 2 ? present.slice(1) : present.slice(0, MOST_CLASSES);
  return shown.map((index) =>
    concept(facts, `class:${index}`, (sequence, t) => {
      const own = classes[sequence * time + t]!;
      return own < 0 ? Number.NaN : Number(own === index);
    }),
  );
}

function inputConcepts(facts: ProbeFacts): Concept[] {
  const { inputs, time } = facts;
  if (!inputs) return [];
  return Array.from({ length: Math.min(MOST_FEATURES, inputs.features) }, (_, feature) =>
    concept(
      facts,
      `input:${feature}`,
      (sequence, t) => inputs.values[(sequence * time + t) * inputs.features + feature]!,
    ),
  );
}

function concept(
  { sequences, time, tokens }: ProbeFacts,
  key: string,
  label: (sequence: number, t: number) => number,
): Concept {
  const labels = new Float32Array(sequences * time).fill(Number.NaN);
  for (let sequence = 0; sequence < sequences; sequence++) {
    const words = tokens?.[sequence];
    const end = words ? Math.min(time, words.length) : time;
    for (let t = 0; t < end; t++) labels[sequence * time + t] = label(sequence, t);
  }
  return { key, labels };
}

/** Whether labels vary enough: both sides of a binary one at least 4 times, numbers more than one value. */
function isTelling(labels: Float32Array): boolean {
  const known = labels.filter((label) => !Number.isNaN(label));
  if (!known.every((label) => label === 0 || label === 1)) return new Set(known).size > 1;
  const ones = known.reduce((sum, label) => sum + label, 0);
  return ones >= FEWEST && known.length - ones >= FEWEST;
}
