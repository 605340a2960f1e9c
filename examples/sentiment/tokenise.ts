/** Words with their apostrophes (don't, it's), numbers, smileys of the plain sort, and punctuation that says something. */
const TOKEN = /[:;]-?[)(]|[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*|\d+(?:[.,]\d+)*|[!?]+|\.{3}|[.,;:]/gu;

/** Cuts a sentence into lower-case tokens: `"It's great!!"` → `it's`, `great`, `!!`. Quotes, brackets and dashes go. */
export function tokenise(sentence: string): string[] {
  const plain = sentence.toLowerCase().replaceAll('’', "'").replaceAll("''", ' ');
  return plain.match(TOKEN) ?? [];
}
