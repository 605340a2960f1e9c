import { expect, test } from 'vitest';
import { createScheduler } from './scheduler.ts';

function page() {
  const frames: (() => void)[] = [];
  const errors: unknown[] = [];
  const scheduler = createScheduler({
    requestFrame: (callback) => void frames.push(callback),
    commit: (callback) => callback(),
    onError: (error) => void errors.push(error),
  });
  return { scheduler, errors, frames, next: () => frames.shift()?.() };
}

test('many changes before a frame are drawn once, and the last one is', () => {
  const { scheduler, frames, next } = page();
  let epoch = 0;
  const drawn: number[] = [];
  const paint = () => void drawn.push(epoch);
  for (epoch = 1; epoch < 60; epoch += 1) scheduler.paint(paint);
  expect(frames).toHaveLength(1);
  next();
  expect(drawn).toEqual([60]);
  expect(frames).toHaveLength(0);
});

test('a paint asked for by a listener comes in the same frame', () => {
  const { scheduler, frames, next } = page();
  const order: string[] = [];
  scheduler.notify(() => {
    order.push('commit');
    scheduler.paint(() => void order.push('paint'));
  });
  next();
  expect(order).toEqual(['commit', 'paint']);
  expect(frames).toHaveLength(0);
});

test('a panel that throws does not stop the others', () => {
  const { scheduler, errors, next } = page();
  let drawn = 0;
  scheduler.paint(() => {
    throw new Error('broken panel');
  });
  scheduler.paint(() => {
    drawn += 1;
  });
  next();
  expect(drawn).toBe(1);
  expect(errors).toHaveLength(1);
});

test('a cancelled paint is not drawn', () => {
  const { scheduler, next } = page();
  let drawn = 0;
  const paint = () => {
    drawn += 1;
  };
  scheduler.paint(paint);
  scheduler.cancel(paint);
  next();
  expect(drawn).toBe(0);
});
