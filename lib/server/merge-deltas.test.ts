import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta, type HeldRun, holdRun } from '../client/apply-delta.ts';
import { type Delta, EMPTY_CURSOR, emptyDelta } from '../protocol/delta.ts';
import type { RunInfo } from '../protocol/run.ts';
import { DeltaRing } from './delta-ring.ts';
import { isEmpty, mergeDeltas } from './merge-deltas.ts';

const nothing = emptyDelta(EMPTY_CURSOR);
const run = { id: 'r', name: 'n', status: 'live' } as RunInfo;

/** Deltas as a training makes them: steps go on, some with a new series, epoch, event or info. */
const training = fc
  .array(
    fc.record({
      steps: fc.integer({ min: 0, max: 5 }),
      series: fc.integer({ min: 1, max: 3 }),
      hasEpoch: fc.boolean(),
      hasInfo: fc.boolean(),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((parts) => {
    let next = 0;
    return parts.map(({ steps: count, series, hasEpoch, hasInfo }, index): Delta => {
      const steps = Float64Array.from({ length: count }, (_, i) => next + i);
      next += count;
      const at = { step: next, epoch: index, wallMs: index };
      return {
        ...nothing,
        run: hasInfo ? { ...run, name: `name ${index}` } : null,
        series: [{ id: series, segment: 0, name: `s${series}`, context: {}, count }],
        points: count > 0 ? [{ id: series, steps, values: steps, of: count }] : [],
        moments: count > 0 ? [{ segment: 0, steps, epochs: Int32Array.from(steps), wallMs: steps, of: count }] : [],
        epochs: hasEpoch ? [{ ...at, epoch: index % 3, segment: 0, firstStep: index, snapshot: true }] : [],
        events: [{ ...at, id: index + 1, kind: 'log', level: 'info', message: '', data: {} }],
        cursor: { ...nothing.cursor, event: index + 1, revision: index },
      };
    });
  });

function shown(held: HeldRun) {
  const series = [...held.series.values()].map(({ id, length, of, steps, values }) => {
    return { id, of, steps: [...steps.subarray(0, length)], values: [...values.subarray(0, length)] };
  });
  const { steps, epochs, length } = held.moments;
  const moments = { steps: [...steps.subarray(0, length)], epochs: [...epochs.subarray(0, length)] };
  return { series, moments, info: held.info, epochs: held.epochs, events: held.events, cursor: held.cursor };
}

test('merged deltas do what they do one after the other', () => {
  fc.assert(
    fc.property(training, (deltas) => {
      const oneByOne = holdRun({ ...nothing, run });
      for (const delta of deltas) applyDelta(oneByOne, delta);
      const atOnce = holdRun({ ...nothing, run });
      applyDelta(atOnce, mergeDeltas(deltas));
      expect(shown(atOnce)).toEqual(shown(oneByOne));
    }),
  );
});

test('a delta with anything in it is not empty', () => {
  expect(isEmpty(nothing)).toBe(true);
  expect(isEmpty({ ...nothing, run })).toBe(false);
  expect(isEmpty({ ...nothing, moments: [] })).toBe(true);
});

test('the ring gives what came after a number, and says when that is gone', () => {
  const ring = new DeltaRing();
  expect(ring.after(0)).toBeNull();
  for (let seq = 1; seq <= 600; seq++) ring.push({ seq, delta: nothing, inline: [] });
  expect(ring.after(597)?.map(({ seq }) => seq)).toEqual([598, 599, 600]);
  expect(ring.after(600)).toEqual([]);
  expect(ring.after(88)).toHaveLength(512);
  expect(ring.after(87)).toBeNull();
});

test('the ring is bounded in bytes too', () => {
  const ring = new DeltaRing();
  const large = [{ id: 1, data: new Uint8Array(1_000_000) }];
  for (let seq = 1; seq <= 50; seq++) ring.push({ seq, delta: nothing, inline: large });
  expect(ring.after(40)).toBeNull();
  expect(ring.after(45)).toHaveLength(5);
});
