import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runRow } from '../../../lib/protocol/testing/run-info.ts';
import { completionsAt, nameText, quotedValue } from './complete.ts';
import { compileFilter } from './evaluate.ts';
import { namesOf } from './fields.ts';
import { globMatches } from './glob.ts';
import { parseFilter } from './parse.ts';

const metric = (name: string, subset: 'train' | 'val', last: number, min: number, max: number) => ({
  ...{ name, subset, last, min, max },
  best: name === 'loss' ? min : max,
});
const runs = [
  runRow(
    'a',
    {
      name: 'lstm-fb0',
      tags: ['baseline', 'old data'],
      config: { lr: 1e-2, units: 64, opt: { name: 'Adam' }, 'weird key': 1 },
      startedMs: Date.UTC(2026, 10, 2),
      finishedMs: Date.UTC(2026, 10, 2) + 700_000,
    },
    { metrics: [metric('loss', 'val', 0.5, 0.2, 3)], verdicts: ['VAN-T'], epoch: 10 },
  ),
  runRow(
    'b',
    { name: 'gru', status: 'live', group: 'seeds', config: { lr: 1e-4, units: 128 }, startedMs: Date.UTC(2026, 9, 1) },
    { metrics: [metric('loss', 'val', Number.NaN, 0.1, 9)], epoch: 2 },
  ),
  runRow('c', { name: 'and <b>', status: 'crashed', host: 'box', startedMs: 0 }),
];
const known = namesOf(runs);

function found(text: string): string {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.expected} at ${parsed.fault.from}`);
  const compiled = compileFilter(parsed.expression, known, text);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.fault.expected} at ${compiled.fault.from}`);
  return runs
    .filter(compiled.matches)
    .map(({ info }) => info.id)
    .join('');
}

function fault(text: string) {
  const parsed = parseFilter(text);
  if (!parsed.ok) return parsed.fault;
  const compiled = compileFilter(parsed.expression, known, text);
  if (compiled.ok) throw new Error(`${text}: understood`);
  return compiled.fault;
}

test.each([
  ['', 'abc'],
  ['lr > 1e-3 and tags has "baseline"', 'a'],
  ['lr>1e-3', 'a'],
  ['config.lr <= 0.0001', 'b'],
  ['lr = 0.01', 'a'],
  ['units in [64, 256]', 'a'],
  ['units in (64, 128)', 'ab'],
  ['opt.name = adam', 'a'],
  ['`weird key` = 1', 'a'],
  ['tags has "old data"', 'a'],
  ['tags has old', ''],
  ['name has lst', 'a'],
  ['name matches "l*0"', 'a'],
  ['name matches stm', 'a'],
  ['val_loss.min < 0.15', 'b'],
  ['val_loss.best < 0.3 and val_loss.max > 2', 'ab'],
  ['val_loss < 1', 'a'],
  ['val_loss = nan', 'b'],
  ['verdicts has VAN-T', 'a'],
  ['group = none', 'ac'],
  ['group != none', 'b'],
  ['status in (live, crashed)', 'bc'],
  ['not status = live', 'ac'],
  ['not not status = live', 'b'],
  ['status = live or lr > 1 or name = "and <b>"', 'bc'],
  ['status = live or lr > 1e-3 and units = 1', 'b'],
  ['(status = live or lr > 1e-3) and units = 64', 'a'],
  ['epochs >= 2', 'ab'],
  ['duration > 10m', 'a'],
  ['started >= 2026-11-01', 'a'],
  ['started < "2026-11-01 12:00"', 'bc'],
  ['lstm', 'a'],
  ['adam baseline', 'a'],
  ['lstm status=finished', 'a'],
  ['"<b>"', 'c'],
  ['host = box', 'c'],
])('%s finds %s', (text, ids) => {
  expect(found(text)).toBe(ids);
});

test.each([
  ['lr >', 'value', 4, 4],
  ['lr > and', 'value', 5, 8],
  ['(lr > 1', 'close', 7, 7],
  ['lr > 1)', 'join', 6, 7],
  ['units in 64', 'list', 9, 11],
  ['units in [64 128]', 'comma', 13, 16],
  ['and lr > 1', 'term', 0, 3],
  ['lr > 1 or', 'term', 9, 9],
  ['tags has "base', 'quote', 9, 14],
  ['lrr > 1', 'field', 0, 3],
  ['5 > 1', 'field', 0, 1],
  ['lr > fast', 'number', 5, 9],
  ['not', 'term', 3, 3],
])('%s: %s is expected, and the place is pointed at', (text, expected, from, to) => {
  const { nearest, found: _, ...place } = fault(text);
  expect(place).toEqual({ expected, from, to });
});

test('of a name that no run has the nearest is said', () => {
  expect([fault('lrr > 1').nearest, fault('val_los.min < 1').nearest, fault('qqqqqqqq = 1').nearest]).toEqual([
    'lr',
    'val_loss.min',
    null,
  ]);
});

test('no text breaks the parser, and a fault lies within the text', () => {
  const piece = fc.constantFrom(
    ...'( ) [ ] , and or not in has matches = != < >= lr name 1e-3 "x" ` " none \\ é 10m'.split(' '),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((all) => all.join(' ')),
      ),
      (text) => {
        const parsed = parseFilter(text);
        if (parsed.ok) return;
        const { from, to } = parsed.fault;
        expect(from >= 0 && from <= to && to <= text.length).toBe(true);
      },
    ),
  );
});

test('not turns every answer around, and De Morgan holds', () => {
  const term = fc.constantFrom('lr > 1e-3', 'status = live', 'tags has baseline', 'val_loss < 1', 'group = none');
  const others = (ids: string) => [...'abc'].filter((id) => !ids.includes(id)).join('');
  fc.assert(
    fc.property(term, term, (a, b) => {
      expect(found(`not (${a})`)).toBe(others(found(a)));
      expect(found(`not (${a} and ${b})`)).toBe(found(`not ${a} or not ${b}`));
      expect(found(`${a} ${b}`)).toBe(found(`${b} and ${a}`));
    }),
  );
});

test('a value or a name that was completed is read back as it is', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      const value = parseFilter(`name = ${quotedValue(text)}`);
      expect(value).toMatchObject({ ok: true, expression: { kind: 'compare', values: [{ text }] } });
      const name = parseFilter(`${nameText(text)} = 1`);
      expect(name).toMatchObject({ ok: true, expression: { kind: 'compare', field: text } });
    }),
    { examples: ['or', 'AND', 'not', 'none', 'has', 'in'].map((text) => [text]) },
  );
});

test('a pattern takes time in proportion, whatever it is', () => {
  expect(globMatches(`${'*a'.repeat(200)}*b`, 'a'.repeat(20_000))).toBe(false);
  expect([globMatches('l?tm*', 'lstm-64'), globMatches('l?tm', 'lstm-64'), globMatches('*', '')]).toEqual([
    true,
    false,
    true,
  ]);
});

test('at the caret names, comparisons, values and joins are offered', () => {
  const labels = (text: string, caret = text.length) =>
    completionsAt(text, caret, runs, known).map(({ label }) => label);
  expect(labels('ta')[0]).toBe('tags');
  expect(labels('lr ')).toContain('>=');
  expect(labels('status = ')).toEqual(['crashed', 'finished', 'live']);
  expect(labels('tags has ba')).toEqual(['baseline']);
  expect(labels('units in [64, ')).toEqual(['128', '64']);
  expect(labels('lr > 1 ')).toEqual(['and', 'or']);
  const measured = Array.from({ length: 600 }, (_, i) => runRow(`m${i}`, { config: { lr: i / 7 } }));
  expect(completionsAt('lr = ', 5, measured, namesOf(measured))).toEqual([]);
  expect(labels('val_')).toEqual(['val_loss.last', 'val_loss.best', 'val_loss.min', 'val_loss.max']);
  expect(completionsAt('tags has o and lr > 1', 10, runs, known)[0]).toMatchObject({
    label: 'old data',
    count: 1,
    text: 'tags has "old data" and lr > 1',
    caret: 20,
  });
});
