import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunData } from '../../../lib/client/run-data.ts';
import { closeDomain, curveXAxis, curveYAxis, pinchedZoom, roundedZoom, wholeDomain } from './curve-axes.ts';
import { middleExtent, outsideOf } from './outliers.ts';
import { clockTicks, secondsTicks } from './time-axis.ts';
import { stepAt, type Timed, xsOf } from './x-axis.ts';

const START = Date.UTC(2026, 0, 5, 10);

/** A run of epochs that end at `ends`, a step every 100 ms. */
function runOf(ends: readonly number[], stepsPerEpoch: number | null = null): Timed {
  const length = (ends.at(-1) ?? 0) + 1;
  return {
    info: { startedMs: START, stepsPerEpoch, epochsPlanned: null } as RunData['info'],
    epochs: ends.map((step, i) => ({
      epoch: i + 1,
      step,
      firstStep: (ends[i - 1] ?? 0) + 1,
    })) as unknown as RunData['epochs'],
    moments: {
      steps: Float64Array.from({ length }, (_, i) => i),
      epochs: new Int32Array(length),
      wallMs: Float64Array.from({ length }, (_, i) => START + 100 * i),
      length,
    },
  };
}

test('an epoch ends at its number, and steps within it lie evenly', () => {
  const run = runOf([10, 30]);
  expect([...xsOf('epoch', run, Float64Array.of(0, 5, 10, 20, 30, 40))]).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
  expect([0.5, 1, 1.5, 2, 2.5].map((x) => stepAt('epoch', run, x))).toEqual([5, 10, 20, 30, 40]);
});

test('before the first epoch ended epochs are known where steps per epoch are, else not', () => {
  expect([...xsOf('epoch', runOf([], 8), Float64Array.of(4, 8))]).toEqual([0.5, 1]);
  expect([...xsOf('epoch', runOf([]), Float64Array.of(4))]).toEqual([Number.NaN]);
});

test('time is told since the run began, and by the clock', () => {
  const run = runOf([10, 30]);
  expect([...xsOf('relative', run, Float64Array.of(0, 15, 30))]).toEqual([0, 1.5, 3]);
  expect([...xsOf('wall', run, Float64Array.of(10))]).toEqual([START + 1_000]);
  expect(stepAt('relative', run, 1.5)).toBe(15);
  expect(stepAt('wall', run, START - 5)).toBe(0);
  expect(stepAt('wall', run, START + 1e9)).toBe(30);
  expect([...xsOf('wall', { ...run, moments: { ...run.moments, length: 0 } }, Float64Array.of(1))]).toEqual([
    Number.NaN,
  ]);
});

test('every step of any run is found again from its place', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(gaps, fc.nat(), (lengths, nth) => {
      let end = 0;
      const ends = lengths.map((length) => {
        end += length;
        return end;
      });
      const run = runOf(ends);
      const step = 1 + (nth % ends.at(-1)!);
      for (const mode of ['step', 'epoch', 'relative', 'wall'] as const) {
        const [x] = xsOf(mode, run, Float64Array.of(step));
        expect([mode, stepAt(mode, run, x!)]).toEqual([mode, step]);
      }
    }),
  );
});

test('a few values far out do not decide the axis, and are counted', () => {
  const ys = Float64Array.from({ length: 1_000 }, (_, i) => (i === 500 ? 1e6 : Math.sin(i)));
  const [low, high] = middleExtent([{ ys, length: ys.length }])!;
  expect(low).toBeGreaterThanOrEqual(-1);
  expect(high).toBeLessThan(2);
  expect(outsideOf([{ ys, length: ys.length }], [low, high])).toBe(1);
  expect(middleExtent([{ ys: Float64Array.of(Number.NaN), length: 1 }])).toBeNull();
  expect(middleExtent([{ ys: Float64Array.of(3), length: 1 }])).toEqual([3, 3]);
});

test('seconds are labelled in the unit they read best in', () => {
  expect(secondsTicks([0, 60]).unit).toBe('s');
  const { ticks, unit, label } = secondsTicks([0, 3_600], 6);
  expect([unit, ticks.map(label)]).toEqual(['min', ['0', '20', '40', '60']]);
});

test('a clock has few ticks at round times within its ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 30 * 86_400_000 }), fc.integer({ min: 0, max: 1e10 }), (span, shift) => {
      const domain = [START + shift, START + shift + span] as const;
      const { ticks } = clockTicks(domain);
      expect(ticks.length).toBeLessThanOrEqual(7);
      for (const tick of ticks) expect(tick >= domain[0] && tick <= domain[1]).toBe(true);
    }),
  );
});

test('a logarithmic axis without two powers of ten has plain numbers', () => {
  const { ticks, label } = curveYAxis(true, [Math.log10(1.1), Math.log10(1.9)]);
  expect(ticks!.map((tick) => label!(tick))).toEqual(['1.2', '1.4', '1.6', '1.8']);
  expect(curveYAxis(true, [-3, 0]).ticks).toBeUndefined();
  expect(curveXAxis('step', true, [0, 1_000]).domain).toEqual([0, 3]);
});

test('the whole axis goes as far as was planned, in time as far as was reached', () => {
  const run = { ...runOf([10]), info: { ...runOf([10]).info, epochsPlanned: 5, stepsPerEpoch: 10 } } as RunData;
  expect(wholeDomain('step', [run], [])).toEqual([0, 50]);
  expect(wholeDomain('epoch', [run], [])).toEqual([0, 5]);
  expect(wholeDomain('relative', [run], [{ xs: Float64Array.of(1, 7), length: 2 }])).toEqual([0, 7]);
});

test('a zoom keeps as many digits as tell its ends apart, and a close axis holds all it is given', () => {
  expect(roundedZoom(3.91234, 6.63789)).toEqual([3.912, 6.638]);
  expect(roundedZoom(1_234.5678, 98_765.4321)).toEqual([1_235, 98_765]);
  const [low, high] = closeDomain([5, 5]);
  expect(low < 5 && high > 5).toBe(true);
});

test('what two fingers ask for stays within the whole axis, and as much as all of it is no zoom', () => {
  expect(pinchedZoom(-20, 30, [0, 100])).toEqual([0, 50]);
  expect(pinchedZoom(80, 130, [0, 100])).toEqual([50, 100]);
  expect(pinchedZoom(20, 30, [0, 100])).toEqual([20, 30]);
  expect([pinchedZoom(-5, 105, [0, 100]), pinchedZoom(0, 100, [0, 100])]).toEqual([null, null]);
});
