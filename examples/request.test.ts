import { expect, test } from 'vitest';
import { readAsked } from './request.ts';

test('a name alone asks for the healthy training with seed 1', () => {
  expect(readAsked(['speech'])).toEqual({ name: 'speech', variant: 'healthy', seed: 1 });
});

test('--sick, --remedied and --seed are heeded', () => {
  expect(readAsked(['sentiment', '--sick', '--seed', '7'])).toEqual({ name: 'sentiment', variant: 'sick', seed: 7 });
  expect(readAsked(['--remedied', 'translation'])).toEqual({ name: 'translation', variant: 'remedied', seed: 1 });
});

test.each([
  [[], 'no name'],
  [['poetry'], 'poetry'],
  [['speech', 'sentiment'], 'speech sentiment'],
  [['speech', '--sick', '--remedied'], 'both given'],
  [['speech', '--seed', 'x'], '--seed: x — give a whole number'],
  [['speech', '--seed='], '--seed:  — give a whole number'],
  [['speech', '--sik'], '--sik'],
])('%j is refused with what to give', (args, message) => {
  expect(() => readAsked(args)).toThrow(message);
});
