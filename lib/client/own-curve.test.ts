import { expect, test } from 'vitest';
import { type OwnCurve, readOwnCurves, writeOwnCurves } from './own-curve.ts';

test('settings of single charts come back as they were, six letters each', () => {
  const all: readonly OwnCurve[] = [
    { chart: 'AbC-', smoothing: 0.6, x: 'epoch', cut: true },
    { chart: 's99x', smoothing: 0 },
    { chart: 'c1c1', cut: false },
    { chart: '____', smoothing: 0.99, x: 'wall', cut: true },
  ];
  expect(writeOwnCurves(all)).toHaveLength(24);
  expect(readOwnCurves(writeOwnCurves(all), 9)).toEqual(all);
  expect(readOwnCurves(writeOwnCurves(all), 2)).toEqual(all.slice(0, 2));
});

test('what says nothing of a chart is no setting', () => {
  // nothing, no code, too long, nothing of its own, a smoothing of more than 0.99
  expect(['', 'abcd', 'abcdAA', 'abcd__', '<b>>AB'].map((text) => readOwnCurves(text, 9))).toEqual([
    [],
    [],
    [],
    [],
    [],
  ]);
});
