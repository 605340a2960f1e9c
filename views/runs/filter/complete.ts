import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { allFields, fieldOf, type KnownNames } from './fields.ts';
import { SIGNS, type Token, tokensOf, WORD_OPERATORS } from './tokens.ts';

/** Something that could be written at the caret. */
export interface Completion {
  readonly kind: 'field' | 'operator' | 'value' | 'join';
  readonly label: string;
  /** Runs that have this value; null: not counted. */
  readonly count: number | null;
  /** The text with it, and where the caret is then. */
  readonly text: string;
  readonly caret: number;
}

const MOST = 12;
/** A field with more different values is a measurement: none of them is worth an offer. */
const MOST_DIFFERENT = 500;
/** Values are counted over so many runs at most. */
const MOST_COUNTED = 20_000;

/** What could be written at the caret of a filter, best first. */
export function completionsAt(
  text: string,
  caret: number,
  runs: readonly RunSummary[],
  known: KnownNames,
): readonly Completion[] {
  const before = tokensOf(text.slice(0, caret)).filter(({ kind }) => kind !== 'end');
  const last = before.at(-1);
  const isTyping =
    last !== undefined && last.to === caret && (last.kind === 'word' || last.isOpen || last.kind === 'number');
  const typed = isTyping ? last : null;
  const context = isTyping ? before.slice(0, -1) : before;
  const from = typed?.from ?? caret;
  const complete = (kind: Completion['kind'], label: string, insert: string, count: number | null): Completion => {
    const rest = text.slice(caret);
    const written = `${text.slice(0, from)}${insert}${rest.startsWith(' ') ? '' : ' '}`;
    return { kind, label, count, text: written + rest, caret: written.length + (rest.startsWith(' ') ? 1 : 0) };
  };
  const wanted = (typed?.text ?? '').toLowerCase();
  const fits = (name: string) => rankOf(name.toLowerCase(), wanted);
  const place = placeAfter(context);
  if (place.expects === 'value') {
    const values = valuesOf(place.field, runs, known);
    return best(values, ([value]) => fits(value)).map(([value, count]) =>
      complete('value', value, quotedValue(value), count),
    );
  }
  if (place.expects === 'operator') {
    return best([...SIGNS, ...WORD_OPERATORS], fits).map((each) => complete('operator', each, each, null));
  }
  if (place.expects === 'join') {
    const joins = best(['and', 'or'], fits).map((each) => complete('join', each, each, null));
    if (joins.length > 0 || !typed) return joins;
  }
  // nothing is offered in front of what was not begun, but at the very beginning
  return best(allFields(known), fits).map((each) => complete('field', each, nameText(each), null));
}

type Place = { readonly expects: 'term' | 'operator' | 'join' } | { readonly expects: 'value'; readonly field: string };

/** What comes after some pieces. */
function placeAfter(tokens: readonly Token[]): Place {
  const last = tokens.at(-1);
  if (!last) return { expects: 'term' };
  const [before, earlier] = [tokens.at(-2), tokens.at(-3)];
  if (isOperator(last) && before) return { expects: 'value', field: before.text };
  const list = openList(tokens);
  if (list)
    return last.kind === 'open' || last.kind === 'comma' ? { expects: 'value', field: list } : { expects: 'join' };
  if (last.kind === 'open') return { expects: 'term' };
  if (last.kind === 'word' && ['and', 'or', 'not'].includes(last.text.toLowerCase())) return { expects: 'term' };
  // a value ends a comparison, a word alone may begin one
  if (before && isOperator(before) && earlier) return { expects: 'join' };
  return last.kind === 'word' ? { expects: 'operator' } : { expects: 'join' };
}

function isOperator({ kind, text }: Token): boolean {
  return kind === 'sign' || (kind === 'word' && (WORD_OPERATORS as readonly string[]).includes(text.toLowerCase()));
}

/** The field whose `in (` is not closed yet. */
function openList(tokens: readonly Token[]): string | null {
  const open = tokens.findLastIndex(({ kind }) => kind === 'open');
  if (open < 2 || tokens.slice(open).some(({ kind }) => kind === 'close')) return null;
  return tokens[open - 1]?.text.toLowerCase() === 'in' ? (tokens[open - 2]?.text ?? null) : null;
}

/** Values of a field, the commonest first. */
function valuesOf(
  field: string,
  runs: readonly RunSummary[],
  known: KnownNames,
): readonly (readonly [string, number])[] {
  const read = fieldOf(field, known);
  if (!read || ['started', 'duration', 'notes', 'id'].includes(field.toLowerCase())) return [];
  const counts = new Map<string, number>();
  for (const run of runs.slice(0, MOST_COUNTED)) {
    const own = read(run);
    if (own === null) continue;
    for (const each of typeof own === 'object' ? own : [String(own)]) counts.set(each, (counts.get(each) ?? 0) + 1);
    if (counts.size > MOST_DIFFERENT) return [];
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** Those that fit, best first: smaller is better, null fits not. */
function best<T>(all: readonly T[], rank: (item: T) => number | null): readonly T[] {
  const ranked: { readonly item: T; readonly rank: number }[] = [];
  for (const item of all) {
    const found = rank(item);
    if (found !== null) ranked.push({ item, rank: found });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ item }) => item);
}

/** 0 begins with it, 1 a part of it does, 2 it is somewhere in it; what is written in full needs no offer. */
function rankOf(name: string, wanted: string): number | null {
  if (wanted === '') return 0;
  if (name === wanted) return null;
  if (name.startsWith(wanted)) return 0;
  const at = name.indexOf(wanted);
  return at < 0 ? null : /[._/-]/.test(name[at - 1]!) ? 1 : 2;
}

/** A value as it is written: quoted unless it is a plain word or number. */
export function quotedValue(value: string): string {
  const isPlain = /^[\p{L}\p{N}_.+-]+$/u.test(value) && !['none', 'and', 'or', 'not'].includes(value.toLowerCase());
  return isPlain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** A name as it is written: in backticks where it is no word. */
export function nameText(name: string): string {
  const [token, end] = tokensOf(name);
  const isWord = token?.kind === 'word' && token.text === name && end?.kind === 'end';
  return isWord && !['and', 'or', 'not'].includes(name.toLowerCase()) ? name : `\`${name.replace(/[`\\]/g, '\\$&')}\``;
}
