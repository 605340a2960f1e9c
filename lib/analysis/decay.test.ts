import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decayOf } from './decay.ts';
import { numbers, reference, relativeError } from './testing/reference.ts';

const power = (g: number, steps: number) => Float64Array.from({ length: steps }, (_, k) => g ** k);

test('an orthogonal recurrence of gain .9 fades by ln .9 a step: e-fold 9.49, half-life 6.58', () => {
  const decay = decayOf(power(0.9, 50));
  expect(decay.slope).toBeCloseTo(Math.log(0.9), 9);
  expect(decay.eFoldSteps).toBeCloseTo(9.49, 2);
  expect(decay.halfLifeSteps).toBeCloseTo(6.58, 2);
});

test('a gradient that holds or grows never fades', () => {
  expect(decayOf(power(1, 50))).toEqual({ slope: 0, eFoldSteps: Infinity, halfLifeSteps: Infinity });
  const growing = decayOf(power(1.1, 50));
  expect(growing.slope).toBeCloseTo(Math.log(1.1), 9);
  expect(growing.eFoldSteps).toBe(Infinity);
});

test('slopes of noisy profiles equal those of SciPy, floor and first lag left out', () => {
  for (const { profile, slope } of reference.decays) {
    expect(relativeError([decayOf(numbers(profile)).slope], [slope])).toBeLessThan(1e-10);
  }
});

test('the loss at the first lag, underflow, holes and infinities do not bend the slope', () => {
  const profile = power(0.5, 30);
  profile[0] = 1e9;
  profile[10] = Number.NaN;
  profile[11] = Infinity;
  profile[12] = 0;
  profile[13] = 1e-40;
  expect(decayOf(profile).slope).toBeCloseTo(Math.log(0.5), 9);
});

test('two usable lags are needed', () => {
  expect(decayOf([]).slope).toBeNaN();
  expect(decayOf([1, 0.5]).slope).toBeNaN();
  expect(decayOf([1, 0.5]).eFoldSteps).toBeNaN();
  expect(decayOf([1, 0.5, 0.25]).slope).toBeCloseTo(Math.log(0.5), 12);
});

test('the size of the loss does not change the decay', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: 1e-10, max: 10 }), { minLength: 3, maxLength: 40 }),
      fc.double({ noNaN: true, min: 1e-3, max: 1e3 }),
      (profile, scale) => {
        const scaled = decayOf(profile.map((norm) => norm * scale));
        expect(scaled.slope).toBeCloseTo(decayOf(profile).slope, 9);
      },
    ),
  );
});
