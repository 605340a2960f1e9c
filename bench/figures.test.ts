import { expect, test } from 'vitest';
import { keeps, median, must, told } from './figures.ts';

test('a figure keeps its limit at the limit itself, and a NaN keeps none', () => {
  expect(must('a', 1.5, '×', '>= 1.5').ok).toBe(true);
  expect(must('a', 1.4999, '×', '>= 1.5').ok).toBe(false);
  expect(must('a', 24, 'bytes', '<= 24').ok).toBe(true);
  expect(must('a', Number.NaN, 'bytes', '<= 24').ok).toBe(false);
  expect(keeps(1, '< 1')).toBe(false);
  expect(keeps(1, '> 0.5')).toBe(true);
});

test('rounding for people does not decide', () => {
  expect(must('a', 24.000001, 'bytes', '<= 24')).toMatchObject({ value: 24, ok: false });
});

test('a limit that can not be read is an error, not a pass', () => {
  expect(() => must('a', 1, '×', 'at most 2')).toThrow(/a limit reads like/);
});

test('what is only told never falls short', () => {
  expect(told('a', Number.NaN, '×')).toMatchObject({ ok: true, limit: null });
});

test('the median is the middle, or between the two middle ones', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});
