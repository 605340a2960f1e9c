import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runInfo } from '../../../lib/protocol/testing/run-info.ts';
import {
  type EpochEnds,
  epochAtPlace,
  epochEnds,
  epochUnder,
  nearestEnd,
  nextEnd,
  type Placed,
  placeOfEpoch,
} from './epoch-ends.ts';

const STARTED = 1_000_000;
/** A run whose epochs took so many steps each, every step `msPerStep` long. */
function run(lengths: readonly number[], msPerStep = 100): Placed {
  let step = 0;
  const epochs = lengths.map((length, index) => {
    const firstStep = step + 1;
    step += length;
    return { segment: 0, epoch: index + 1, firstStep, step, wallMs: STARTED + step * msPerStep, snapshot: true };
  });
  const steps = Float64Array.from({ length: step + 1 }, (_, each) => each);
  const moments = { steps, epochs: new Int32Array(step + 1), wallMs: steps.map((each) => STARTED + each * msPerStep) };
  return { info: runInfo('a', { startedMs: STARTED }), epochs, moments: { ...moments, length: step + 1 } };
}

const axes = fc.constantFrom('step' as const, 'relative' as const);
const lengths = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 });
const rows = fc.tuple(axes, lengths, fc.integer({ min: 1, max: 900 })).map(([axis, each, ms]) => {
  const { start, ends } = epochEnds(axis, run(each, ms));
  return { start, ends, axis };
});

test('epochs end where their steps did, or so many seconds after the run began', () => {
  expect([...epochEnds('step', run([10, 4, 6])).ends]).toEqual([10, 14, 20]);
  expect([...epochEnds('relative', run([10, 4, 6], 250)).ends]).toEqual([2.5, 3.5, 5]);
  expect(epochEnds('step', run([])).ends).toHaveLength(0);
});

test('an epoch that was put somewhere is the one found there, whatever its length', () => {
  fc.assert(
    fc.property(rows, fc.nat(), (row, at) => {
      const epoch = 1 + (at % row.ends.length);
      expect(epochAtPlace(row, placeOfEpoch(row, epoch))).toBe(epoch);
      expect(epochUnder(row, placeOfEpoch(row, epoch))).toBe(epoch);
      // and after the link that holds it: a number with three decimals
      expect(epochAtPlace(row, Number(placeOfEpoch(row, epoch).toFixed(3)))).toBe(epoch);
    }),
  );
});

test('further along the axis no run stands at an earlier epoch, and none at one that had not ended', () => {
  fc.assert(
    fc.property(
      rows,
      fc.double({ min: 0, max: 20_000, noNaN: true }),
      fc.double({ min: 0, max: 9, noNaN: true }),
      (row, place, more) => {
        const epoch = epochAtPlace(row, place);
        expect(epochAtPlace(row, place + more)).toBeGreaterThanOrEqual(epoch);
        if (epoch > 0) expect(placeOfEpoch(row, epoch)).toBeLessThanOrEqual(place);
        if (epoch < row.ends.length) expect(placeOfEpoch(row, epoch + 1)).toBeGreaterThan(place);
      },
    ),
  );
});

test('steps from end to end visit every epoch once, both ways', () => {
  fc.assert(
    fc.property(rows, (row) => {
      const on: number[] = [];
      for (let at = nextEnd(row, row.start, 1); at !== null; at = nextEnd(row, at, 1)) on.push(epochAtPlace(row, at));
      expect(on).toEqual(Array.from(row.ends, (_, index) => index + 1));
      const back: number[] = [];
      for (let at = nextEnd(row, Infinity, -1); at !== null; at = nextEnd(row, at, -1))
        back.push(epochAtPlace(row, at));
      expect(back).toEqual([...on].reverse());
    }),
  );
});

test('the end nearest to a place is that of no other epoch', () => {
  fc.assert(
    fc.property(rows, fc.double({ min: 0, max: 20_000, noNaN: true }), (row, place) => {
      const nearest = nearestEnd(row, place)!;
      for (const end of row.ends) expect(Math.abs(nearest - place)).toBeLessThanOrEqual(Math.abs(end - place));
    }),
  );
});

test('steps or clocks that were set back never make a later epoch end before an earlier one; a gap has no length', () => {
  const whole = run([10, 10, 10, 10]);
  const [first, second, , fourth] = whole.epochs;
  const back = { ...whole, epochs: [first!, second!, { ...fourth!, firstStep: 5, step: 15 }] };
  const row: EpochEnds = epochEnds('step', back);
  expect([...row.ends]).toEqual([10, 20, 20, 20]);
  expect(epochAtPlace(row, 20)).toBe(4);
});

test('a run without the times of its steps is placed by the ends of its epochs', () => {
  const { moments, ...rest } = run([10, 10], 100);
  const empty = { ...moments, length: 0 };
  expect([...epochEnds('relative', { ...rest, moments: empty }).ends]).toEqual([1, 2]);
});
