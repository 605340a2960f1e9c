import { UnrolledError } from '../lib/base/errors.ts';
import type { ProbeInfo } from '../lib/protocol/run.ts';
import type { ProbeOptions } from './options.ts';

/**
 * What a probe says of its text, checked: words of the source, words to be written, and which come from which. `count` is the
 * number of sequences. Throws an UnrolledError `bad-probe` that names the first entry that does not fit.
 */
export function probeTexts(
  { tokens, targetTokens, alignment }: Pick<ProbeOptions, 'tokens' | 'targetTokens' | 'alignment'>,
  count: number,
): Required<Pick<ProbeInfo, 'tokens' | 'targetTokens' | 'alignment'>> {
  const source = tokenLists(tokens, count, 'probe.tokens');
  const target = tokenLists(targetTokens, count, 'probe.targetTokens');
  return { tokens: source, targetTokens: target, alignment: checkedAlignment(alignment, count, source, target) };
}

/** A list of words per sequence; what is no string is said to be none. */
export function tokenLists(value: unknown, count: number, what: string): readonly (readonly string[])[] | null {
  if (value === undefined || value === null) return null;
  return lists(value, count, what).map((list, i) => {
    if (!Array.isArray(list)) throw bad(`${what}[${i}]: ${show(list)} — give a list of strings`);
    const other = list.findIndex((token) => typeof token !== 'string');
    if (other >= 0) throw bad(`${what}[${i}][${other}]: ${show(list[other])} — give a string`);
    return list as readonly string[];
  });
}

function checkedAlignment(
  value: unknown,
  count: number,
  source: readonly (readonly string[])[] | null,
  target: readonly (readonly string[])[] | null,
): (ProbeInfo['alignment'] & {}) | null {
  if (value === undefined || value === null) return null;
  return lists(value, count, 'probe.alignment').map((rows, i) => {
    const what = `probe.alignment[${i}]`;
    if (!Array.isArray(rows)) throw bad(`${what}: ${show(rows)} — give, per target step, a list of source steps`);
    const steps = target?.[i]?.length;
    if (steps !== undefined && rows.length !== steps) {
      throw bad(`${what}: ${rows.length} target steps — probe.targetTokens[${i}] has ${steps}`);
    }
    return rows.map((row, t) => sourceSteps(row, `${what}[${t}]`, source?.[i]?.length ?? null));
  });
}

function sourceSteps(row: unknown, what: string, sources: number | null): readonly number[] {
  if (!Array.isArray(row)) throw bad(`${what}: ${show(row)} — give a list of source steps, empty where there are none`);
  for (const step of row) {
    if (!Number.isSafeInteger(step) || step < 0) {
      throw bad(`${what}: ${show(step)} — source steps are whole numbers from 0 on`);
    }
    if (sources !== null && step >= sources)
      throw bad(`${what}: source step ${step} — there are ${sources}, from 0 on`);
  }
  return row as readonly number[];
}

function lists(value: unknown, count: number, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw bad(`${what}: ${show(value)} — give a list with an entry per sequence of probe.x`);
  if (value.length !== count) throw bad(`${what}: ${value.length} entries — probe.x has ${count} sequences`);
  return value;
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function bad(message: string): UnrolledError {
  return new UnrolledError('bad-probe', message);
}
