import { expect, test } from 'vitest';
import type { Evidence, RuleId, Verdict } from '../../lib/protocol/verdict.ts';
import {
  byLayer,
  evidenceText,
  limitText,
  mostGroups,
  remedyLine,
  remedyText,
  verdictHeadline,
  verdictKind,
  verdictsAt,
} from './verdict-words.ts';

const verdict = (rule: RuleId, onsetEpoch: number, rest: Partial<Verdict> = {}): Verdict => ({
  id: `${rule}::${onsetEpoch}`,
  rule,
  severity: 'warning',
  layer: 'lstm_1',
  onsetEpoch,
  announcedEpoch: onsetEpoch + 2,
  endEpoch: null,
  evidence: [],
  remedies: [],
  ...rest,
});

test('the worst verdict that holds comes first, facts and ended ones do not hold', () => {
  const all = [
    verdict('VAN-H', 1),
    verdict('VAN-T', 3),
    verdict('EXP-T', 1, { endEpoch: 5 }),
    verdict('VAN-T', 2, { severity: 'info' }),
    verdict('VAN-T', 4, { severity: 'critical' }),
  ];
  expect(verdictsAt(all, 5).map(({ id }) => id)).toEqual(['VAN-T::4', 'VAN-T::3', 'VAN-H::1']);
  expect(verdictsAt(all, 4).map(({ id }) => id)[0]).toBe('EXP-T::1');
  expect(verdictKind('EXP-T')).toBe('exploding');
});

test('a headline says since when, or for how long', () => {
  expect(verdictHeadline(verdict('VAN-T', 3))).toBe('Vanishing since epoch 3');
  expect(verdictHeadline(verdict('EXP-T', 3, { endEpoch: 9 }))).toBe('Exploding, epochs 3 to 8');
  expect(verdictHeadline(verdict('NAN', 3, { endEpoch: 4 }))).toBe('NaN or infinite at epoch 3');
});

const evidence: Evidence = {
  quantity: 'flow-ratio',
  epoch: 4,
  value: 2.7e-11,
  limit: 1.2e-7,
  relation: 'below',
  severity: 'critical',
  source: 'AUTOTRAINER, ICSE 2021 (layers, here time steps); float32 epsilon',
};

test('evidence gives value, comparison in words, rule and source', () => {
  expect(evidenceText('VAN-T', evidence)).toMatchObject({
    value: '2.7e−11',
    comparison: 'below 1.2e−7',
    source: 'VAN-T · float32 epsilon · measured at epoch 4',
  });
  expect(evidenceText('VAN-T', { ...evidence, severity: null }, 4).source).toBe('VAN-T · AUTOTRAINER, ICSE 2021');
  expect(evidenceText('VAN-T', { ...evidence, value: 0.2, severity: null }).comparison).toBe('no alarm above 1.2e−7');
  expect(evidenceText('VAN-H', { ...evidence, quantity: 'memory-horizon', value: 11, limit: null }).value).toBe(
    '11 steps',
  );
  expect(evidenceText('NAN', { ...evidence, quantity: 'unheard-of' }).quantity).toBe('unheard of');
});

test('limits read as people write them', () => {
  expect([1e-3, 1.2e-7, 70, 0.5, 1e4, 0].map(limitText)).toEqual(['1e−3', '1.2e−7', '70', '0.5', '1e4', '0']);
});

test('a remedy of several lines is named in a line, and says why it helps', () => {
  const clip = { key: 'clip', values: { norm: '1.2' }, code: 'const a;\nconst b;' };
  expect(remedyLine(clip)).toBe('clip gradients at norm 1.2');
  expect(remedyText(clip)).toContain('1.2');
  expect(remedyLine({ ...clip, code: 'unitForgetBias: true' })).toBe('unitForgetBias: true');
});

test('a run has as many groups of verdicts as layers are sick at once, facts not counted', () => {
  const of = (layer: string | null, onsetEpoch: number, endEpoch: number | null, severity = 'warning') =>
    ({ rule: 'SAT', layer, onsetEpoch, endEpoch, severity }) as Verdict;
  expect(mostGroups([])).toBe(0);
  const verdicts = [of('a', 1, 4), of('a', 2, null), of(null, 3, 5), of('b', 5, null), of('c', 2, null, 'info')];
  // a and the model at 3; a and b from 5 on
  expect(mostGroups(verdicts)).toBe(2);
  expect(byLayer(verdictsAt(verdicts, 3)).map((group) => group.map(({ layer }) => layer))).toEqual([
    ['a', 'a'],
    [null],
  ]);
});
