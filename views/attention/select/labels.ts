import { attentionMessages } from '../messages.ts';
import { visible } from './words.ts';

const words = attentionMessages.matrix;

/** The word of a step, else its number. */
export function wordAt(tokens: readonly string[] | null, step: number): string {
  const token = tokens?.[step];
  return token === undefined ? String(step + 1) : visible(token);
}

/** A source in a sentence: its word, "step 7" where it has none, "pad" beyond the words. */
export function sourceName(tokens: readonly string[] | null, source: number, isValid: boolean): string {
  if (!isValid) return words.padding;
  const token = tokens?.[source];
  return token === undefined ? words.step(source + 1) : visible(token);
}

/** A target in a sentence. */
export function targetName(tokens: readonly string[] | null, target: number): string {
  const token = tokens?.[target];
  return token === undefined ? words.step(target + 1) : visible(token);
}
