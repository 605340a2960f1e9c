const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person calls letters: an emoji of several code points, a letter with its marks, is one. */
export function lettersOf(text: string): readonly string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** The direction a text is set in by itself: that of its first letter. */
export function directionOf(text: string): 'ltr' | 'rtl' {
  const first = text.match(/\p{L}/u)?.[0];
  return first !== undefined && RIGHT_TO_LEFT.test(first) ? 'rtl' : 'ltr';
}

const TURNS = new RegExp(`${RIGHT_TO_LEFT.source}|[\\u202a-\\u202e]`, 'u');

/** A piece of text within a sentence that goes from left to right: where it goes the other way, neither turns the other round. */
export function isolated(text: string): string {
  return TURNS.test(text) ? `\u2068${text}\u2069` : text;
}
