import { expect, test } from 'vitest';
import { hookMethod } from './method-hook.ts';

class Greeter {
  greet(name: string): string {
    return `hello ${name}`;
  }
}

const loud = (original: Greeter['greet']) =>
  function (this: Greeter, name: string) {
    return original.call(this, name).toUpperCase();
  };

test('a hook stands in for the method of one object, and leaves no trace when taken out', () => {
  const [one, other] = [new Greeter(), new Greeter()];
  const unhook = hookMethod<'greet', Greeter['greet']>(one, 'greet', loud);
  expect([one.greet('you'), other.greet('you')]).toEqual(['HELLO YOU', 'hello you']);
  unhook();
  unhook();
  expect(one.greet('you')).toBe('hello you');
  expect(Object.keys(one)).toEqual([]);
});

test('a method that the object had of its own is put back as it was', () => {
  const one = new Greeter();
  const own = (name: string) => `good day ${name}`;
  one.greet = own;
  hookMethod<'greet', Greeter['greet']>(one, 'greet', loud)();
  expect(one.greet).toBe(own);
});

test('where somebody hooked after us, theirs goes on working and ours only passes through', () => {
  const one = new Greeter();
  const unhook = hookMethod<'greet', Greeter['greet']>(one, 'greet', loud);
  const ours = one.greet;
  one.greet = (name) => `${ours.call(one, name)}!`;
  expect(one.greet('you')).toBe('HELLO YOU!');
  unhook();
  expect(one.greet('you')).toBe('hello you!');
});

test('hooks that leave in the order they came leave nothing behind', () => {
  const object = { add: (a: number) => a + 1 };
  const before = object.add;
  const first = hookMethod(object, 'add', (original) => (a) => original(a) * 2);
  const second = hookMethod(object, 'add', (original) => (a) => original(a) + 10);
  expect(object.add(1)).toBe(14);
  first();
  expect(object.add(1)).toBe(12);
  second();
  expect(object.add).toBe(before);
});
