import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_NORMS, type SpikeReading, type SpikeState, spikeOf } from './spike.ts';
import { numbers, relativeError } from './testing/reference.ts';

const { spikes } = JSON.parse(
  readFileSync(new URL('../../data/reference/gradients.json', import.meta.url), 'utf8'),
) as { spikes: { norms: number[]; z: number[]; tolerance: number } };

function read(norms: Iterable<number>, from: SpikeState = NO_NORMS): SpikeReading[] {
  let state = from;
  return Array.from(norms, (norm) => {
    const reading = spikeOf(state, norm);
    state = reading.state;
    return reading;
  });
}

/** What has been learnt from 200 norms that wander about 1. */
const calm = read(spikes.norms).at(-1)!.state;

test('z-scores equal a first-order filter of ln‖g‖ after 25 norms of warm-up', () => {
  const readings = read(spikes.norms);
  expect(readings.slice(0, 25).every(({ z, isSpike }) => Number.isNaN(z) && !isSpike)).toBe(true);
  const z = readings.slice(25).map((reading) => reading.z);
  expect(readings.some(({ isSpike }) => isSpike)).toBe(false);
  expect(relativeError(z, numbers(spikes.z))).toBeLessThan(spikes.tolerance);
});

test('a norm ten times its usual is a spike, and hides neither itself nor the next', () => {
  const readings = read([10, 1, 10, 1, 10], calm);
  expect(readings.map(({ isSpike }) => isSpike)).toEqual([true, false, true, false, true]);
});

test('a level that has risen for good is learnt in time', () => {
  const readings = read(
    Array.from({ length: 400 }, (_, i) => 10 * spikes.norms[i % 200]!),
    calm,
  );
  expect(readings[0]!.isSpike).toBe(true);
  expect(readings.slice(-50).some(({ isSpike }) => isSpike)).toBe(false);
});

test('what is not finite is a spike at once, in the warm-up too, and is not learnt from', () => {
  for (const state of [NO_NORMS, calm]) {
    for (const norm of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(spikeOf(state, norm)).toEqual({ z: Number.POSITIVE_INFINITY, isSpike: true, state });
    }
  }
});

test('a norm of zero says nothing', () => {
  expect(spikeOf(calm, 0)).toEqual({ z: Number.NaN, isSpike: false, state: calm });
});

test('whatever the norms, what is no spike is learnt from and z is finite after the warm-up', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1e-20, max: 1e20, noNaN: true }), { minLength: 30, maxLength: 60 }),
      (norms) => {
        const readings = read(norms);
        expect(readings.slice(0, 25).every(({ z, isSpike }) => Number.isNaN(z) && !isSpike)).toBe(true);
        for (const { z, isSpike } of readings.slice(25)) {
          expect(Number.isNaN(z)).toBe(false);
          if (isSpike) expect(z).toBeGreaterThan(2.5);
        }
      },
    ),
  );
});

test('z does not depend on the unit of the norm', () => {
  const z = (scale: number) => read(spikes.norms.map((norm) => norm * scale)).map((reading) => reading.z);
  const [one, other] = [z(1).slice(25), z(1e-12).slice(25)];
  expect(one.every((value, i) => Math.abs(value - other[i]!) < 1e-6)).toBe(true);
});
