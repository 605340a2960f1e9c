import { expect, test } from 'vitest';
import type { LayerInfo, ModelInfo, RunStatus } from '../../lib/protocol/run.ts';
import { runRow } from '../../lib/protocol/testing/run-info.ts';
import { goneParts } from './gone-parts.ts';

const layerOf = (path: string): LayerInfo => ({
  ...{ path, className: 'LSTM', units: 4, kind: 'recurrent', hasCellState: true, config: {}, weights: [] },
});
const run = (layers: readonly string[] | null, epoch: number, status: RunStatus = 'finished') => {
  const model = layers && ({ ...runRow('a').info.model, layers: layers.map(layerOf) } as ModelInfo);
  return runRow('a', { status, model }, { epoch });
};
const link = { layer: null, epoch: 'live', align: 'epoch' } as const;

test('a layer that no run has is gone, one that any run has is not', () => {
  const runs = [run(['lstm_1'], 3), run(['gru_1'], 3)];
  expect(goneParts(runs, { ...link, layer: 'gru_1' }).layer).toBeNull();
  expect(goneParts(runs, { ...link, layer: 'gru_2' }).layer).toBe('gru_2');
  // a run that did not say what its model is
  expect(goneParts([run(null, 3)], { ...link, layer: 'gru_2' }).layer).toBeNull();
});

test('an epoch beyond the last one of runs that ended is gone; a run that trains may come to it', () => {
  const runs = [run(['lstm_1'], 3), run(['lstm_1'], 5)];
  expect(goneParts(runs, { ...link, epoch: 9 }).epoch).toEqual({ asked: 9, last: 5 });
  expect(goneParts(runs, { ...link, epoch: 5 }).epoch).toBeNull();
  expect(goneParts([...runs, run(['lstm_1'], 2, 'live')], { ...link, epoch: 9 }).epoch).toBeNull();
  expect(goneParts([run(['lstm_1'], 0)], { ...link, epoch: 9 }).epoch).toBeNull();
  // by step or time the moment says where the playhead is
  expect(goneParts(runs, { ...link, epoch: 9, align: 'step' }).epoch).toBeNull();
});
