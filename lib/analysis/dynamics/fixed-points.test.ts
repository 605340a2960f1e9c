import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { activationOf } from './activation.ts';
import { type Cell, stateSize } from './cell.ts';
import { cellStep } from './cell-step.ts';
import { findFixedPoints } from './fixed-points.ts';
import { cellOf, reference } from './testing/reference.ts';

const search = { iterations: 60, learningRate: 0.1, work: 1e9 };

function starts(cell: Cell, count: number, spread = 0.7): Float64Array[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, () =>
    Float64Array.from({ length: stateSize(cell) }, () => spread * normal(random)),
  );
}

function simple(units: number, kernel: readonly number[]): Cell {
  const tanh = activationOf('tanh')!;
  return {
    kind: 'SimpleRNN',
    units,
    recurrentKernel: Float64Array.from(kernel),
    activation: tanh,
    recurrentActivation: tanh,
  };
}

/** Test net of FixedPointFinder: W_i = −roll(linspace(−1, 1, n), −i). */
function rolled(n: number): Cell {
  const line = Array.from({ length: n }, (_, j) => -1 + (2 * j) / (n - 1));
  return simple(
    n,
    Array.from({ length: n * n }, (_, e) => -line[((e % n) + Math.floor(e / n)) % n]!),
  );
}

test('the test nets of FixedPointFinder have their published points', () => {
  const of = (n: number) => {
    const cell = rolled(n);
    return findFixedPoints(cell, new Float64Array(n), starts(cell, 200), search).points;
  };
  const two = of(2);
  expect(two.length).toBe(3);
  const zero = two.find(({ state }) => Math.abs(state[0]!) < 1e-9)!;
  expect([zero.kind, zero.largest]).toEqual(['saddle', expect.closeTo(2, 10)]);
  for (const { state, kind, largest } of two.filter((point) => point !== zero)) {
    expect(kind).toBe('stable');
    expect(Math.abs(state[0]!)).toBeCloseTo(0.957504, 6);
    expect(state[1]).toBeCloseTo(-state[0]!, 9);
    expect(largest).toBeCloseTo(0.16637, 5);
  }

  const three = of(3);
  expect(three.length).toBe(3);
  expect(three.filter(({ kind }) => kind === 'saddle').length).toBe(3);
  expect(three.map(({ largest }) => largest).sort()).toEqual([
    expect.closeTo(1.00641, 5),
    expect.closeTo(1.00641, 5),
    expect.closeTo(1.73205, 5),
  ]);
  const positive = three.find(({ state }) => state[0]! > 0.5)!;
  for (const [i, value] of [0.9498, -0.4255, -0.8799].entries()) expect(positive.state[i]).toBeCloseTo(value, 4);

  const four = of(4);
  expect(four.length).toBe(9);
  const stable = four.filter(({ kind }) => kind === 'stable');
  expect(stable.length).toBe(2);
  for (const { state, largest } of stable) {
    expect(largest).toBeCloseTo(0.75156, 5);
    for (const [i, sign] of [1, -1, 1, -1].entries()) {
      expect(state[i]! * sign * Math.sign(state[0]!)).toBeCloseTo(0.77552, 5);
    }
  }
});

test('the points of SimpleRNN, GRU and LSTM are those a root finder of SciPy comes to', () => {
  expect(reference.fixedPoints.map(({ kind }) => kind)).toEqual(['SimpleRNN', 'GRU', 'LSTM']);
  for (const one of reference.fixedPoints) {
    const cell = cellOf(one);
    const { points, unfinished } = findFixedPoints(cell, Float64Array.from(one.drive), starts(cell, 200), search);
    expect(unfinished).toBe(0);
    for (const [i, expected] of one.points.entries()) {
      const found = points.find(({ state }) => expected.every((value, j) => Math.abs(value - state[j]!) < 1e-8));
      expect(found?.largest, `${one.kind} ${i}`).toBeCloseTo(one.largest[i]!, 7);
      expect(found?.kind).toBe(one.largest[i]! < 1 ? 'stable' : 'saddle');
    }
    const inside = points.filter(({ state, kind }) => kind !== 'slow' && state.every((value) => Math.abs(value) < 1));
    expect(inside.length, one.kind).toBeLessThanOrEqual(one.points.length);
  }
});

test('what is found stays where it is, and of a network without bias its mirror image does too', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.integer(), (n, seed) => {
      const random = seededRandom(seed);
      const cell = simple(
        n,
        Array.from({ length: n * n }, () => 1.5 * normal(random)),
      );
      const drive = new Float64Array(n);
      const moved = (state: Float64Array) =>
        Math.max(...cellStep(cell, state, drive).state.map((value, i) => Math.abs(value - state[i]!)));
      for (const { state, kind, largest } of findFixedPoints(cell, drive, starts(cell, 30), search).points) {
        if (kind === 'slow') continue;
        expect(moved(state)).toBeLessThan(1e-3);
        expect(moved(state.map((value) => -value))).toBeCloseTo(moved(state), 12);
        expect(kind).toBe(largest < 1 ? 'stable' : 'saddle');
      }
    }),
    { numRuns: 15 },
  );
});

test('where two points have just met and gone, a slow point is left', () => {
  // h = tanh(2 h + b) loses two of its three points at b = asinh(1) − √2, h = √½
  const cell = simple(1, [2]);
  const drive = Float64Array.of(Math.asinh(1) - Math.SQRT2 - 0.005);
  const { points } = findFixedPoints(cell, drive, starts(cell, 60), search);
  const slow = points.filter(({ kind }) => kind === 'slow');
  expect(slow.length).toBeGreaterThan(0);
  for (const { state, speed } of slow) {
    expect(state[0]).toBeCloseTo(Math.SQRT1_2, 1);
    expect(speed).toBeGreaterThan(1e-8);
  }
  expect(points.filter(({ kind }) => kind === 'stable').map(({ state }) => state[0]! < -0.9)).toEqual([true]);
});

test('stable points are found however long Adam is given, since states come to them by themselves', () => {
  const random = seededRandom(3);
  const cell: Cell = {
    kind: 'GRU',
    units: 12,
    recurrentKernel: Float64Array.from({ length: 12 * 36 }, () => (4 * normal(random)) / Math.sqrt(12)),
    activation: activationOf('tanh')!,
    recurrentActivation: activationOf('sigmoid')!,
  };
  const drive = Float64Array.from({ length: 36 }, () => 0.1 * normal(random));
  const stable = [10, 20, 100].map((iterations) =>
    findFixedPoints(cell, drive, starts(cell, 64), { ...search, iterations })
      .points.filter(({ kind }) => kind === 'stable')
      .map(({ state }) => state[0]!)
      .sort((a, b) => a - b),
  );
  expect(stable[0]!.length).toBeGreaterThan(1);
  for (const found of stable) expect(found).toEqual(stable[0]!.map((value) => expect.closeTo(value, 6)));
});

test('work is bounded: fewer starts are followed, and what is not finished is counted', () => {
  const cell = rolled(4);
  const given = starts(cell, 64);
  const {
    starts: followed,
    unfinished,
    points,
  } = findFixedPoints(cell, new Float64Array(4), given, { ...search, iterations: 10, work: 20_000 });
  expect(followed).toBeLessThan(64);
  expect(points.length).toBeGreaterThan(0);
  expect(unfinished).toBeGreaterThan(0);
});

test('without starts nothing is found', () => {
  expect(findFixedPoints(rolled(2), new Float64Array(2), [], search)).toEqual({ points: [], starts: 0, unfinished: 0 });
});
