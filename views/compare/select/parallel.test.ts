import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runData } from '../../gradients/testing/run-data.ts';
import type { RunValue, SettingDimension } from './dimensions.ts';
import { groupsOf } from './groups.ts';
import {
  BAD_AT,
  brushed,
  heightOf,
  heightOfEnd,
  isWithin,
  MISSING_AT,
  moved,
  nearestLine,
  parallelAxes,
  parallelLines,
  valueAtHeight,
} from './parallel.ts';
import { runMarks } from './run-marks.ts';
import { scaleOf } from './run-scale.ts';

const RUNS = ['a', 'b', 'c', 'd'].map((id) => runData({ info: { id, name: id } }));
const MARKS = runMarks(groupsOf(RUNS, 'none', RUNS[0]!), 'a');
const axis = (setting: string): SettingDimension => ({
  ...{ key: `config:${setting}`, kind: 'setting', setting, differs: true },
});
const LR: readonly RunValue[] = [0.001, 0.01, 1, undefined];
const LOSS: readonly RunValue[] = [3, 2, Number.NaN, 1];
const CELL: readonly RunValue[] = ['gru', 'lstm', 'gru', 'rnn'];
const AXES = parallelAxes([axis('lr'), axis('loss'), axis('cell')], [LR, LOSS, CELL]);
const keptBy = (...brushes: Parameters<typeof parallelLines>[3]) =>
  parallelLines(RUNS, MARKS, AXES, brushes).flatMap(({ run, isKept }) => (isKept ? [run.info.id] : []));

test('values over two decades are laid out by their logarithm; what has no value or is not finite has its own place', () => {
  expect(AXES.map(({ scale, missing, bad }) => [scale.log, missing, bad])).toEqual([
    [true, 1, 0],
    [false, 0, 1],
    [false, 0, 0],
  ]);
  const heights = parallelLines(RUNS, MARKS, AXES, []).map((line) => line.heights);
  expect([heights[3]![0], heights[2]![1]]).toEqual([MISSING_AT, BAD_AT]);
  expect(
    heights.flat().every((height) => height === MISSING_AT || height === BAD_AT || (height > 0 && height < 1)),
  ).toBe(true);
});

test('a brush keeps the runs within it, several keep what lies within all, and one of an axis that is not shown does nothing', () => {
  expect(keptBy()).toEqual(['a', 'b', 'c', 'd']);
  expect(keptBy({ axis: 'config:lr', from: 0.005, to: 2 })).toEqual(['b', 'c']);
  expect(keptBy({ axis: 'config:lr', from: 0.005, to: 2 }, { axis: 'config:loss', from: 0, to: 2.5 })).toEqual(['b']);
  expect(keptBy({ axis: 'config:cell', from: -0.4, to: 0.4 })).toEqual(['a', 'c']);
  expect(keptBy({ axis: 'config:nowhere', from: 0, to: 0 })).toEqual(['a', 'b', 'c', 'd']);
});

test('a brush drawn beyond an axis takes in what stands there, and only that', () => {
  expect(keptBy({ axis: 'config:lr', from: -Infinity, to: -Infinity })).toEqual(['d']);
  expect(keptBy({ axis: 'config:loss', from: Infinity, to: Infinity })).toEqual(['c']);
  expect(keptBy({ axis: 'config:loss', from: 2.5, to: Infinity })).toEqual(['a', 'c']);
  expect(valueAtHeight(MISSING_AT, AXES[0]!.scale)).toBe(-Infinity);
  expect(valueAtHeight(BAD_AT, AXES[0]!.scale)).toBe(Infinity);
  expect(isWithin(-Infinity, { axis: '', from: -9, to: Infinity }, scaleOf([1]))).toBe(true);
});

test('a brush that is drawn around a mark holds its run, wherever it is drawn', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 20 }),
      fc.boolean(),
      (values, isText) => {
        const own: readonly RunValue[] = isText ? values.map(String) : values;
        const scale = scaleOf(own);
        for (const value of own) {
          const at = heightOf(value, scale);
          const [from, to] = [at - 0.03, at + 0.03].map((height) => valueAtHeight(height, scale));
          expect(isWithin(value, { axis: '', from: from!, to: to! }, scale)).toBe(true);
          expect(Math.abs(heightOfEnd(to!, scale) - Math.min(1, at + 0.03))).toBeLessThan(0.02);
        }
      },
    ),
  );
});

test('an axis is moved among the others as far as there are any, and has one brush', () => {
  expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 'b', 9)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 'nowhere', 1)).toEqual(['a', 'b', 'c']);
  const one = brushed([], 'a', { from: 3, to: 1 });
  expect(one).toEqual([{ axis: 'a', from: 1, to: 3 }]);
  expect(brushed(brushed(one, 'b', { from: 0, to: 1 }), 'a', null)).toEqual([{ axis: 'b', from: 0, to: 1 }]);
});

test('the line nearest to the pointer is told between the axes, within reach', () => {
  const lines = parallelLines(RUNS, MARKS, AXES, []);
  const [from, to] = lines[1]!.heights;
  expect(nearestLine(lines, { axis: 0.5, height: (from! + to!) / 2 }, 0.1)?.run.info.id).toBe('b');
  expect(nearestLine(lines, { axis: 0.5, height: 7 }, 0.1)).toBeNull();
  expect(nearestLine([], { axis: 0, height: 0 }, 1)).toBeNull();
});
