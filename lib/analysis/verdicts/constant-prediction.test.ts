import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numbers, reference } from '../testing/reference.ts';
import { constantPredictionLoss } from './constant-prediction.ts';

const { constantLosses } = reference;
const of = (loss: string, rows: readonly (readonly (number | string)[])[]) =>
  constantPredictionLoss(loss, {
    values: rows.flatMap((row) => [...numbers(row)]),
    shape: [rows.length, rows[0]!.length],
  });

test('the loss of a constant equals what numerical minimisation finds', () => {
  for (const loss of ['categoricalCrossentropy', 'binaryCrossentropy', 'meanSquaredError', 'meanAbsoluteError']) {
    const { y, loss: expected } = constantLosses[loss]!;
    expect(Math.abs(of(loss, y)! - expected), loss).toBeLessThan(constantLosses.tolerance);
  }
});

test('no constant does better, and the order of the sequences does not matter', () => {
  const bit = fc.constantFrom(0, 1);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(bit, bit), { minLength: 2, maxLength: 30 }),
      fc.tuple(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0.01, max: 0.99, noNaN: true })),
      (rows, constant) => {
        const mean = (loss: (y: number, p: number) => number) =>
          rows.flatMap((row) => row.map((y, k) => loss(y, constant[k]!))).reduce((a, b) => a + b) / rows.length / 2;
        const losses = {
          binaryCrossentropy: mean((y, p) => -Math.log(y === 1 ? p : 1 - p)),
          meanSquaredError: mean((y, p) => (y - p) ** 2),
          meanAbsoluteError: mean((y, p) => Math.abs(y - p)),
        };
        for (const [loss, ofConstant] of Object.entries(losses)) {
          expect(of(loss, rows)!).toBeLessThanOrEqual(ofConstant + 1e-6);
          expect(of(loss, rows.toReversed())!).toBeCloseTo(of(loss, rows)!, 9);
        }
      },
    ),
  );
});

test('class ids and their one-hot vectors give one number', () => {
  const ids = numbers(constantLosses.labels);
  const sparse = constantPredictionLoss('sparseCategoricalCrossentropy', { values: ids, shape: [ids.length, 1] });
  expect(sparse).toBeCloseTo(of('categoricalCrossentropy', constantLosses.categoricalCrossentropy!.y)!, 12);
});

test('balanced classes cost ln C, one class costs nothing', () => {
  const ids = Float32Array.from({ length: 100 }, (_, i) => i % 10);
  expect(constantPredictionLoss('sparseCategoricalCrossentropy', { values: ids, shape: [100] })).toBeCloseTo(
    Math.log(10),
    12,
  );
  expect(constantPredictionLoss('sparseCategoricalCrossentropy', { values: [4, 4], shape: [2] })).toBe(0);
});

test('in targets with time every step has its own best constant', () => {
  // step 1 is always class 0, step 2 is a fair coin: (0 + ln 2) / 2
  const values = [1, 0, 1, 0, 1, 0, 0, 1];
  expect(constantPredictionLoss('categoricalCrossentropy', { values, shape: [2, 2, 2] })).toBeCloseTo(Math.LN2 / 2, 12);
});

test('other losses, no targets and targets that are no numbers have no known constant', () => {
  const values = [1, 0];
  expect(constantPredictionLoss('hinge', { values, shape: [2] })).toBeNull();
  expect(constantPredictionLoss(null, { values, shape: [2] })).toBeNull();
  expect(constantPredictionLoss('meanSquaredError', { values: [], shape: [0, 3] })).toBeNull();
  expect(constantPredictionLoss('meanSquaredError', { values: [1, Number.NaN], shape: [2] })).toBeNull();
  expect(constantPredictionLoss('binaryCrossentropy', { values: [3, 4], shape: [2] })).toBeNull();
});
