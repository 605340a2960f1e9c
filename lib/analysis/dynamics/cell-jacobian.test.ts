import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { activationOf } from './activation.ts';
import { type Cell, type CellKind, GATES, gateSize, inputDrive, stateSize } from './cell.ts';
import { cellJacobian } from './cell-jacobian.ts';
import { cellStep } from './cell-step.ts';
import { jacobianTimes } from './jacobian-times.ts';
import { cellOf, largestDifference, reference } from './testing/reference.ts';
import { transposedTimes } from './transposed-times.ts';

const kinds = Object.keys(GATES) as CellKind[];

function randomCell(kind: CellKind, units: number, seed: number, activation = 'tanh', gate = 'sigmoid') {
  const random = seededRandom(seed);
  const draw = (length: number) => Float64Array.from({ length }, () => normal(random));
  const cell: Cell = {
    kind,
    units,
    recurrentKernel: draw(units * gateSize({ kind, units })).map((value) => value / Math.sqrt(units)),
    activation: activationOf(activation)!,
    recurrentActivation: activationOf(gate)!,
  };
  return { cell, drive: draw(gateSize(cell)), state: draw(stateSize(cell)), draw };
}

function pointOf(cell: Cell, state: Float64Array, drive: Float64Array) {
  const next = cellStep(cell, state, drive);
  return { gates: next.gates, previous: state, state: next.state };
}

test('steps and their Jacobians equal those of PyTorch, for every cell and activation', () => {
  expect(reference.cells.length).toBe(15);
  for (const one of reference.cells) {
    const cell = cellOf(one, one.activation, one.recurrentActivation);
    const bias = one.bias && Float64Array.from(one.bias);
    const drive = inputDrive(cell, Float64Array.from(one.kernel), bias, one.x);
    const state = Float64Array.from(one.state);
    const name = `${one.kind} ${one.activation} ${one.recurrentActivation}`;
    const point = pointOf(cell, state, drive);
    expect(largestDifference(point.state, one.next), name).toBeLessThan(reference.absoluteTolerance);
    expect(largestDifference(cellJacobian(cell, point), one.jacobian), name).toBeLessThan(reference.absoluteTolerance);
  }
});

test('Jacobians equal finite differences', () => {
  for (const kind of kinds) {
    for (let seed = 1; seed <= 10; seed++) {
      const { cell, drive, state } = randomCell(kind, 4, seed);
      const n = stateSize(cell);
      const J = cellJacobian(cell, pointOf(cell, state, drive));
      for (let q = 0; q < n; q++) {
        const moved = (by: number) => {
          const near = Float64Array.from(state);
          near[q]! += by;
          return cellStep(cell, near, drive).state;
        };
        const [up, down] = [moved(1e-5), moved(-1e-5)];
        for (let a = 0; a < n; a++) expect(J[a * n + q]).toBeCloseTo((up[a]! - down[a]!) / 2e-5, 8);
      }
    }
  }
});

test('products with a Jacobian that is never built equal those with the Jacobian', () => {
  for (const kind of kinds) {
    for (const [activation, gate] of [
      ['tanh', 'hardSigmoid'],
      ['relu', 'sigmoid'],
    ]) {
      const { cell, drive, state, draw } = randomCell(kind, 6, 3, activation, gate);
      const n = stateSize(cell);
      const k = 3;
      const point = pointOf(cell, state, drive);
      const J = cellJacobian(cell, point);
      const V = draw(n * k);
      const product = Float64Array.from({ length: n * k }, (_, e) => {
        const [a, m] = [Math.floor(e / k), e % k];
        let sum = 0;
        for (let q = 0; q < n; q++) sum += J[a * n + q]! * V[q * k + m]!;
        return sum;
      });
      expect(largestDifference(jacobianTimes(cell, point, V, k), product)).toBeLessThan(1e-12);
      const gradient = draw(n);
      const back = Float64Array.from({ length: n }, (_, q) => {
        let sum = 0;
        for (let a = 0; a < n; a++) sum += J[a * n + q]! * gradient[a]!;
        return sum;
      });
      expect(largestDifference(transposedTimes(cell, point, gradient), back)).toBeLessThan(1e-12);
    }
  }
});

test('an LSTM whose forget gate is open and the others shut keeps its cell state and forgets h', () => {
  const { cell } = randomCell('LSTM', 3, 1);
  const shut: Cell = { ...cell, recurrentKernel: cell.recurrentKernel.map(() => 0) };
  const drive = Float64Array.from({ length: 12 }, (_, j) => (j >= 3 && j < 6 ? 60 : -60));
  const J = cellJacobian(shut, pointOf(shut, new Float64Array(6).fill(0.3), drive));
  const expected = Float64Array.from({ length: 36 }, (_, e) => (e % 7 === 0 && e >= 21 ? 1 : 0));
  expect(largestDifference(J, expected)).toBeLessThan(1e-15);
});

test('an activation that is not known is null', () => {
  expect(activationOf('softmax')).toBeNull();
});
