import { expect, test } from 'vitest';
import type { UnrolledError } from '../../lib/base/errors.ts';
import { Guard } from './guard.ts';
import { Stopwatch } from './stopwatch.ts';

function fail(message: string): never {
  throw new Error(message);
}

test('the first failure is told, with what it was; then the area is quiet', () => {
  const told: UnrolledError[] = [];
  const guard = new Guard('the flow', new Stopwatch(), (error) => told.push(error));
  expect(guard.attempt(() => 1, 0)).toBe(1);
  expect(guard.attempt(() => fail('out of memory'), 0)).toBe(0);
  expect(guard.attempt(() => 1, 0)).toBe(0);
  expect(guard.attempt(() => fail('again'), 0)).toBe(0);
  expect(told).toHaveLength(1);
  expect(told[0]!.code).toBe('capture-failed');
  expect(told[0]!.message).toMatch(/^the flow.*out of memory — /);
});

test('an error handler that throws does not reach training', () => {
  const guard = new Guard('the flow', new Stopwatch(), () => fail('handler'));
  expect(guard.attempt(() => fail('out of memory'), 'plain')).toBe('plain');
});

test('nested stretches of our time count once, also when they throw', () => {
  const stopwatch = new Stopwatch();
  const busy = (ms: number) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };
  const started = performance.now();
  stopwatch.time(() => {
    busy(5);
    stopwatch.time(() => busy(20));
  });
  expect(() => stopwatch.time(() => fail('out of memory'))).toThrow('out of memory');
  const elapsed = performance.now() - started;
  expect(stopwatch.spentMs).toBeGreaterThanOrEqual(25);
  expect(stopwatch.spentMs).toBeLessThanOrEqual(elapsed);
});
