import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { activationOf } from './activation.ts';
import { type Cell, inputDrive, stateSize } from './cell.ts';
import type { StepPoint } from './cell-jacobian.ts';
import { cellStep } from './cell-step.ts';
import { eigenvalues, largestModulus } from './eigenvalues.ts';
import { cellLyapunov, kaplanYorke, warmUpOf } from './lyapunov.ts';
import { orthonormalise } from './qr.ts';
import { cellOf, largestDifference, reference } from './testing/reference.ts';

function follow(
  cell: Cell,
  drives: readonly Float64Array[],
  start: Float64Array = new Float64Array(stateSize(cell)),
): StepPoint[] {
  let previous = start;
  return drives.map((drive) => {
    const { gates, state } = cellStep(cell, previous, drive);
    const point = { gates, previous, state };
    previous = state;
    return point;
  });
}

function simple(units: number, recurrentKernel: Float64Array, activation: string): Cell {
  const linear = activationOf('linear')!;
  return {
    kind: 'SimpleRNN',
    units,
    recurrentKernel,
    activation: activationOf(activation)!,
    recurrentActivation: linear,
  };
}

test('spectra and their standard errors equal those of NumPy, and sum to the mean ln|det J|', () => {
  for (const one of reference.lyapunov) {
    const cell = cellOf(one);
    const { features, time, warmUp, k } = one;
    const trajectories = one.sequences.map((x) =>
      follow(
        cell,
        Array.from({ length: time }, (_, t) =>
          inputDrive(
            cell,
            Float64Array.from(one.kernel),
            Float64Array.from(one.bias),
            x.slice(t * features, (t + 1) * features),
          ),
        ),
      ),
    );
    const spectrum = cellLyapunov(cell, trajectories, { k, warmUp, seed: 1 });
    expect(largestDifference(spectrum.exponents, one.exponents), one.kind).toBeLessThan(1e-9);
    expect(largestDifference(spectrum.standardErrors, one.standardErrors), one.kind).toBeLessThan(1e-9);
    expect(spectrum.steps).toBe(3 * (time - warmUp));
    const all = cellLyapunov(cell, trajectories, { k: stateSize(cell), warmUp, seed: 2 });
    const sum = all.exponents.reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - one.meanLogDeterminant), one.kind).toBeLessThan(1e-9);
  }
});

test('all exponents of a linear network are ln|det| a step in sum, and fall, whatever the start of the search', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer(), fc.integer(), (n, seed, start) => {
      const random = seededRandom(seed);
      const kernel = Float64Array.from({ length: n * n }, () => normal(random));
      const cell = simple(n, kernel, 'linear');
      const points = follow(cell, Array(40).fill(new Float64Array(n)), new Float64Array(n));
      const { exponents } = cellLyapunov(cell, [points], { k: n, warmUp: 10, seed: start });
      const { real, imaginary } = eigenvalues(kernel, n);
      const logDeterminant = Array.from(real, (re, i) => Math.log(Math.hypot(re, imaginary[i]!))).reduce(
        (a, b) => a + b,
      );
      fc.pre(logDeterminant > -12);
      expect(Math.abs(exponents.reduce((a, b) => a + b) - logDeterminant)).toBeLessThan(1e-6);
    }),
    { numRuns: 30 },
  );
});

test('a linear network of g times an orthogonal matrix has ln g and nothing else', () => {
  const random = seededRandom(4);
  const n = 8;
  const Q = Float64Array.from({ length: n * n }, () => normal(random));
  orthonormalise(Q, n, n);
  for (const g of [0.3, 1, 1.7]) {
    const cell = simple(
      n,
      Q.map((value) => g * value),
      'linear',
    );
    const points = follow(cell, Array(60).fill(new Float64Array(n)), new Float64Array(n).fill(1e-9));
    const { exponents } = cellLyapunov(cell, [points], { k: n, warmUp: 5, seed: 1 });
    for (const exponent of exponents) expect(Math.abs(exponent - Math.log(g))).toBeLessThan(1e-12);
  }
});

test('a random tanh network comes to rest with ln ρ of its weights, and is chaotic with large ones', () => {
  const n = 60;
  const random = seededRandom(11);
  const G = Float64Array.from({ length: n * n }, () => normal(random) / Math.sqrt(n));
  const largestOf = (g: number, steps: number) => {
    const cell = simple(
      n,
      G.map((value) => g * value),
      'tanh',
    );
    const start = Float64Array.from({ length: n }, () => normal(random));
    const points = follow(cell, Array(steps).fill(new Float64Array(n)), start);
    return cellLyapunov(cell, [points], { k: 4, warmUp: steps / 2, seed: 3 }).exponents[0]!;
  };
  expect(Math.abs(largestOf(0.5, 2000) - Math.log(0.5 * largestModulus(eigenvalues(G, n))))).toBeLessThan(2e-3);
  expect(largestOf(3, 600)).toBeGreaterThan(0.1);
});

test('strong noise at the input calms a chaotic network', () => {
  const n = 60;
  const random = seededRandom(12);
  const cell = simple(
    n,
    Float64Array.from({ length: n * n }, () => (2 * normal(random)) / Math.sqrt(n)),
    'tanh',
  );
  const largestOf = (noise: number) => {
    const drives = Array.from({ length: 500 }, () => Float64Array.from({ length: n }, () => noise * normal(random)));
    const start = Float64Array.from({ length: n }, () => normal(random));
    return cellLyapunov(cell, [follow(cell, drives, start)], { k: 1, warmUp: 100, seed: 3 }).exponents[0]!;
  };
  expect(largestOf(2)).toBeLessThan(largestOf(0) - 0.1);
});

test('without a step after warm-up there is nothing to tell', () => {
  const cell = simple(2, new Float64Array(4), 'tanh');
  const { exponents, steps, sequences } = cellLyapunov(cell, [[]], { k: 1, warmUp: 0, seed: 1 });
  expect({ steps, sequences, first: exponents[0] }).toEqual({ steps: 0, sequences: 0, first: Number.NaN });
  expect([warmUpOf(0), warmUpOf(40), warmUpOf(1000)]).toEqual([0, 10, 50]);
});

test('the Kaplan–Yorke dimension is where the sum of exponents turns negative', () => {
  // Lorenz's attractor: 2 + 0.9056 / 14.5723
  expect(kaplanYorke([0.9056, 0, -14.5723])).toBeCloseTo(2.0621, 4);
  expect(kaplanYorke([-0.1, -2])).toBe(0);
  expect(kaplanYorke([0.5, 0.1, -0.2])).toBeNull();
  expect(kaplanYorke([0.5, Number.NEGATIVE_INFINITY])).toBe(1);
});
