import type { SeriesChart } from '../../_kit/series/series-chart.ts';

/** Whether a chart is meant by what was typed. */
export type Matches = (chart: Pick<SeriesChart, 'name' | 'label'>) => boolean;

/** What was typed, understood; or why it was not. */
export type Search =
  | { readonly kind: 'words' | 'glob' | 'regex'; readonly matches: Matches }
  | { readonly kind: 'wrong'; readonly why: Wrong };

/** No regular expression, in the engine's words; or one that could take longer than anyone waits. */
export type Wrong = { readonly kind: 'syntax'; readonly message: string } | { readonly kind: 'slow' };

/** What no name of a series needs, so that it makes a regular expression. */
const OF_REGEX = /[\^$|()[\]{}+\\]|\.[*?]/;
const OF_GLOB = /[*?]/;
/** Letters of a name that are looked at: names of 1,000 letters are told apart before. */
const LOOKED_AT = 256;
/** Repetitions of a regular expression that may each reach to the end. */
const MOST_REPEATED = 4;

/**
 * Understands a search: words that all occur somewhere; a pattern with `*` (anything) and `?` (one letter); a regular
 * expression where it has what only those have, or between slashes. Upper and lower case are the same.
 */
export function searchOf(typed: string): Search {
  const text = typed.trim();
  const slashed = /^\/(.+)\/i?$/.exec(text)?.[1];
  if (slashed !== undefined || OF_REGEX.test(text)) return regexOf(slashed ?? text);
  if (OF_GLOB.test(text)) {
    const source = text
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replaceAll('?', '.');
    const found = regexOf(source);
    return found.kind === 'regex' ? { ...found, kind: 'glob' } : found;
  }
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return {
    kind: 'words',
    matches: (chart) => words.every((word) => namesOf(chart).some((name) => name.toLowerCase().includes(word))),
  };
}

function namesOf({ name, label }: Pick<SeriesChart, 'name' | 'label'>): readonly string[] {
  return [name, label];
}

function regexOf(source: string): Search {
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, 'iu');
  } catch (error) {
    const message = String((error as Error).message).replace(/^Invalid regular expression: \/.*\/[a-z]*: /s, '');
    return { kind: 'wrong', why: { kind: 'syntax', message } };
  }
  if (isSlow(source)) return { kind: 'wrong', why: { kind: 'slow' } };
  return { kind: 'regex', matches: (chart) => namesOf(chart).some((name) => pattern.test(name.slice(0, LOOKED_AT))) };
}

/**
 * Whether an expression can take longer than anyone waits: a repeated group that itself repeats or chooses, a reference
 * back, or many repetitions after one another. Links carry searches, so a hostile one must not stop the page.
 */
function isSlow(source: string): boolean {
  const bare = source
    .replace(/\\./g, (escaped) => (/\\[1-9k]/.test(escaped) ? '\\1' : 'a'))
    .replace(/\[[^\]]*\]/g, 'a');
  if (bare.includes('\\1')) return true;
  if ((bare.match(/[*+]|\{\d+,/g) ?? []).length > MOST_REPEATED) return true;
  const open: { repeats: boolean }[] = [];
  let closed: { repeats: boolean } | null = null;
  for (const letter of bare) {
    const isRepeat = letter === '*' || letter === '+' || letter === '{';
    if (isRepeat && closed?.repeats) return true;
    if (isRepeat || letter === '|') for (const group of open) group.repeats = true;
    if (letter === '(') open.push({ repeats: false });
    closed = letter === ')' ? (open.pop() ?? null) : null;
  }
  return false;
}
