import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../../base/random.ts';
import { largestDifference, projectionReference } from '../../testing/projection-reference.ts';
import { fourierPlan } from './fourier.ts';

/** The transform by its definition. */
function plainTransform(re: Float64Array, im: Float64Array): { re: Float64Array; im: Float64Array } {
  const size = re.length;
  const out = { re: new Float64Array(size), im: new Float64Array(size) };
  for (let k = 0; k < size; k++) {
    for (let n = 0; n < size; n++) {
      const angle = (-2 * Math.PI * ((k * n) % size)) / size;
      out.re[k]! += re[n]! * Math.cos(angle) - im[n]! * Math.sin(angle);
      out.im[k]! += re[n]! * Math.sin(angle) + im[n]! * Math.cos(angle);
    }
  }
  return out;
}

test.each([1, 2, 3, 4, 6, 8, 9, 18, 27, 48, 64, 72, 96, 128, 162, 192, 324])(
  'length %i equals the plain sum',
  (size) => {
    const random = seededRandom(size);
    const re = Float64Array.from({ length: size }, () => normal(random));
    const im = Float64Array.from({ length: size }, () => normal(random));
    const expected = plainTransform(re, im);
    const plan = fourierPlan(size);
    const ours = { re: re.slice(), im: im.slice() };
    plan.forward(ours.re, ours.im);
    for (let k = 0; k < size; k++) {
      expect(Math.hypot(ours.re[k]! - expected.re[k]!, ours.im[k]! - expected.im[k]!)).toBeLessThan(1e-11);
    }
    plan.forward(ours.im, ours.re);
    for (let n = 0; n < size; n++) expect(Math.abs(ours.re[n]! / size - re[n]!)).toBeLessThan(1e-12);
  },
);

test('transforms equal those of NumPy', () => {
  const { cases, tolerance } = projectionReference.transforms;
  for (const { re, im, foundRe, foundIm } of cases) {
    const [x, y] = [Float64Array.from(re), Float64Array.from(im)];
    fourierPlan(re.length).forward(x, y);
    expect(largestDifference(x, foundRe)).toBeLessThan(tolerance);
    expect(largestDifference(y, foundIm)).toBeLessThan(tolerance);
  }
});

test('energy is kept, whatever is transformed', () => {
  const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 72, maxLength: 72 });
  fc.assert(
    fc.property(values, values, (re, im) => {
      const energy = (a: ArrayLike<number>, b: ArrayLike<number>) =>
        Array.from(a, (x, i) => x ** 2 + b[i]! ** 2).reduce((sum, x) => sum + x, 0);
      const [x, y] = [Float64Array.from(re), Float64Array.from(im)];
      fourierPlan(72).forward(x, y);
      expect(Math.abs(energy(x, y) / 72 - energy(re, im))).toBeLessThan(1e-9 * (1 + energy(re, im)));
    }),
  );
});

test('a length with another prime factor is refused', () => {
  expect(() => fourierPlan(14)).toThrow('factors 2 and 3, got 14');
  expect(() => fourierPlan(20)).toThrow('factors 2 and 3, got 20');
});
