import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runRow } from '../../lib/protocol/testing/run-info.ts';
import { epochAtPlace } from '../../views/_kit/state/epoch-ends.ts';
import { type AlignedRow, type AlignedRows, dragged, pressed, untilOf } from './aligned.ts';
import { placeText, placeTicks, TICK_PX } from './dock/axis-places.ts';
import { placedCells } from './dock/paint-aligned.ts';
import {
  isAtFirst,
  isAtNewest,
  type Move,
  moved,
  placeAt,
  pxOfPlace,
  timelineOf,
  toFirst,
  toNewest,
} from './timeline.ts';

const rowOf = (...ends: readonly number[]): AlignedRow => ({
  start: 0,
  ends: Float64Array.from(ends),
  until: ends.at(-1) ?? 0,
});
/** Three epochs of 10 steps, and six of 4; the second run goes on behind the end of the first where `longer`. */
const SHORT = rowOf(10, 20, 30);
const LONG = rowOf(4, 8, 12, 16, 20, 24, 28, 32, 36);
const rows: AlignedRows = {
  axis: 'step',
  extent: 36,
  rows: new Map([
    ['a', SHORT],
    ['b', LONG],
  ]),
};
const runs = [
  runRow('a', { status: 'finished', epochsPlanned: 3 }, { epoch: 3, health: Array(3).fill('healthy') }),
  runRow('b', { status: 'finished', epochsPlanned: 9 }, { epoch: 9, health: Array(9).fill('healthy') }),
];
const at = (moment: number | null, focus = 0, epoch: number | 'live' = 1) =>
  timelineOf(runs, runs[focus]!, { epoch, moment, align: 'step', window: null }, rows);

test('the focused run stands at the last epoch that had ended at the place, and behind its end at its last', () => {
  expect([at(20).playhead, at(19).playhead, at(3).playhead, at(36).playhead]).toEqual([2, 1, 0, 3]);
  expect([at(20, 1).playhead, at(19, 1).playhead]).toEqual([5, 4]);
});

test('without a place the playhead is where the epoch of the focused run ended, and following live where its newest did', () => {
  expect([at(null, 0, 2).aligned?.place, at(null, 1, 2).aligned?.place]).toEqual([20, 8]);
  expect([at(20, 0, 'live').aligned?.place, at(null, 1, 'live').playhead]).toEqual([30, 9]);
});

test('steps go from epoch to epoch of the focused run, behind its end through those of the others', () => {
  const seen: number[] = [];
  let move: Move | null = toFirst(at(20));
  for (let count = 0; count < 9 && move; count += 1) {
    const timeline = at(move.moment!);
    seen.push(move.moment!);
    if (isAtNewest(timeline)) break;
    move = moved(timeline, 1);
  }
  expect(seen).toEqual([4, 10, 20, 30, 32, 36]);
  expect(toNewest(at(4))).toEqual({ epoch: 3, moment: 36 });
  expect([isAtFirst(at(4)), isAtFirst(at(10)), moved(at(10), -1)]).toEqual([true, false, { epoch: 1, moment: 8 }]);
});

test('every run stands at an epoch of its own, the last that had ended', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 36 }), (place) => {
      expect(epochAtPlace(SHORT, place)).toBe(Math.floor(Math.min(place, 30) / 10));
      expect(epochAtPlace(LONG, place)).toBe(Math.floor(place / 4));
    }),
  );
});

test('a press on a track means the epoch under it; a drag of the tag the nearest end, behind the focused run of the longest', () => {
  const timeline = at(20).aligned!;
  expect([pressed(SHORT, 11), pressed(SHORT, 29.5), pressed(SHORT, 36), pressed(rowOf(), 3)]).toEqual([
    20,
    30,
    30,
    null,
  ]);
  expect([dragged(timeline, 14), dragged(timeline, 16), dragged(timeline, 33.9)]).toEqual([10, 20, 32]);
});

test('cells lie beside each other, cover the track and are at least 2 px wide but for the last', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 200, max: 1_400 }), (each, width) => {
      let end = 0;
      const row = rowOf(...each.map((length) => (end += length)));
      const cells = placedCells(row, end, width);
      cells.forEach(({ first, from, to }, index) => {
        const before = cells[index - 1];
        expect([first, from]).toEqual(before ? [before.last + 1, before.to] : [1, 0]);
        if (index < cells.length - 1) expect(to - from).toBeGreaterThanOrEqual(2);
      });
      expect(cells.at(-1)!.last).toBe(each.length);
      expect(Math.abs(cells.at(-1)!.to - width)).toBeLessThanOrEqual(1);
    }),
  );
});

test('a px leads to the place drawn there', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 100, max: 1_400 }),
      fc.nat(),
      (extent, width, n) => {
        const place = n % (extent + 1);
        expect(Math.abs(placeAt(pxOfPlace(place, extent, width), extent, width) - place)).toBeLessThanOrEqual(
          extent / width,
        );
      },
    ),
  );
});

test('ticks have units and room, and none is said twice', () => {
  expect(placeTicks('step', 40_000, 700, null).map(({ text }) => text)).toEqual([
    '0',
    '5k',
    '10k',
    '15k',
    '20k',
    '25k',
    '30k',
    '35k',
    '40k',
  ]);
  expect(placeTicks('relative', 300, 500, null).map(({ text }) => text)).toEqual([
    '0 s',
    '1 m 00 s',
    '2 m 00 s',
    '3 m 00 s',
    '4 m 00 s',
    '5 m 00 s',
  ]);
  expect([placeText('relative', 80, 20), placeText('relative', 0.25, 0.05), placeText('step', 12_500, 500)]).toEqual([
    '1 m 20 s',
    '0.25 s',
    '12.5k',
  ]);
  fc.assert(
    fc.property(
      fc.constantFrom('step' as const, 'relative' as const),
      fc.double({ min: 0.01, max: 5e6, noNaN: true }),
      fc.integer({ min: 200, max: 1_400 }),
      (axis, length, width) => {
        const extent = axis === 'step' ? Math.ceil(length) : length;
        const ticks = placeTicks(axis, extent, width, null);
        expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
        for (const [index, tick] of ticks.entries())
          if (index > 0)
            expect(((tick.at - ticks[index - 1]!.at) / extent) * width).toBeGreaterThanOrEqual(TICK_PX - 1e-6);
      },
    ),
  );
});

test('a row goes as far as was planned in steps, else one more epoch while the run is live', () => {
  const live = runRow('a', { status: 'live', epochsPlanned: 10, stepsPerEpoch: 10 }, { epoch: 3 });
  const open = runRow('a', { status: 'live', epochsPlanned: null, stepsPerEpoch: null }, { epoch: 3 });
  const ended = runRow('a', { status: 'finished', epochsPlanned: null }, { epoch: 3 });
  expect([untilOf(live, 'step', SHORT), untilOf(open, 'step', SHORT), untilOf(ended, 'step', SHORT)]).toEqual([
    100, 40, 30,
  ]);
  expect(untilOf(live, 'relative', SHORT)).toBe(40);
});
