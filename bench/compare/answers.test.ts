import { expect, test } from 'vitest';
import { answersOf } from './answers.ts';

const move = (at: number, scriptMs = 1) => ({ at, scriptMs });
const answer = (startedAt: number, scriptMs = 4) => ({ startedAt, scriptMs, paintedAt: startedAt + 6 });

test('a frame answers all moves before it, and costs its scripts and theirs', () => {
  const { scripts, latencies } = answersOf({ moves: [move(0), move(8), move(20)], answers: [answer(10), answer(26)] });
  expect([scripts, latencies]).toEqual([
    [6, 5],
    [16, 8, 12],
  ]);
});

test('a move that no frame answers is not left out of the percentiles', () => {
  const { scripts, latencies } = answersOf({ moves: [move(0), move(30)], answers: [answer(10)] });
  expect([scripts, latencies]).toEqual([[5], [16, Number.POSITIVE_INFINITY]]);
});

test('a frame in which the cursor moved by itself answers nothing', () => {
  expect(answersOf({ moves: [move(20)], answers: [answer(10), answer(26)] })).toEqual({
    scripts: [5],
    latencies: [12],
  });
});
