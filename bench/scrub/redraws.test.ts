import { expect, test } from 'vitest';
import { quantile, redrawsOf } from './redraws.ts';

const press = (at: number) => ({ at, scriptMs: 1 });
const frame = (epoch: number, endedAt: number, panels = ['Map', 'Profile at epoch 3'], flowEpoch = epoch) => ({
  ...{ epoch, endedAt, panels, flowEpoch, scriptMs: 4 },
});
const scene = ['Map', 'Profile'];

test('each press that has its own frame is one redraw, with the scripts of both', () => {
  const watched = { presses: [press(0), press(33)], frames: [frame(11, 20), frame(12, 60)] };
  expect(redrawsOf(watched, 10, 1, scene)).toEqual({ epochs: 2, latencies: [20, 27], scripts: [5, 5] });
});

test('a press overtaken by the next is no redraw, and waits for the frame that shows the next', () => {
  const watched = { presses: [press(0), press(33)], frames: [frame(8, 50)] };
  expect(redrawsOf(watched, 10, -1, scene)).toEqual({ epochs: 1, latencies: [50, 17], scripts: [6] });
});

test('a frame that left a panel, or the outline of the flow map, behind does not count', () => {
  const frames = [frame(11, 20, ['Map']), frame(12, 40, undefined, 11)];
  const { epochs, latencies } = redrawsOf({ presses: [press(0), press(10)], frames }, 10, 1, scene);
  expect([epochs, latencies]).toEqual([0, [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]]);
});

test('a quantile is a value that was measured', () => {
  expect([quantile([3, 1, 2], 0.5), quantile([5], 0.95), quantile([], 0.5)]).toEqual([2, 5, Number.NaN]);
});
