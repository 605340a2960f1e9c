import { expect, test } from 'vitest';
import type { ProjectionResult } from '../../../lib/client/derived/projection.ts';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import { sequenceStates } from '../select/sequence-states.ts';
import { FIRST_TURN, turnedBy, turnedCamera } from './camera.ts';
import { classLooks, guessedClasses, trueClasses } from './classes.ts';
import {
  boundsOf,
  coordinatesAt,
  epochIndex,
  equalDomains,
  placedPoints,
  qualityAt,
  sampledPath,
  wholePath,
} from './layout.ts';
import { classEnds, drawnPaths, nearestPoint, pointLooks } from './picture.ts';

/** Two sequences of three steps (the second padded after one), two units, epochs 2 and 5; PCA that keeps the units. */
const RESULT: ProjectionResult = {
  request: { method: 'pca', dimensions: 2, perplexity: 30, neighbours: 15, joint: true },
  ...{ sequences: 2, time: 3, units: 2, valid: 4, thinned: 0, axes: 2, refitted: false, parameter: Number.NaN },
  rows: Int32Array.of(0, 1, 2, 3),
  epochs: Int32Array.of(2, 5),
  notFinite: new Int32Array(0),
  coordinates: Float32Array.of(0, 0, 1, 1, 2, 2, -1, 3, 0, 1, 1, 2, 2, 3, -1, 5),
  quality: Float64Array.of(0.9, 12, 0.3, Number.NaN, Number.NaN, 0.8, 12, 0.2, 0.05, 0.7),
  basis: {
    mean: Float64Array.of(1, 2),
    components: Float64Array.of(1, 0, 0, 1),
    ratios: Float64Array.of(0.6, 0.4),
    ...{ totalVariance: 1, participationRatio: 1.9, exact: true },
  },
};

function tensor(shape: readonly number[], values: readonly number[]): DecodedTensor {
  return {
    info: { shape, attributes: {} as DecodedTensor['info']['attributes'] } as DecodedTensor['info'],
    values: Float32Array.from(values),
    half: null,
  };
}

test('an epoch shows its own layout, else the one before, else the first', () => {
  expect([1, 2, 4, 5, 9].map((epoch) => epochIndex(RESULT, epoch))).toEqual([0, 0, 0, 1, 1]);
  expect(epochIndex(RESULT, null)).toBe(1);
  expect(epochIndex({ epochs: new Int32Array(0) }, 3)).toBe(-1);
  expect([...coordinatesAt(RESULT, 1)].slice(0, 2)).toEqual([0, 1]);
  expect(qualityAt(RESULT, 1, 'drift')).toBe(0.05);
});

test('a trajectory is the states of its sequence in the order of time', () => {
  expect([...sampledPath(RESULT, 0, 0).steps]).toEqual([0, 1, 2]);
  expect([...sampledPath(RESULT, 0, 1).steps]).toEqual([0]);
  expect([...sampledPath(RESULT, 0, 1).at]).toEqual([-1, 3]);
  expect(sampledPath(RESULT, 0, 7).steps).toHaveLength(0);
});

test('in a basis every state of a sequence has its place, padded ones none', () => {
  const states = sequenceStates(tensor([1, 3, 2], [2, 2, 4, 5, Number.NaN, Number.NaN]), 0)!;
  const path = wholePath(RESULT, states)!;
  expect([...path.steps]).toEqual([0, 1]);
  expect([...path.at]).toEqual([1, 0, 3, 3]);
  expect(wholePath({ ...RESULT, basis: null }, states)).toBeNull();
});

test('of a joint state [h; c] the part that was laid out is placed', () => {
  const joint = [2, 2, 10, 20];
  expect([...placedPoints(RESULT, joint, 4, 'h')]).toEqual([1, 0]);
  expect([...placedPoints(RESULT, joint, 4, 'c')]).toEqual([9, 18]);
});

test('both axes have the same px for the same distance, and hold all epochs', () => {
  const bounds = boundsOf(RESULT);
  expect([...bounds.low, ...bounds.high]).toEqual([-1, 0, 2, 5]);
  expect(bounds.radius).toBeCloseTo(Math.hypot(1.5, 2.5), 12);
  const { x, y } = equalDomains(bounds, 300, 100);
  expect((x[1] - x[0]) / 300).toBeCloseTo((y[1] - y[0]) / 100, 12);
  expect(x[0]).toBeLessThanOrEqual(-1);
  expect(y[1]).toBeGreaterThanOrEqual(5);
  const point = equalDomains({ low: Float64Array.of(3, 3), high: Float64Array.of(3, 3) }, 100, 50);
  expect(point.y).toEqual([2, 4]);
});

test('whatever the turn, every state stays in the grid', () => {
  const grid = { left: 10, top: 20, width: 200, height: 100 };
  const bounds = { low: Float64Array.of(-1, -2, -3), high: Float64Array.of(1, 2, 3), radius: Math.hypot(1, 2, 3) };
  const corners = [-1, 1].flatMap((a) => [-2, 2].flatMap((b) => [-3, 3].flatMap((c) => [a, b, c])));
  const px = new Float32Array(24);
  for (const turn of [FIRST_TURN, [170, -80], [-90, 90]] as const) {
    turnedCamera({ grid }, bounds, turn).place(Float32Array.from(corners), 3, px);
    for (let i = 0; i < 8; i += 1) {
      expect(px[3 * i]).toBeGreaterThanOrEqual(9.9);
      expect(px[3 * i]).toBeLessThanOrEqual(210.1);
      expect(px[3 * i + 1]).toBeGreaterThanOrEqual(19.9);
      expect(px[3 * i + 1]).toBeLessThanOrEqual(120.1);
      expect(px[3 * i + 2]).toBeGreaterThanOrEqual(-0.01);
      expect(px[3 * i + 2]).toBeLessThanOrEqual(1.01);
    }
  }
  expect(turnedBy([170, 80], 60, 60)).toEqual([-160, 90]);
});

test('classes come from one-hot targets, numbers, whole sequences or single steps', () => {
  const guess = guessedClasses(tensor([2, 3], [0.1, 0.8, 0.1, 0.5, 0.2, 0.3]), 2, 3)!;
  expect([...guess.of]).toEqual([1, 1, 1, 0, 0, 0]);
  expect([...trueClasses(tensor([2, 3], [0, 1, 0, 0, 0, 1]), 3, 2, 3)!.of]).toEqual([1, 1, 1, 2, 2, 2]);
  expect([...trueClasses(tensor([2, 1], [2, 9]), 3, 2, 3)!.of]).toEqual([2, 2, 2, -1, -1, -1]);
  const steps = guessedClasses(tensor([1, 3, 2], [1, 0, 0, 1, 1, 0]), 1, 3)!;
  expect([steps.perStep, ...steps.of]).toEqual([true, 0, 1, 0]);
  expect(guessedClasses(tensor([2, 1], [0.4, 0.6]), 2, 3)).toBeNull();
  expect(guessedClasses(undefined, 2, 3)).toBeNull();
});

test('up to four classes have a look each; of more, those one asks for', () => {
  expect([...classLooks(3, [])]).toEqual([0, 1, 2]);
  expect([...classLooks(6, [4, 4, -1, 2])]).toEqual([3, 3, 1, 3, 0, 3]);
});

test('right is a dot and wrong a cross; what is not known stays a dot', () => {
  const of = (classes: readonly number[]) => ({ classes: 2, perStep: false, of: Int32Array.from(classes) });
  const facts = { truth: of([0, 0, 0, 1, 1, 1]), guess: of([0, 0, 0, 0, 0, 0]), looks: Uint8Array.of(0, 1) };
  expect([...pointLooks(RESULT, 'right', facts).looks]).toEqual([3, 3, 3, 5]);
  expect([...pointLooks(RESULT, 'class', facts).looks]).toEqual([0, 0, 0, 1]);
  expect([...pointLooks(RESULT, 'right', { ...facts, truth: null }).looks]).toEqual([3, 3, 3, 3]);
  expect([...pointLooks(RESULT, 'time', facts).times]).toEqual([0, 0.5, 1, 0]);
  const ends = classEnds(RESULT, 0, facts.truth);
  expect(ends.map(({ index, at }) => [index, ...at])).toEqual([
    [0, 2, 2],
    [1, -1, 3],
  ]);
  const own = sampledPath(RESULT, 0, 0);
  expect(drawnPaths(RESULT, 0, 0, own, 'one', facts)).toHaveLength(1);
  expect(drawnPaths(RESULT, 0, 0, own, 'class', facts)).toHaveLength(1);
  const all = drawnPaths(RESULT, 0, 0, own, 'all', facts);
  expect(all.map(({ isChosen, look }) => [isChosen, look])).toEqual([
    [false, 1],
    [true, 0],
  ]);
});

test('the nearest state within reach is meant', () => {
  const px = Float32Array.of(0, 0, 0.5, 10, 0, 0.5, 13, 0, 0.5);
  expect(nearestPoint(px, 3, 12, 0, 5)).toBe(2);
  expect(nearestPoint(px, 3, 5, 20, 5)).toBe(-1);
});
