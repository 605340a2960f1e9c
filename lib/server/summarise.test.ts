import { expect, test } from 'vitest';
import { isSmallerBetter } from '../protocol/metric.ts';
import type { Context } from '../protocol/record.ts';
import type { SeriesSummary } from '../store/store.ts';
import { metricsOf } from './summarise.ts';

let nextId = 1;
function series(
  name: string,
  context: Context,
  min: number,
  max: number,
  lastValue: number,
  segment = 0,
): SeriesSummary {
  return { id: nextId++, segment, name, context, count: 3, lastStep: 9, lastValue, min, max };
}

test('metrics come per epoch where there are such points, loss first, train before val', () => {
  const metrics = metricsOf([
    series('accuracy', { subset: 'val', per: 'epoch' }, 0.1, 0.9, 0.8),
    series('loss', { subset: 'train', per: 'step' }, 0.01, 7, 0.5),
    series('loss', { subset: 'val', per: 'epoch' }, 0.2, 2, 0.4),
    series('loss', { subset: 'train', per: 'epoch' }, 0.3, 3, 0.3),
    series('gradient_norm', { layer: 'lstm_1', weight: 'lstm_1/kernel' }, 0, 1, 0.5),
    series('learning_rate', {}, 0, 1, 0.5),
  ]);
  expect(metrics).toEqual([
    { name: 'loss', subset: 'train', last: 0.3, best: 0.3, min: 0.3, max: 3 },
    { name: 'loss', subset: 'val', last: 0.4, best: 0.2, min: 0.2, max: 2 },
    { name: 'accuracy', subset: 'val', last: 0.8, best: 0.9, min: 0.1, max: 0.9 },
  ]);
});

test('after a resume the newest segment says the last value, and all of them the best', () => {
  const [metric] = metricsOf([
    series('loss', { subset: 'train', per: 'epoch' }, 0.1, 3, 0.1, 0),
    series('loss', { subset: 'train', per: 'epoch' }, 0.2, 1, 0.2, 1),
  ]);
  expect(metric).toEqual({ name: 'loss', subset: 'train', last: 0.2, best: 0.1, min: 0.1, max: 3 });
});

test('a metric that was never finite has no best', () => {
  const [metric] = metricsOf([series('loss', { per: 'step' }, Number.NaN, Number.NaN, Infinity)]);
  expect(metric).toEqual({
    name: 'loss',
    subset: 'train',
    last: Infinity,
    best: Number.NaN,
    min: Number.NaN,
    max: Number.NaN,
  });
});

test('losses and errors are best when small, everything else when large', () => {
  for (const name of ['loss', 'val_loss', 'mse', 'meanSquaredError', 'decoder/mae', 'WER', 'binaryCrossentropy'])
    expect([name, isSmallerBetter(name)]).toEqual([name, true]);
  for (const name of ['accuracy', 'acc', 'f1', 'bleu', 'precision', 'maestro'])
    expect([name, isSmallerBetter(name)]).toEqual([name, false]);
});
