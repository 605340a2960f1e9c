import { expect, test } from 'vitest';
import { conceptsOf, inside, negated } from './concepts.ts';

const words = (text: string) => text.split(' ');
const marks = (flags: readonly boolean[]) => flags.map(Number).join('');

test('a negation reaches the four words after it, and no further than punctuation', () => {
  expect(marks(negated(words('it is not good at all so there')))).toBe('00011110');
  expect(marks(negated(words("i don't like it , but she does")))).toBe('00110000');
  expect(marks(negated(words('never say never again')))).toBe('0111');
  expect(marks(negated([]))).toBe('');
});

test('inside quotes and brackets counts the marks, and goes to the end where none closes', () => {
  expect(marks(inside([...'a"bc"d'], ['"'], ['"']))).toBe('011110');
  expect(marks(inside([...'(a) b (c'], ['('], [')']))).toBe('11100011');
});

test('text has the concepts its tokens speak of, with padding left out', () => {
  const tokens = [words('the film was not good at all .'), words('the plot was not bad " they said "')];
  const found = conceptsOf({ sequences: 2, time: 10, tokens, classes: null, inputs: null });
  const keys = found.map(({ key }) => key);
  expect(keys).toContain('negated');
  expect(keys).toContain('inside:quotes');
  expect(keys).toContain('timestep');
  expect(keys).not.toContain('digit');
  expect(keys.some((key) => key.startsWith('token:'))).toBe(false);
  const [first] = found;
  expect([...first!.labels.subarray(0, 10)]).toEqual([0, 0, 0, 0, 1, 1, 1, 0, Number.NaN, Number.NaN]);
});

test('single characters have kinds of their own', () => {
  const tokens = [[...'The Cat sat on 12345 Mats'], [...'No Dog was Here 67890 At Al']];
  const keys = conceptsOf({ sequences: 2, time: 27, tokens, classes: null, inputs: null }).map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(['capital', 'space', 'word-start', 'digit', 'token:a']));
});

test('classes and the numbers that go in are concepts too; two classes are one', () => {
  const classes = Int32Array.from({ length: 30 }, (_, i) => Math.floor(i / 10));
  const inputs = { values: Float32Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? i : 7)), features: 2 };
  const facts = { sequences: 3, time: 10, tokens: null, classes, inputs };
  const keys = conceptsOf(facts).map(({ key }) => key);
  expect(keys).toEqual(['class:0', 'class:1', 'class:2', 'input:0', 'timestep']);
  const two = { ...facts, classes: classes.map((index) => Math.min(1, index)) };
  expect(conceptsOf(two).map(({ key }) => key)).toEqual(['class:1', 'input:0', 'timestep']);
  expect(conceptsOf({ ...facts, time: 1, sequences: 1, classes: null, inputs: null })).toEqual([]);
});
