import { expect, test } from 'vitest';
import type { Verdict } from '../../lib/protocol/verdict.ts';
import { alarmsOf, isNamed, reached } from './judged.ts';

const verdict = (rule: Verdict['rule'], severity: Verdict['severity'], ...keys: string[]): Verdict => ({
  ...{ id: `${rule}::1`, rule, severity, layer: null, onsetEpoch: 1, announcedEpoch: 3, endEpoch: null, evidence: [] },
  remedies: keys.map((key) => ({ key, values: {}, code: '' })),
});

test('an illness is named by its own verdict, and only if that advises what is done about it', () => {
  const illness = { rule: 'SAT', remedies: ['normalise-input'] };
  const named = (...verdicts: Verdict[]) => isNamed({ verdicts }, illness);
  expect(
    named(verdict('VAN-T', 'critical', 'normalise-input'), verdict('SAT', 'warning', 'clip', 'normalise-input')),
  ).toBe(true);
  expect(named(verdict('SAT', 'warning', 'clip'))).toBe(false);
  expect(named(verdict('SAT', 'info', 'normalise-input'))).toBe(false);
  expect(named()).toBe(false);
});

test('a stated fact is no alarm', () => {
  expect(alarmsOf({ verdicts: [verdict('VAN-T', 'info'), verdict('NAN', 'critical')] })).toEqual(['NAN::1 critical']);
});

test('best loss is held against best loss, whatever is not finite left out', () => {
  expect(reached([2, 0.9, Number.NaN, 1], [3, 0.5, 1])).toBe(1.8);
  expect(reached([Number.NaN], [1])).toBeNaN();
});
