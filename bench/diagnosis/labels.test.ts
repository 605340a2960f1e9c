import { expect, test } from 'vitest';
import { type OracleAnswer, truthOf } from './labels.ts';

const answer = (part: Partial<OracleAnswer>): OracleAnswer => ({
  ...{ id: 'x', hurt: true, learned: false, end: 1, twinEnd: 0.1, labels: [], open: [], selfCheck: 1e-7 },
  ...part,
});
const sat = (onset: number) => ({ rule: 'SAT', onset, end: 8 }) as const;
const must = [{ rule: 'SAT', onset: 3, end: null }] as const;

test('where construction and oracle agree the onset is the construction’s, the end the oracle’s', () => {
  expect(truthOf({ must, may: [] }, answer({ labels: [sat(4)] })).labels).toEqual([{ rule: 'SAT', onset: 3, end: 8 }]);
  const open = [{ rule: 'SAT', onset: null, end: null }] as const;
  expect(truthOf({ must: open, may: [] }, answer({ labels: [sat(5)] })).labels).toEqual([sat(5)]);
});

test('a label the oracle does not find, finds elsewhere, or finds without reason leaves the case out', () => {
  const out = (one: Parameters<typeof truthOf>[0], oracle: Partial<OracleAnswer>) =>
    truthOf(one, answer(oracle)).leftOut;
  expect(out({ must, may: [] }, {})).toContain('but not to the oracle');
  expect(out({ must, may: [] }, { labels: [sat(6)] })).toContain('another epoch');
  const both = [sat(3), { rule: 'OSC', onset: 1, end: null } as const];
  expect(out({ must, may: [] }, { labels: both })).toContain('OSC to the oracle');
  expect(out({ must, may: ['OSC'] }, { labels: both })).toBeNull();
});

test('a healthy case has learned and has nothing', () => {
  const healthy = { must: [], may: [] };
  expect(truthOf(healthy, answer({ learned: true })).labels).toEqual([]);
  expect(truthOf(healthy, answer({ learned: false })).leftOut).toContain('did not learn');
  expect(truthOf(healthy, answer({ learned: true, labels: [sat(1)] })).leftOut).toContain('SAT');
});

test('an oracle that sees other losses than those trained with is not believed', () => {
  expect(truthOf({ must, may: [] }, answer({ labels: [sat(3)], selfCheck: 0.2 })).leftOut).toContain('losses');
});
