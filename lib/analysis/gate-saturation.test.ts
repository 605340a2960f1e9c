import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GATE_RANGE, gateSides, STATE_RANGE, saturatedUnits } from './gate-saturation.ts';
import { unitsReference } from './testing/units-reference.ts';

/** Evenly spaced quantiles of N(0, s), of the inverse of its distribution by bisection on the error function's series. */
function normalQuantiles(count: number, s: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => s * inverse((i + 0.5) / count));
}

/** Φ by numerical integration from 0: good to 1e-9 on −6…6. */
function phi(x: number): number {
  const steps = 400;
  const h = x / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++)
    sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp(-((i * h) ** 2) / 2);
  return 0.5 + (sum * h) / 3 / Math.sqrt(2 * Math.PI);
}

function inverse(p: number): number {
  let [low, high] = [-6, 6];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (phi(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const COUNT = 2_000;
const standard = normalQuantiles(COUNT, 1);

for (const { s, sigmoid, hardSigmoid, zeroGradient } of unitsReference.gateShares) {
  test(`pre-activations of N(0, ${s}) spend the shares at the ends of a gate that the distribution says`, () => {
    const z = standard.map((value) => value * s);
    const soft = gateSides(
      z.map((value) => 1 / (1 + Math.exp(-value))),
      1,
    );
    const hard = gateSides(
      z.map((value) => Math.min(1, Math.max(0, 0.2 * value + 0.5))),
      1,
    );
    const close = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThan(1.1 / COUNT);
    close(soft.left[0]!, sigmoid);
    close(soft.right[0]!, sigmoid);
    close(hard.left[0]!, hardSigmoid);
    close(hard.right[0]!, hardSigmoid);
    close(hard.zeroGradient, zeroGradient);
    expect(soft.zeroGradient).toBe(0);
  });
}

test('shares are of the steps that are there, unit by unit', () => {
  const { left, right, zeroGradient } = gateSides([0.05, 0.5, Number.NaN, Number.NaN, 0.95, 0, 0.02, 1], 2);
  expect(Array.from(left)).toEqual([Math.fround(2 / 3), Math.fround(1 / 3)]);
  expect(Array.from(right)).toEqual([Math.fround(1 / 3), Math.fround(1 / 3)]);
  expect(zeroGradient).toBeCloseTo(2 / 6, 9);
});

test('a unit is saturated that is near an end, whichever, for more than 95 % of the time', () => {
  const at = (low: number, high: number, share: number) =>
    Float64Array.from({ length: 100 }, (_, i) => (i < share * 100 ? low : high));
  expect(saturatedUnits(gateSides(at(0.01, 0.5, 0.96), 1, GATE_RANGE))).toBe(1);
  expect(saturatedUnits(gateSides(at(0.01, 0.5, 0.95), 1, GATE_RANGE))).toBe(0);
  // jumps from end to end, and passes no gradient on at either
  expect(saturatedUnits(gateSides(at(0.01, 0.99, 0.5), 1, GATE_RANGE))).toBe(1);
  expect(saturatedUnits(gateSides(at(-0.99, 0.99, 0.5), 1, STATE_RANGE))).toBe(1);
  expect(saturatedUnits(gateSides(at(-0.5, 0.99, 0.5), 1, STATE_RANGE))).toBe(0);
});

test('a gate turned round swaps its sides, and the order of the steps does not matter', () => {
  const gate = fc.constantFrom(0, 0.05, 0.3, 0.5, 0.7, 0.95, 1, Number.NaN);
  fc.assert(
    fc.property(fc.array(fc.tuple(gate, gate), { minLength: 1, maxLength: 30 }), (steps) => {
      const { left, right, zeroGradient } = gateSides(steps.flat(), 2);
      const turned = gateSides(
        steps.flat().map((value) => 1 - value),
        2,
      );
      expect([turned.left, turned.right, turned.zeroGradient]).toEqual([right, left, zeroGradient]);
      expect(gateSides(steps.toReversed().flat(), 2)).toEqual({ left, right, zeroGradient });
      left.forEach((share, unit) => {
        if (!Number.isNaN(share)) expect(share + right[unit]!).toBeLessThanOrEqual(1 + 1e-6);
      });
    }),
  );
});

test('nothing valid has no shares', () => {
  const { left, zeroGradient } = gateSides([Number.NaN, Number.NaN], 1);
  expect(left[0]).toBeNaN();
  expect(zeroGradient).toBeNaN();
  expect(() => gateSides([1, 2, 3], 2)).toThrow('units');
});
