const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Letters of a code: 24 bits, so that of 500 charts one is mistaken for another in 1 of 30,000 cases. */
export const CODE_LENGTH = 4;

/**
 * A chart as a link names it: four letters made of its whole name, however long that is. The same name has the same code
 * everywhere and always (FNV-1a over UTF-16 units, folded to 24 bits).
 */
export function chartCode(name: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    for (const byte of [unit & 255, unit >> 8]) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  const folded = (hash >>> 24) ^ (hash & 0xffffff);
  return lettersOf(folded, CODE_LENGTH);
}

/** A whole number in so many letters, 6 bits each, the high ones first. */
export function lettersOf(value: number, count: number): string {
  return Array.from({ length: count }, (_, i) => LETTERS[(value >>> (6 * (count - 1 - i))) & 63]).join('');
}

/** The inverse of {@link lettersOf}. */
export function numberOf(letters: string): number {
  return [...letters].reduce((value, letter) => value * 64 + LETTERS.indexOf(letter), 0);
}

/** Codes written one after another; of something else none. Each counts once, at its first place. */
export function codesOf(text: string, most: number): readonly string[] {
  if (text.length % CODE_LENGTH !== 0 || !/^[\w-]*$/.test(text)) return [];
  return [...new Set(text.match(/[\w-]{4}/g) ?? [])].slice(0, most);
}
