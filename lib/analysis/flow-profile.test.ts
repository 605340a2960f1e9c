import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowByLag, flowOverTime, judgedProfile, readsBackward } from './flow-profile.ts';

const lstm = {
  quantities: ['h', 'c', 'joint'],
  time: 2,
  values: Float32Array.from({ length: 18 }, (_, i) => i),
};

test('quantity and statistic are found in the recorded layout [quantity, statistic, time]', () => {
  expect([...flowOverTime(lstm, 'h', 'median')]).toEqual([0, 1]);
  expect([...flowOverTime(lstm, 'h', 'q90')]).toEqual([4, 5]);
  expect([...flowOverTime(lstm, 'c', 'q10')]).toEqual([8, 9]);
  expect([...flowOverTime(lstm, 'joint', 'median')]).toEqual([12, 13]);
});

test('a quantity that was not recorded is missing, not zero', () => {
  const gru = { quantities: ['h'], time: 2, values: [1, 2, 3, 4, 5, 6] };
  expect([...flowOverTime(gru, 'c', 'median')]).toEqual([Number.NaN, Number.NaN]);
});

test('a layer with a cell state is judged on the joint state, others on h', () => {
  expect([...judgedProfile(lstm)]).toEqual([13, 12]);
  expect([...judgedProfile({ quantities: ['h'], time: 2, values: [1, 2, 3, 4, 5, 6] })]).toEqual([2, 1]);
});

test('values that do not fill the shape are a programming error', () => {
  expect(() => flowOverTime({ ...lstm, time: 3 }, 'h', 'median')).toThrow(/18 values/);
});

/** A GRU whose median over time is given; the quantiles are beside the point. */
const gru = (overTime: readonly number[], backward = false) => {
  const values = [...overTime, ...overTime.map(() => 1), ...overTime.map(() => 1)];
  return flowByLag({ quantities: ['h'], time: overTime.length, values }, 'h', 'median', backward);
};

test('lag 0 is the last valid step; padding before and after is cut, a hole stays', () => {
  const nan = Number.NaN;
  expect([...gru([nan, 5, nan, 7, nan, nan])]).toEqual([7, nan, 5]);
  expect([...gru([nan, 5, 6, 7, nan], true)]).toEqual([5, 6, 7]);
  expect(gru([nan, nan]).length).toBe(0);
});

test('where values by lag were recorded they are taken, since medians over sequences of two lengths differ by lag', () => {
  const flow = { quantities: ['h'], time: 2, values: [1, 2, 1, 1, 1, 1], lagValues: [9, 8, 1, 1, 1, 1] };
  expect([...judgedProfile(flow)]).toEqual([9, 8]);
  expect([...judgedProfile(flow, true)]).toEqual([9, 8]);
  expect([...judgedProfile({ ...flow, lagValues: null })]).toEqual([2, 1]);
});

test('a layer that reads backward has the mirrored profile', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, noDefaultInfinity: true })), (norms) => {
      expect([...gru(norms, true)]).toEqual([...gru([...norms].reverse())]);
    }),
  );
  expect(readsBackward({ path: 'bidirectional_1/backward', config: {} })).toBe(true);
  expect(readsBackward({ path: 'lstm_1', config: { goBackwards: true } })).toBe(true);
  expect(readsBackward({ path: 'lstm_1', config: { goBackwards: false } })).toBe(false);
});
