import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecodedTensor, RunData, SeriesColumns } from '../../../lib/client/run-data.ts';
import type { JsonObject } from '../../../lib/protocol/json.ts';
import { SERIES } from '../../../lib/protocol/record.ts';
import { gateShares, nearestUnit } from './gate-shares.ts';
import { gateStates, isBeyondGate } from './gate-states.ts';
import { leftOut } from './left-out.ts';
import { epochLine, exponentDomain, exponentErrors, shareTop, valueAt } from './over-epochs.ts';
import { faultCounts, faultsOf, UNIT_FAULTS, unitMarks } from './unit-marks.ts';

function decoded(shape: readonly number[], values: readonly number[], attributes: JsonObject): DecodedTensor {
  const info = { id: 1, bytes: 0, name: 'x', layer: 'lstm_1', dtype: 'float32', shape, axes: [] } as const;
  return { info: { ...info, attributes, step: 0, epoch: 1, wallMs: 0 }, values: Float32Array.from(values), half: null };
}

test('shares are cut out by gate and side, and a unit counts as saturated when both sides together pass the limit', () => {
  const values = [0.5, 0, 0.46, 0, 0.1, 0.2, 0.1, 0.96];
  const shares = gateShares(decoded([2, 2, 2], values, { gates: ['i', 'f'], saturatedShare: 0.95 }));
  expect(shares.map(({ gate, saturated }) => [gate, saturated])).toEqual([
    ['i', 1],
    ['f', 1],
  ]);
  expect([...Array.from(shares[1]!.left), ...Array.from(shares[1]!.right)].map((share) => share.toFixed(2))).toEqual([
    '0.10',
    '0.20',
    '0.10',
    '0.96',
  ]);
  expect(gateShares(decoded([2, 3], [0, 0, 0, 0, 0, 0], { gates: ['i'] }))).toEqual([]);
});

test('the dot under the pointer is the nearest one, and none beyond reach', () => {
  const shares = { left: [0, 0.5, Number.NaN], right: [0, 0.5, 0] };
  const from = (x: number, y: number) => (left: number, right: number) => 100 * Math.hypot(left - x, right - y);
  expect(nearestUnit(shares, from(0.45, 0.5), 12)).toBe(1);
  expect(nearestUnit(shares, from(0.02, 0), 12)).toBe(0);
  expect(nearestUnit(shares, from(0.9, 0.9), 12)).toBeNull();
});

test('of units in one place the first is meant, whatever stands around', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (left) => {
      const found = nearestUnit({ left, right: left }, (x) => Math.abs(x - left[0]!), 1);
      expect(found).toBe(left.findIndex((x) => Math.abs(x - left[0]!) === 0));
    }),
  );
});

test('a gate of a sequence is cut out of [gate, sequence, time, unit]', () => {
  const values = Array.from({ length: 2 * 2 * 3 * 2 }, (_, index) => index / 100);
  const gates = decoded([2, 2, 3, 2], values, { gates: ['i', 'f'] });
  const states = gateStates(gates, 'f', 1)!;
  expect([states.units, states.time]).toEqual([2, 3]);
  expect([states.value(0, 0), states.value(1, 2)].map((value) => value.toFixed(2))).toEqual(['0.18', '0.23']);
  expect(gateStates(gates, 'o', 0)).toBeNull();
  expect(gateStates(gates, 'f', 2)).toBeNull();
  expect(isBeyondGate(states)).toBe(false);
  expect(isBeyondGate(gateStates(decoded([1, 1, 1, 2], [0.4, 1.2], { gates: ['i'] }), 'i', 0)!)).toBe(true);
});

test('faults are read from bits, and what was not looked for is not counted as none', () => {
  expect(faultsOf(0)).toEqual([]);
  expect(faultsOf(1 + 8)).toEqual(['dead', 'noGradient']);
  const judged = { attributes: { judged: { redundant: false, noGradient: true } } };
  expect(faultCounts([1, 2, 8, 9], judged)).toEqual({ dead: 2, frozen: 1, redundant: null, noGradient: 2 });
});

test('each row has its mark, and rows too low to tell apart share the gravest of theirs', () => {
  const bits = [0, 4, 1, 8];
  expect(unitMarks(bits, [3, 2, 1, 0], 10, 5)).toEqual([
    { fault: 'noGradient', lane: 1, at: 0.5 },
    { fault: 'dead', lane: 0, at: 1.5 },
    { fault: 'redundant', lane: 0, at: 2.5 },
  ]);
  expect(unitMarks(bits, [0, 1, 2, 3], 2.5, 5)).toEqual([
    { fault: 'redundant', lane: 0, at: 1 },
    { fault: 'dead', lane: 0, at: 3 },
    { fault: 'noGradient', lane: 1, at: 3 },
  ]);
});

test('marks in a lane never lie nearer than the pitch, however many units there are', () => {
  const fault = fc.constantFrom(0, 1, 2, 4, 8, 9);
  const height = fc.double({ min: 0.2, max: 20, noNaN: true });
  fc.assert(
    fc.property(fc.array(fault, { minLength: 1, maxLength: 300 }), height, (bits, rowHeight) => {
      const rows = bits.map((_, unit) => unit);
      const marks = unitMarks(bits, rows, rowHeight, 5);
      for (const lane of [0, 1]) {
        const own = marks.filter((mark) => mark.lane === lane).map(({ at }) => at * rowHeight);
        // The last place may hold fewer rows than the others.
        own.slice(0, -1).forEach((y, index) => void (index > 0 && expect(y - own[index - 1]!).toBeGreaterThan(4.999)));
      }
      for (const one of UNIT_FAULTS) {
        if (marks.some((mark) => mark.fault === one))
          expect(bits.some((bit) => faultsOf(bit).includes(one))).toBe(true);
      }
    }),
  );
});

function series(segment: number, steps: readonly number[], values: readonly number[], layer = 'lstm_1'): SeriesColumns {
  const columns = { steps: Float64Array.from(steps), values: Float64Array.from(values), length: steps.length };
  return { id: segment, name: SERIES.lyapunov, context: { layer }, segment, of: steps.length, ...columns };
}

const epochs = [
  { segment: 0, epoch: 1, firstStep: 1, step: 4, wallMs: 0, snapshot: true },
  { segment: 0, epoch: 2, firstStep: 5, step: 8, wallMs: 0, snapshot: true },
  { segment: 1, epoch: 2, firstStep: 5, step: 8, wallMs: 0, snapshot: true },
  { segment: 1, epoch: 3, firstStep: 9, step: 12, wallMs: 0, snapshot: true },
];

test('a series is read by epoch, of its layer only, and of an epoch trained twice the later value counts', () => {
  const all = [series(1, [8, 12], [-3, -4]), series(0, [4, 8], [-1, -2]), series(2, [4], [9], 'gru_1')];
  const line = epochLine({ epochs, series: new Map(all.map((each, id) => [id, each])) }, SERIES.lyapunov, 'lstm_1');
  expect(line).toEqual({ epochs: [1, 2, 3], values: [-1, -3, -4] });
});

test('the value at an epoch that was not measured is the last one before it', () => {
  const line = { epochs: [3, 7], values: [0.1, 0.2] };
  expect(valueAt(line, 6)).toEqual({ epoch: 3, value: 0.1 });
  expect(valueAt(line, 7)).toEqual({ epoch: 7, value: 0.2 });
  expect(valueAt(line, 2)).toBeNull();
  expect(valueAt(line, null)).toEqual({ epoch: 7, value: 0.2 });
});

test('axes hold what is drawn on them', () => {
  expect(shareTop([{ epochs: [1], values: [0] }])).toBe(0.05);
  expect(shareTop([{ epochs: [1, 2], values: [0.3, Number.NaN] }])).toBe(0.5);
  expect(exponentDomain([])).toEqual([-0.5, 0.5]);
  expect(exponentDomain([-1.7, Number.NEGATIVE_INFINITY])).toEqual([-2, 0.5]);
});

test('the error of λ₁ is the first of its spectrum, and missing where there was one sequence', () => {
  const spectrum = (epoch: number, standardErrors: JsonObject['']) => ({
    ...decoded([1], [0], { standardErrors: standardErrors ?? null }).info,
    epoch,
  });
  expect([...exponentErrors([spectrum(3, [0.02, 0.5]), spectrum(7, [null])])]).toEqual([[3, 0.02]]);
});

test('what was left out is said of its own layer, the last word of it', () => {
  const event = (message: string, kind = 'capture') => ({ kind, message, level: 'warning', data: {}, id: 1 });
  const events = [
    event('gates of lstm_1: 3 of 9 sequences kept — why'),
    event('gates of lstm_10: 1 of 9 sequences kept — why'),
    event('gates of lstm_1: printed by the user', 'console'),
    event('units: not measured — the budget of time has no room for it'),
  ] as unknown as RunData['events'];
  expect(leftOut({ events }, 'lstm_1', ['gates'])).toBe('gates of lstm_1: 3 of 9 sequences kept — why');
  expect(leftOut({ events }, 'lstm_1', ['units'])).toContain('budget of time');
  expect(leftOut({ events }, 'gru_1', ['gates'])).toBeNull();
});
