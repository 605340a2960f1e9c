import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_PAGE_STATE, type PageState } from '../../../lib/client/page-state.ts';
import type { Timeline } from '../timeline.ts';
import { axisEpochs, dockLayout } from './geometry.ts';
import { changeOfKey } from './use-timeline-keys.ts';

const timeline: Timeline = {
  epochs: 60,
  reached: 32,
  newest: 31,
  playhead: 24,
  isLive: true,
  isFollowing: false,
  window: [1, 60],
  aligned: null,
};
const events = [3, 12, 28].map((epoch) => ({ key: String(epoch), kind: 'resume' as const, epoch }));
const keys = { events, timesteps: 40, runIds: ['a', 'b'] };
const press = (key: string, isShift = false, at: Partial<Timeline> = {}, state: Partial<PageState> = {}) =>
  changeOfKey(key, isShift, { ...timeline, ...at }, { ...DEFAULT_PAGE_STATE, ...state }, keys);

test('arrows step one epoch, with Shift to the next event', () => {
  expect([press('ArrowLeft'), press('ArrowRight')]).toEqual([{ epoch: 23 }, { epoch: 25 }]);
  expect([press('ArrowLeft', true), press('ArrowRight', true)]).toEqual([{ epoch: 12 }, { epoch: 28 }]);
  expect(press('ArrowRight', true, { playhead: 30 })).toEqual({});
});

test('Home and End go to the first and the newest epoch, and nowhere before one ended', () => {
  expect([press('Home'), press('End')]).toEqual([{ epoch: 1 }, { epoch: 32 }]);
  expect([press('Home', false, { reached: 0, playhead: null }), press('End', false, { reached: 0 })]).toEqual([{}, {}]);
});

test('L follows a live run, releases it where it stands, and does nothing without one', () => {
  expect(press('l')).toEqual({ epoch: 'live' });
  expect(press('L', false, { isFollowing: true })).toEqual({ epoch: 24 });
  expect(press('l', false, { isLive: false })).toEqual({});
});

test('brackets set the ends of the window at the playhead, which always lies within it', () => {
  expect([press('['), press(']')]).toEqual([{ window: [24, 60] }, { window: [1, 24] }]);
  expect(press('[', false, { window: [1, 10] })).toEqual({ window: [24, 24] });
  expect(press(']', false, { window: [30, 60] })).toEqual({ window: [24, 24] });
});

test('comma and full stop move the timestep within the sequence', () => {
  expect([press(','), press('.')]).toEqual([{ timestep: 39 }, { timestep: 40 }]);
  expect(press(',', false, {}, { timestep: 1 })).toEqual({ timestep: 1 });
  expect(press('.', false, {}, { timestep: 7 })).toEqual({ timestep: 8 });
});

test('digits focus a run that is there; other keys are not the timeline’s', () => {
  expect([press('2'), press('3'), press('9'), press('a')]).toEqual([{ focus: 'b' }, null, null, null]);
});

test('numbers on the axis never crowd, nor stand beside the playhead', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.integer({ min: 300, max: 1_400 }),
      fc.nat(),
      (epochs, width, at) => {
        const playhead = 1 + (at % epochs);
        const shown = axisEpochs(epochs, width, playhead);
        const pitch = width / epochs;
        shown.forEach((epoch, index) => {
          expect(epoch).toBeLessThanOrEqual(epochs);
          expect(Math.abs(epoch - playhead) * pitch).toBeGreaterThan(24);
          if (index > 0) expect((epoch - shown[index - 1]!) * pitch).toBeGreaterThanOrEqual(44 - 1e-9);
        });
      },
    ),
  );
});

test('the dock gives its cells what its captions leave', () => {
  expect(dockLayout(1_368, 3)).toEqual({
    ...{ left: 172, right: 92, width: 1_104, height: 98 },
    ...{ lane: 16, track: 20, axis: 22 },
  });
  expect(dockLayout(960, 1).left).toBe(140);
  expect(dockLayout(1_368, 3, true).height).toBe(24 + 3 * 28 + 28);
});
