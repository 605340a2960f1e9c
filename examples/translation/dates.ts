import type { Pair } from './pair.ts';

/** How a date is written: in English here, in Chinese as `zh-CN` writes the same fields. */
interface Style {
  readonly locale: 'en-US' | 'en-GB';
  readonly english: Intl.DateTimeFormatOptions;
  readonly chinese: Intl.DateTimeFormatOptions;
}

const LOCALES = ['en-US', 'en-GB'] as const;
const FULL = { dateStyle: 'full' } as const;
const LONG = { dateStyle: 'long' } as const;
const MONTH_DAY = { month: 'long', day: 'numeric' } as const;
const MONTH_YEAR = { month: 'long', year: 'numeric' } as const;

/** Every way of writing a date that is learned: American and British, with and without weekday, year, day. */
const STYLES: readonly Style[] = LOCALES.flatMap((locale) => [
  { locale, english: FULL, chinese: FULL },
  { locale, english: LONG, chinese: LONG },
  { locale, english: { dateStyle: 'medium' }, chinese: LONG },
  { locale, english: { weekday: 'long', ...MONTH_DAY }, chinese: { weekday: 'long', ...MONTH_DAY } },
  { locale, english: MONTH_YEAR, chinese: MONTH_YEAR },
]);

/** How many ways of writing a date there are. */
export const DATE_STYLES = STYLES.length;

/** 1950-01-01 and how many days there are until 2049-12-31. */
const FIRST_DAY = Date.UTC(1950, 0, 1);
const DAY_MS = 86_400_000;
export const DAYS = Math.round((Date.UTC(2050, 0, 1) - FIRST_DAY) / DAY_MS);

const formats = STYLES.map(({ locale, english, chinese }) => ({
  english: new Intl.DateTimeFormat(locale, { ...english, timeZone: 'UTC' }),
  chinese: new Intl.DateTimeFormat('zh-CN', { ...chinese, timeZone: 'UTC' }),
}));

/**
 * The date `day` days after 1950-01-01 in style `style`, as the ICU of this Node writes it in both languages. A field's
 * tokens are aligned to the same field's; numbers digit by digit, and what stands behind a field (年, 月, 日) to that field.
 */
export function datePair(day: number, style: number): Pair {
  const date = new Date(FIRST_DAY + day * DAY_MS);
  const { english, chinese } = formats[style]!;
  const source = tokensOf(english.formatToParts(date), wordsOf);
  const target = tokensOf(chinese.formatToParts(date), (text) => [...text.replaceAll(/\s/g, '')]);
  return {
    kind: 'date',
    english: english.format(date),
    source: source.map(({ text }) => text),
    target: target.map(({ text }) => text),
    alignment: target.map((token) => sourcesOf(token, source)),
  };
}

interface Token {
  readonly text: string;
  /** What it says (`month`); of a literal, what stands before it; none for a literal at the beginning. */
  readonly field: string | null;
  readonly literal: boolean;
  /** Which of its field's tokens it is. */
  readonly place: number;
}

function tokensOf(parts: readonly Intl.DateTimeFormatPart[], cut: (text: string) => string[]): Token[] {
  let field: string | null = null;
  return parts.flatMap(({ type, value }) => {
    const literal = type === 'literal';
    if (!literal) field = type;
    return cut(value).map((text, place): Token => ({ text, field, literal, place }));
  });
}

/** `27` → `2`, `7`; `, ` → `,`; `November` stays. */
function wordsOf(text: string): string[] {
  return text.match(/\p{L}+|\d|[^\p{L}\d\s]/gu) ?? [];
}

function sourcesOf(token: Token, source: readonly Token[]): number[] {
  const field = source.flatMap((each, i) => (!each.literal && each.field === token.field ? [i] : []));
  const digits = field.every((i) => /\d/.test(source[i]!.text));
  // 2, 7 stand for 2, 7; but 1, 1 for November, and 日 for 2, 7
  return digits && !token.literal ? field.slice(token.place, token.place + 1) : field;
}
