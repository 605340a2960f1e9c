import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import { models } from '../capture/testing/models.ts';
import { representationChange } from './representation-change.ts';
import { snapshotOf } from './testing/measured.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

test('a representation that stays is 1, one that moved is less; the first snapshot has nothing to be held against', () => {
  const { model, x, y } = models['masked Embedding']!(backend.tf);
  const measurements = [representationChange()];
  const at = () => snapshotOf(backend.tf, model, measurements, { x, y }).scalars;
  expect(at()).toEqual([]);
  const [same] = at();
  expect(same).toMatchObject({ name: SERIES.cka, context: { layer: 'lstm_1' } });
  expect(same!.value).toBeCloseTo(1, 9);
  const layer = model.layers[1]!;
  layer.setWeights(layer.getWeights().map((w, i) => backend.tf.randomNormal(w.shape, 0, 1, 'float32', i)));
  const [moved] = at();
  expect(moved!.value).toBeGreaterThan(0);
  expect(moved!.value).toBeLessThan(0.9);
  expect(at()[0]!.value).toBeCloseTo(1, 9);
});

test('another number of sequences starts anew', () => {
  const { model, x, y } = models.GRU!(backend.tf);
  const measurements = [representationChange()];
  const at = (count: number) =>
    snapshotOf(backend.tf, model, measurements, { x: x.slice(0, count), y: y.slice(0, count) }).scalars;
  expect([at(8).length, at(4).length, at(4).length]).toEqual([0, 0, 1]);
});

test('a layer too wide to compare in time is left out, and that is said', () => {
  const { tf } = backend;
  const model = tf.sequential({
    layers: [tf.layers.simpleRNN({ units: 600, inputShape: [3, 2], recurrentInitializer: 'zeros' })],
  });
  const { scalars, leftOut } = snapshotOf(tf, model, [representationChange()], { x: tf.ones([2, 3, 2]), y: null });
  expect(scalars).toEqual([]);
  expect(leftOut).toEqual([expect.stringContaining('600 units')]);
});
