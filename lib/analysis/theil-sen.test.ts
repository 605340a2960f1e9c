import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numbers, reference, relativeError } from './testing/reference.ts';
import { theilSenSlope } from './theil-sen.ts';

test('slopes equal those of SciPy', () => {
  for (const { x, y, slope } of reference.theilSen) {
    expect(relativeError([theilSenSlope(numbers(x), numbers(y))], [slope])).toBeLessThan(reference.relativeTolerance);
  }
});

test('a quarter of wild points does not change the slope of a line', () => {
  const x = Array.from({ length: 40 }, (_, i) => i);
  const y = x.map((value, i) => (i % 4 === 3 ? 1e6 * Math.cos(i) : 2 * value - 1));
  expect(theilSenSlope(x, y)).toBeCloseTo(2, 9);
});

test('scaling and shifting y scales the slope and nothing else', () => {
  const points = fc.array(fc.double({ noNaN: true, min: -100, max: 100 }), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(
      points,
      fc.double({ noNaN: true, min: -5, max: 5 }),
      fc.double({ noNaN: true, min: -9, max: 9 }),
      (y, a, b) => {
        const x = y.map((_, i) => i);
        const moved = theilSenSlope(
          x,
          y.map((value) => a * value + b),
        );
        expect(moved).toBeCloseTo(a * theilSenSlope(x, y), 8);
      },
    ),
  );
});

test('without two different x there is no slope', () => {
  expect(theilSenSlope([], [])).toBeNaN();
  expect(theilSenSlope([1], [2])).toBeNaN();
  expect(theilSenSlope([1, 1], [2, 3])).toBeNaN();
});
