import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explosionRatio, flowRatio, memoryCoverage, memoryHorizon } from './memory-horizon.ts';
import { numbers, reference, relativeError } from './testing/reference.ts';

/** Profile of a linear recurrence with orthogonal weights g·Q: p_k = g^k exactly. */
const orthogonal = (g: number, steps = 50) => Float64Array.from({ length: steps }, (_, k) => g ** k);
const profiles = fc.array(fc.double({ noNaN: true, min: 1e-12, max: 1e3 }), { minLength: 1, maxLength: 60 });

test('an orthogonal recurrence has the horizon its gain says', () => {
  expect(memoryHorizon(orthogonal(0.9))).toEqual({ steps: 44, lowerBound: false, peakLag: 0, validSteps: 50 });
  expect(memoryHorizon(orthogonal(0.8))?.steps).toBe(21);
  expect(memoryHorizon(orthogonal(1))).toMatchObject({ steps: 50, lowerBound: true });
  expect(memoryHorizon(orthogonal(1.1))).toMatchObject({ steps: 50, lowerBound: true, peakLag: 49 });
});

test('an orthogonal recurrence over 50 steps keeps g⁴⁹ of its gradient, and explodes by as much', () => {
  expect(flowRatio(orthogonal(0.8))).toBeCloseTo(1.7841e-5, 9);
  expect(flowRatio(orthogonal(0.9))).toBeCloseTo(5.7264e-3, 7);
  expect(explosionRatio(orthogonal(1.1))).toBeCloseTo(106.72, 2);
  expect(flowRatio(orthogonal(1.1))).toBe(1);
  // the notes count a lag more: states 0…50
  expect(flowRatio(orthogonal(0.9, 51))).toBeCloseTo(5.1538e-3, 7);
  expect(explosionRatio(orthogonal(1.1, 51))).toBeCloseTo(117.39, 2);
});

test('horizon and ratios equal those of NumPy on noisy profiles', () => {
  for (const wanted of reference.decays) {
    const profile = numbers(wanted.profile);
    expect(memoryHorizon(profile)).toMatchObject({ steps: wanted.horizon, lowerBound: wanted.lowerBound });
    const ratios = [flowRatio(profile), explosionRatio(profile)];
    expect(relativeError(ratios, [wanted.flowRatio, wanted.explosionRatio])).toBeLessThan(1e-12);
  }
});

test('the horizon is counted from the last step, searched from the peak on', () => {
  expect(memoryHorizon([0.001, 1, 0.5, 0.009, 1])).toMatchObject({ steps: 3, peakLag: 1 });
  expect(memoryHorizon([1, Number.NaN, 0.001])).toMatchObject({ steps: 2 });
});

test('without a gradient, or with an infinite one, nothing is claimed', () => {
  for (const profile of [[], [0, 0], [Number.NaN], [1, Infinity]]) {
    expect(memoryHorizon(profile)).toBeNull();
    expect(flowRatio(profile)).toBeNaN();
  }
  expect(explosionRatio([])).toBeNaN();
  expect(explosionRatio([0, 1])).toBe(Infinity);
});

test('the size of the loss changes neither horizon nor ratios', () => {
  fc.assert(
    fc.property(profiles, fc.integer({ min: -20, max: 20 }), (profile, power) => {
      const scaled = profile.map((norm) => norm * 2 ** power);
      expect(memoryHorizon(scaled)).toEqual(memoryHorizon(profile));
      expect(flowRatio(scaled)).toBe(flowRatio(profile));
      expect(explosionRatio(scaled)).toBe(explosionRatio(profile));
    }),
  );
});

test('a stricter share never shortens the horizon, which lies past the peak and within the sequence', () => {
  fc.assert(
    fc.property(profiles, fc.double({ noNaN: true, min: 1e-4, max: 0.5 }), (profile, share) => {
      const wide = memoryHorizon(profile, share / 2)!;
      const horizon = memoryHorizon(profile, share)!;
      expect(wide.steps).toBeGreaterThanOrEqual(horizon.steps);
      expect(horizon.steps).toBeGreaterThan(horizon.peakLag);
      expect(horizon.steps).toBeLessThanOrEqual(profile.length);
    }),
  );
});

test('coverage is the reached share of the declared memory, and unknown where it cannot be told', () => {
  const horizon = (steps: number, lowerBound: boolean) => ({ horizon: steps, lowerBound });
  expect(memoryCoverage(horizon(10, false), 40)).toBe(0.25);
  expect(memoryCoverage(horizon(30, false), 20)).toBe(1);
  expect(memoryCoverage(horizon(40, true), 40)).toBe(1);
  expect(memoryCoverage(horizon(40, true), 100)).toBeNull();
  expect(memoryCoverage(horizon(40, true), null)).toBeNull();
  expect(memoryCoverage({ horizon: null, lowerBound: false }, 40)).toBeNull();
  expect(memoryCoverage(horizon(40, true), 0)).toBeNull();
});
