import type { RunSummary } from '../../../lib/protocol/summary.ts';
import type { Expression, FilterFault, Literal, Operator } from './expression.ts';
import { allFields, type FieldValue, fieldOf, type KnownNames, type ReadField } from './fields.ts';
import { globMatches } from './glob.ts';
import { nearestName } from './nearest-name.ts';
import { tokensOf } from './tokens.ts';

/** Whether a run is meant. */
export type Matches = (run: RunSummary) => boolean;

export type Compiled =
  | { readonly ok: true; readonly matches: Matches }
  | { readonly ok: false; readonly fault: FilterFault };

const ORDERINGS: readonly Operator[] = ['<', '<=', '>', '>='];

/** Makes a test out of an expression for runs with these names. `text`: where a fault is pointed at. */
export function compileFilter(expression: Expression, known: KnownNames, text: string): Compiled {
  const fault = faultOf(expression, known, text);
  return fault ? { ok: false, fault } : { ok: true, matches: testOf(expression, known) };
}

/** The first field that no run has, or order that nothing can be in. */
function faultOf(expression: Expression, known: KnownNames, text: string): FilterFault | null {
  if (expression.kind === 'not') return faultOf(expression.of, known, text);
  if (expression.kind === 'and' || expression.kind === 'or') {
    for (const part of expression.parts) {
      const fault = faultOf(part, known, text);
      if (fault) return fault;
    }
    return null;
  }
  if (expression.kind !== 'compare') return null;
  const { field, operator, values } = expression;
  if (!fieldOf(field, known)) {
    return { ...placeOf(field, text), expected: 'field', found: field, nearest: nearestName(field, allFields(known)) };
  }
  const [value] = values;
  if (value && ORDERINGS.includes(operator) && Number.isNaN(orderOf(field, value))) {
    return { ...placeOf(value.text, text), expected: 'number', found: value.text, nearest: null };
  }
  return null;
}

function placeOf(found: string, text: string): { readonly from: number; readonly to: number } {
  const token = tokensOf(text).find((each) => each.text === found && each.kind !== 'end');
  return { from: token?.from ?? 0, to: token?.to ?? text.length };
}

function testOf(expression: Expression, known: KnownNames): Matches {
  switch (expression.kind) {
    case 'all':
      return () => true;
    case 'not': {
      const of = testOf(expression.of, known);
      return (run) => !of(run);
    }
    case 'and': {
      const parts = expression.parts.map((part) => testOf(part, known));
      return (run) => parts.every((matches) => matches(run));
    }
    case 'or': {
      const parts = expression.parts.map((part) => testOf(part, known));
      return (run) => parts.some((matches) => matches(run));
    }
    case 'find':
      return findTest(expression.text);
    case 'compare': {
      const read = fieldOf(expression.field, known);
      return read ? compareTest(expression.field, read, expression.operator, expression.values) : () => false;
    }
  }
}

const plain = (text: string) => text.toLowerCase().replaceAll('−', '-');

function findTest(text: string): Matches {
  const wanted = plain(text);
  const has = (value: string | null) => value?.toLowerCase().includes(wanted) ?? false;
  return ({ info, verdicts }) =>
    has(info.name) ||
    has(info.group) ||
    has(info.status) ||
    info.tags.some(has) ||
    has(info.notes) ||
    verdicts.some(has) ||
    info.id === text ||
    settingHas(info.config, wanted);
}

function settingHas(config: unknown, wanted: string): boolean {
  if (typeof config === 'string') return config.toLowerCase().includes(wanted);
  if (typeof config !== 'object' || config === null) return false;
  for (const key in config) {
    if (key.toLowerCase().includes(wanted) || settingHas((config as { [key: string]: unknown })[key], wanted))
      return true;
  }
  return false;
}

function compareTest(field: string, read: ReadField, operator: Operator, values: readonly Literal[]): Matches {
  const [value] = values;
  if (!value) return () => false;
  switch (operator) {
    case '=':
      return (run) => equals(read(run), value);
    case '!=':
      return (run) => !equals(read(run), value);
    case 'in':
      return (run) => {
        const own = read(run);
        return values.some((each) => equals(own, each));
      };
    case 'has':
      return (run) => contains(read(run), value);
    case 'matches': {
      const pattern = plain(value.text);
      return (run) => textsOf(read(run)).some((text) => globMatches(pattern, text));
    }
    default:
      return orderTest(read, operator, orderOf(field, value));
  }
}

/** NaN and what is missing is in no order. */
function orderTest(read: ReadField, operator: '<' | '<=' | '>' | '>=', limit: number): Matches {
  const of = (run: RunSummary) => {
    const own = read(run);
    return typeof own === 'number' ? own : typeof own === 'string' && own.trim() !== '' ? Number(own) : Number.NaN;
  };
  if (operator === '<') return (run) => of(run) < limit;
  if (operator === '<=') return (run) => of(run) <= limit;
  if (operator === '>') return (run) => of(run) > limit;
  return (run) => of(run) >= limit;
}

/** What is compared by size: a number; of `started` a date, or how long ago (`2d`). */
function orderOf(field: string, { text, number }: Literal): number {
  if (field.toLowerCase() !== 'started') return Number.isNaN(number) ? numberIn(text) : number;
  return Date.parse(text.trim().replace(' ', 'T'));
}

function numberIn(text: string): number {
  const trimmed = plain(text).trim();
  if (/^[+-]?inf(inity)?$/.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  return trimmed === '' ? Number.NaN : Number(trimmed);
}

function equals(own: FieldValue, { text, number, isNone }: Literal): boolean {
  if (own === null || (typeof own === 'object' && own.length === 0)) return isNone;
  if (typeof own === 'number') {
    if (Number.isNaN(own)) return text.toLowerCase() === 'nan';
    return own === (Number.isNaN(number) ? numberIn(text) : number);
  }
  const wanted = plain(text);
  if (typeof own === 'string') return plain(own) === wanted || (own !== '' && Number(own) === number);
  return own.some((each) => plain(each) === wanted);
}

/** Of a list one of it, of a text a part of it. */
function contains(own: FieldValue, { text }: Literal): boolean {
  const wanted = plain(text);
  if (own === null) return false;
  if (typeof own === 'object') return own.some((each) => plain(each) === wanted);
  return plain(String(own)).includes(wanted);
}

function textsOf(own: FieldValue): readonly string[] {
  if (own === null) return [];
  return (typeof own === 'object' ? own : [String(own)]).map(plain);
}
