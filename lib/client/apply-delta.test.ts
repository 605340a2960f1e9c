import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Delta, EMPTY_CURSOR, emptyDelta } from '../protocol/delta.ts';
import { runInfo } from '../protocol/testing/run-info.ts';
import { applyDelta, type HeldRun, holdRun } from './apply-delta.ts';

const run = runInfo('run-1', { status: 'live', epochsPlanned: null });
const nothing = emptyDelta(EMPTY_CURSOR);

/** The steps from…to (exclusive) of series 1, as one delta. */
function stepsDelta(from: number, to: number): Delta {
  const steps = Float64Array.from({ length: to - from }, (_, i) => from + i);
  const last = to - 1;
  const event = { kind: 'log', level: 'info', message: 'm', data: {}, epoch: 1, wallMs: 0 } as const;
  return {
    ...nothing,
    series: [{ id: 1, segment: 0, name: 'loss', context: {}, count: to }],
    points: [{ id: 1, steps, values: steps.map((step) => step * 2), of: steps.length }],
    moments: [
      {
        segment: 0,
        steps,
        epochs: Int32Array.from(steps, () => 1),
        wallMs: steps.map((s) => s * 10),
        of: steps.length,
      },
    ],
    events: [...steps].map((step) => ({ ...event, id: step + 1, step })),
    epochs: [{ epoch: 1, segment: 0, step: last, wallMs: 0, firstStep: 0, snapshot: false }],
    cursor: { series: { 1: last }, moments: { 0: last }, tensor: 0, event: to, revision: to },
  };
}

function stepsOf(held: HeldRun): number[] {
  const series = held.series.get(1)!;
  return [...series.steps.subarray(0, series.length)];
}

function range(to: number): number[] {
  return Array.from({ length: to }, (_, i) => i);
}

test('however the deltas overlap or repeat, nothing is held twice and nothing is missed', () => {
  const overlaps = fc.array(fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 30 })), { maxLength: 12 });
  fc.assert(
    fc.property(overlaps, (cuts) => {
      const held = holdRun({ ...nothing, run });
      let end = 0;
      for (const [back, ahead] of cuts) {
        const from = Math.max(0, end - back);
        end = Math.max(end, from + ahead);
        applyDelta(held, stepsDelta(from, from + ahead));
      }
      if (end === 0) return;
      expect(stepsOf(held)).toEqual(range(end));
      expect(held.series.get(1)!.of).toBe(end);
      expect([...held.moments.steps.subarray(0, held.moments.length)]).toEqual(range(end));
      expect(held.events.map(({ step }) => step)).toEqual(range(end));
      expect(held.epochs).toHaveLength(1);
      expect(held.cursor.series[1]).toBe(end - 1);
    }),
  );
});

test('each delta raises the revision and replaces only the lists it changes', () => {
  const held = holdRun({ ...nothing, run });
  applyDelta(held, stepsDelta(0, 3));
  const { revision, tensors, events } = held;
  applyDelta(held, stepsDelta(3, 4));
  expect(held.revision).toBe(revision + 1);
  expect(held.tensors).toBe(tensors);
  expect(held.events).not.toBe(events);
});

test('a verdict told again replaces the one before', () => {
  const verdict = {
    id: 'NAN::2',
    rule: 'NAN',
    severity: 'critical',
    layer: null,
    onsetEpoch: 2,
    announcedEpoch: 2,
    endEpoch: null,
    evidence: [],
    remedies: [],
  } as const;
  const held = holdRun({ ...nothing, run, verdicts: [verdict] });
  applyDelta(held, { ...nothing, verdicts: [{ ...verdict, endEpoch: 5 }] });
  expect(held.verdicts).toEqual([{ ...verdict, endEpoch: 5 }]);
});
