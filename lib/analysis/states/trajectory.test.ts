import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf } from '../linalg/rows.ts';
import { largestDifference, moved, projectionReference, readRows } from '../testing/projection-reference.ts';
import { trajectoryOf } from './trajectory.ts';

test('steps, path and angles equal those of NumPy', () => {
  const { states, steps, path, angles, tolerance } = projectionReference.trajectories;
  const ours = trajectoryOf(readRows(states));
  expect(largestDifference(ours.stepLengths.subarray(1), steps)).toBeLessThan(tolerance);
  expect(largestDifference(ours.pathLengths, path)).toBeLessThan(tolerance * 100);
  expect(largestDifference(ours.turningAngles.subarray(1, -1), angles)).toBeLessThan(tolerance);
  expect(ours.stepLengths[0]).toBeNaN();
  expect([ours.turningAngles[0], ours.turningAngles.at(-1)]).toEqual([Number.NaN, Number.NaN]);
});

const turn = fc.double({ min: 0, max: 7, noNaN: true });

test('a trajectory turned, mirrored and moved is as long and as bent, and so is the way back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0.01, max: 5, noNaN: true }), turn), { minLength: 2, maxLength: 12 }),
      turn,
      fc.boolean(),
      (ways, angle, mirror) => {
        const points: [number, number][] = [[0, 0]];
        for (const [length, way] of ways) {
          const [x, y] = points.at(-1)!;
          points.push([x + length * Math.cos(way), y + length * Math.sin(way)]);
        }
        const states = rowsOf(points.flat(), points.length, 2);
        const plain = trajectoryOf(states);
        const other = trajectoryOf(moved(states, angle, mirror, 4));
        const back = trajectoryOf(rowsOf(points.toReversed().flat(), points.length, 2));
        expect(largestDifference(other.pathLengths, plain.pathLengths)).toBeLessThan(1e-9);
        expect(largestDifference(other.turningAngles, plain.turningAngles)).toBeLessThan(1e-6);
        expect(largestDifference(back.turningAngles.toReversed(), plain.turningAngles)).toBeLessThan(1e-6);
        expect(back.pathLengths.at(-1)).toBeCloseTo(plain.pathLengths.at(-1)!, 9);
      },
    ),
  );
});

test('straight on is 0, a corner of a square a quarter turn, back is half a turn, standing still has no angle', () => {
  const { turningAngles, pathLengths } = trajectoryOf(rowsOf([0, 0, 1, 0, 2, 0, 2, 1, 2, 0, 2, 0, 3, 0], 7, 2));
  expect([...turningAngles.subarray(1, 4)].map((angle) => angle / Math.PI)).toEqual([0, 0.5, 1]);
  expect([turningAngles[4], turningAngles[5]]).toEqual([Number.NaN, Number.NaN]);
  expect(pathLengths.at(-1)).toBe(5);
});

test('every step along a circle turns by the same angle', () => {
  const circle = Array.from({ length: 20 }, (_, t) => [Math.cos(t / 3), Math.sin(t / 3)]).flat();
  for (const angle of trajectoryOf(rowsOf(circle, 20, 2)).turningAngles.subarray(1, -1))
    expect(angle).toBeCloseTo(1 / 3, 12);
});

test('one state has no steps, and NaN touches what it belongs to', () => {
  const one = trajectoryOf(rowsOf([1, 2], 1, 2));
  expect([[...one.stepLengths], [...one.pathLengths], [...one.turningAngles]]).toEqual([
    [Number.NaN],
    [0],
    [Number.NaN],
  ]);
  const broken = trajectoryOf(rowsOf([0, 1, Number.NaN, 3, 4], 5, 1));
  expect([...broken.stepLengths].map(Number.isNaN)).toEqual([true, false, true, true, false]);
  expect([...broken.pathLengths].map(Number.isNaN)).toEqual([false, false, true, true, true]);
});
