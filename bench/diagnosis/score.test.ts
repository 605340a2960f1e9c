import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Judged, meets, scoreOf, wilson } from './score.ts';

function judged(part: Partial<Judged>): Judged {
  return { id: 'x', condition: 'sick', labels: [], open: [], said: [], epochs: 10, ...part };
}
const label = { rule: 'SAT', onset: 3, end: null } as const;
const said = (onset: number | null, end: number | null = null) => [{ rule: 'SAT', onset, end }] as const;

test('the Wilson interval is the published one', () => {
  // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [hits, n, low, high] of published) {
    expect(Math.abs(wilson(hits, n).low - low)).toBeLessThan(5e-5);
    expect(Math.abs(wilson(hits, n).high - high)).toBeLessThan(5e-5);
  }
});

test('an interval holds its share, stays within 0…1 and narrows with n', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (n, wanted) => {
      const hits = Math.min(n, wanted);
      const { low, high } = wilson(hits, n);
      expect(low >= 0 && high <= 1 && low <= hits / n + 1e-12 && high >= hits / n - 1e-12).toBe(true);
      const wide = wilson(hits * 4, n * 4);
      expect(wide.high - wide.low).toBeLessThan(high - low);
    }),
  );
  expect(wilson(0, 0).low).toBeNaN();
});

test('what is said is about a label when it began while the label held, an epoch around it at most', () => {
  expect([1, 2, 3, 9, 11].map((onset) => meets(label, onset, 10))).toEqual([false, true, true, true, true]);
  expect([5, 6, 7].map((onset) => meets({ ...label, end: 6 }, onset, 10))).toEqual([true, true, false]);
  expect(meets(label, null, 10)).toBe(true);
});

test('a rule counts once a case; out of place it is a false alarm and a miss at once', () => {
  const cases = [
    judged({ labels: [label], said: said(3) }),
    judged({ labels: [label], said: said(5) }),
    judged({ labels: [label], said: said(1) }),
    judged({ labels: [label] }),
    judged({ said: [...said(2), ...said(7)] }),
    judged({}),
  ];
  const score = scoreOf('SAT', cases);
  expect([score.truePositives, score.falsePositives, score.falseNegatives]).toEqual([2, 2, 2]);
  expect([score.precision, score.recall, score.f1, score.onsetWithin1]).toEqual([0.5, 0.5, 0.5, 0.5]);
});

test('what is said where the oracle abstains is not scored', () => {
  const cases = [
    judged({ open: [{ rule: 'SAT', onset: 2, end: 5 }], said: said(3) }),
    judged({ open: [{ rule: 'SAT', onset: 6, end: 8 }], said: said(3) }),
    judged({ labels: [label], open: [label], said: said(3) }),
  ];
  expect(scoreOf('SAT', cases)).toMatchObject({ truePositives: 1, falsePositives: 1, falseNegatives: 0 });
});

test('what began where the oracle abstains is right when it still holds as the label begins', () => {
  const open = [{ rule: 'SAT', onset: 2, end: 5 }] as const;
  const labels = [{ ...label, onset: 7 }];
  const lasting = scoreOf('SAT', [judged({ labels, open, said: said(3) })]);
  expect([lasting.truePositives, lasting.falseNegatives, lasting.onsetWithin1]).toEqual([1, 0, 0]);
  expect(scoreOf('SAT', [judged({ labels, open, said: said(3, 7) })])).toMatchObject({
    truePositives: 0,
    falsePositives: 0,
    falseNegatives: 1,
  });
  expect(scoreOf('SAT', [judged({ labels, said: said(3) })])).toMatchObject({ truePositives: 0, falsePositives: 1 });
});

test('of several stretches one is enough', () => {
  const labels = [
    { ...label, end: 5 },
    { ...label, onset: 8 },
  ];
  expect(scoreOf('SAT', [judged({ labels, said: said(8) })])).toMatchObject({ truePositives: 1, onsetWithin1: 1 });
});
