import { expect, test } from 'vitest';
import { cpuFrames } from './cpu-frames.ts';

const event = (name: string, ts: number, ms = 0, type?: string) => ({
  ...{ name, ts, tid: 1, tdur: ms * 1_000 },
  ...(type ? { args: { data: { type } } } : {}),
});

test('a frame costs its callbacks and the presses before it; one that drew nothing is none', () => {
  const events = [
    event('EventDispatch', 1, 0.5, 'keydown'),
    event('BeginMainThreadFrame', 2),
    event('FireAnimationFrame', 3, 2),
    event('FireAnimationFrame', 4, 1),
    event('BeginMainThreadFrame', 5),
    event('FireAnimationFrame', 6, 0.1),
    event('EventDispatch', 7, 9, 'mousemove'),
    event('BeginMainThreadFrame', 8),
    event('FireAnimationFrame', 9, 4),
  ];
  expect(cpuFrames(events)).toEqual([3.5, 4]);
});
