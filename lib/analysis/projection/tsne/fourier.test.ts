import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../../base/random.ts';
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

test.each([1, 2, 3, 4, 5, 6, 8, 9, 15, 20, 48, 64, 80, 96, 125, 128, 192, 320])(
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

test('a length with another prime factor is refused', () => {
  expect(() => fourierPlan(14)).toThrow('factors 2, 3 and 5, got 14');
});
