import * as tf from '@tensorflow/tfjs';
import { expect, test, vi } from 'vitest';
import { sampledProbe } from './probe-sample.ts';

const MODEL = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });

/** Rows of the sample: inputs are the row numbers. */
function rowsOf(y: tf.Tensor, count = y.shape[0] ?? 0): { rows: number[]; labels: readonly string[] | null } {
  const rows = y.shape[0] ?? 0;
  const x = tf.range(0, rows).reshape([rows, 1]);
  const probe = sampledProbe(tf, MODEL, { x: [x], y: [y], count });
  return { rows: Array.from(probe?.x[0]?.values ?? []), labels: probe?.info.labels ?? null };
}

test('three sequences of each class, the same ones every time, and nothing drawn from Math.random', () => {
  const random = vi.spyOn(Math, 'random');
  const labels = Array.from({ length: 100 }, (_, i) => (i * 7) % 10);
  const oneHot = tf.oneHot(tf.tensor1d(labels, 'int32'), 10);
  const first = rowsOf(oneHot);
  expect(first.rows).toHaveLength(30);
  expect(first.labels).toEqual(first.rows.map((row) => String(labels[row])));
  expect(new Set(first.rows).size).toBe(30);
  expect(new Set(first.labels).size).toBe(10);
  expect(rowsOf(oneHot)).toEqual(first);
  expect(rowsOf(tf.tensor2d(labels, [100, 1]))).toEqual(first);
  expect(random).not.toHaveBeenCalled();
});

test('never more than 32, and of rare classes what there is', () => {
  const many = Array.from({ length: 200 }, (_, i) => i % 50);
  expect(rowsOf(tf.tensor1d(many)).rows).toHaveLength(32);
  expect(rowsOf(tf.tensor1d([0, 0, 0, 0, 0, 1])).labels).toEqual(['0', '0', '0', '1']);
});

test('evenly spaced sequences where targets are no classes', () => {
  const { rows, labels } = rowsOf(tf.linspace(0, 1, 64).reshape([64, 1]));
  expect(rows).toEqual(Array.from({ length: 32 }, (_, i) => i * 2));
  expect(labels).toBeNull();
  expect(rowsOf(tf.ones([3, 4, 2])).rows).toEqual([0, 1, 2]);
});

test('what is held out for validation is never in it', () => {
  const { rows } = rowsOf(tf.linspace(0, 1, 100), 50);
  expect(Math.max(...rows)).toBeLessThan(50);
});

test('no tensor stays behind', () => {
  const y = tf.linspace(0, 1, 10);
  const x = tf.ones([10, 1]);
  const before = tf.memory().numTensors;
  sampledProbe(tf, MODEL, { x: [x], y: [y], count: 10 });
  expect(tf.memory().numTensors).toBe(before);
});
