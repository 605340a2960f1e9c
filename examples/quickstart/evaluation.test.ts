import { expect, test } from 'vitest';
import { delayedRecall } from './delayed-recall.ts';
import { describeResult } from './evaluation.ts';

test('the result stands beside what guessing the most frequent class would give', () => {
  const labels = [0, 0, 0, 1, 1, 2, 2, 2, 2, 3];
  const guesses = [0, 0, 1, 1, 1, 2, 2, 2, 0, 3];
  expect(describeResult(labels, guesses)).toBe('Test accuracy 80.0 % (majority class 40.0 %)');
});

test('delayed recall shows the symbol at the first step only', () => {
  const { train } = delayedRecall({ rows: 50, steps: 6 });
  for (let row = 0; row < train.rows; row++) {
    for (let step = 0; step < train.steps; step++) {
      const start = (row * train.steps + step) * train.features;
      const symbols = [...train.x.subarray(start, start + 10)];
      expect(symbols.indexOf(1)).toBe(step === 0 ? train.labels[row] : -1);
    }
  }
});
