import { expect, test } from 'vitest';
import { constantPredictionLoss } from '../../lib/analysis/verdicts/constant-prediction.ts';
import { batchesOf } from './batches.ts';
import { casesOf } from './cases.ts';
import { initialWeights } from './initial-weights.ts';
import { keyOf } from './recipe.ts';
import { sane } from './sane.ts';
import { type TaskData, taskData } from './tasks.ts';

/** Row of x at a step, and the targets of a row. */
const at = ({ x, steps, features }: TaskData, row: number, t: number) =>
  Array.from(x.subarray((row * steps + t) * features, (row * steps + t + 1) * features));
const target = ({ y, outputs, everyStep, steps }: TaskData, row: number) => {
  const width = everyStep ? outputs * steps : outputs;
  return Array.from(y.subarray(row * width, (row + 1) * width));
};
const indexOfMax = (values: readonly number[]) => values.indexOf(Math.max(...values));

test('what is to be said is what was shown, as far back as the task says', () => {
  const copy = taskData({ name: 'copy', steps: 12 }, 40, 1, null);
  const echo = taskData({ name: 'echo', steps: 12, lag: 5 }, 40, 1, null);
  const all = taskData({ name: 'echo-all', steps: 12, lag: 4 }, 40, 1, null);
  const adding = taskData({ name: 'adding', steps: 12 }, 40, 1, null);
  const parity = taskData({ name: 'parity', steps: 12 }, 40, 1, null);
  for (let row = 0; row < 40; row++) {
    expect(indexOfMax(at(copy, row, 0))).toBe(indexOfMax(target(copy, row)));
    expect(indexOfMax(at(echo, row, 11 - 5))).toBe(indexOfMax(target(echo, row)));
    const said = target(all, row);
    for (let t = 0; t < 12; t++) expect(said[t]).toBe(t < 4 ? 0 : at(all, row, t - 4)[0]);
    const marked = Array.from({ length: 12 }, (_, t) => at(adding, row, t)).filter(([, mark]) => mark === 1);
    expect(marked).toHaveLength(2);
    expect(target(adding, row)[0]).toBeCloseTo(marked[0]![0]! + marked[1]![0]!, 5);
    expect(indexOfMax(target(parity, row))).toBe(at(parity, row, 11)[0] === at(parity, row, 10)[0] ? 1 : 0);
  }
  expect([copy.memory, echo.memory, all.memory, parity.memory]).toEqual([11, 5, 4, 2]);
});

test('the adding task has the published loss of a constant prediction, a sixth', () => {
  const { y } = taskData({ name: 'adding', steps: 14 }, 20_000, 3, null);
  const loss = constantPredictionLoss('meanSquaredError', { values: y, shape: [20_000, 1] })!;
  expect(Math.abs(loss - 1 / 6)).toBeLessThan(0.005);
});

test('every case is small, trainings differ, and calibration and held-out seeds never meet', () => {
  const calibration = casesOf('calibration', 6, 3);
  const heldOut = casesOf('held-out', 6, 3);
  for (const { training } of [...calibration, ...heldOut]) {
    expect(training.units).toBeLessThanOrEqual(16);
    expect(training.task.steps).toBeLessThanOrEqual(40);
    expect(training.epochs * training.stepsPerEpoch).toBeLessThanOrEqual(120);
  }
  const keys = heldOut.map(({ training }) => keyOf(training));
  expect(new Set(keys).size).toBe(keys.length);
  const seeds = new Set(calibration.map(({ training }) => training.seed));
  for (const { training } of heldOut) expect(seeds.has(training.seed)).toBe(false);
  // a smaller choice is part of a larger one: the cache serves both
  const larger = new Set(casesOf('held-out', 12, 6).map(({ training }) => keyOf(training)));
  for (const key of keys) expect(larger.has(key)).toBe(true);
});

test('a sick training has its twin’s task, seed and data', () => {
  for (const { training, twin } of casesOf('held-out', 8, 0)) {
    expect([training.task, training.seed, training.units]).toEqual([twin.task, twin.seed, twin.units]);
    expect(batchesOf(twin).factors.every((factor) => factor === 1)).toBe(true);
  }
});

test('each epoch sees every sequence once; what is done to batches is done to those alone', () => {
  const training = sane({ task: 'copy', cell: 'gru', seed: 5 });
  const { rows, factors } = batchesOf({
    ...training,
    interventions: [{ kind: 'scale', epoch: 3, until: 4, factor: 50, batches: [2] }],
  });
  const perEpoch = training.batch * training.stepsPerEpoch;
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    const seen = Array.from(rows.subarray(epoch * perEpoch, (epoch + 1) * perEpoch)).sort((a, b) => a - b);
    expect(seen).toEqual(Array.from({ length: perEpoch }, (_, i) => i));
  }
  const scaled = Array.from(factors.keys()).filter((i) => factors[i] === 50);
  expect(scaled.map((i) => Math.floor(i / training.batch))).toEqual([22, 32].flatMap((step) => Array(16).fill(step)));
});

test('recurrent weights begin orthogonal, gate by gate or over all gates', () => {
  const gram = (kind: 'orthogonal' | 'over-gates', width: number) => {
    const init = { recurrent: kind } as const;
    const u = initialWeights({ cell: 'lstm', units: 8, init, seed: 2 }, 3, 2)[1]!.values;
    return Array.from({ length: 8 }, (_, i) =>
      Array.from({ length: 8 }, (_, j) => {
        let sum = 0;
        for (let k = 0; k < width; k++) sum += u[i * 32 + k]! * u[j * 32 + k]!;
        return sum;
      }),
    );
  };
  for (const found of [gram('orthogonal', 8), gram('over-gates', 32)]) {
    for (const [i, row] of found.entries())
      for (const [j, value] of row.entries()) expect(value).toBeCloseTo(i === j ? 1 : 0, 5);
  }
});
