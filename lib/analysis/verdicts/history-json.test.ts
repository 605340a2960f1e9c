import { expect, test } from 'vitest';
import { epochOf } from '../testing/history.ts';
import { historyFromJson, historyToJson } from './history-json.ts';

test('what the rules looked at comes back as it was, NaN and infinities included', () => {
  const epoch = {
    ...epochOf(3, 1e-9, Number.POSITIVE_INFINITY),
    gradientNorm: Number.NaN,
    units: [{ layer: 'lstm_1', saturated: 0.5, dead: 0, frozen: 0, redundant: Number.NEGATIVE_INFINITY }],
  };
  const json: unknown = JSON.parse(JSON.stringify(historyToJson(epoch, 2.3)));
  expect(historyFromJson(json as never)).toEqual({ epoch, constantPredictionLoss: 2.3 });
});

test('what is no history is told apart', () => {
  expect(historyFromJson({ interval: 4 })).toBeNull();
});
