import { afterEach, expect, test } from 'vitest';
import { type ConsoleLine, lineSplitter, listenToConsole } from './console-lines.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function listening(): ConsoleLine[] {
  const lines: ConsoleLine[] = [];
  stops.push(listenToConsole((line) => lines.push(line)));
  return lines;
}

test('lines that are printed are told, whole and without colours, whatever chunks they come in', () => {
  const lines = listening();
  process.stdout.write('epoch 1 \u001b[32mdone\u001b[0m, ');
  process.stdout.write('loss 2.3\nepoch');
  process.stderr.write('a warning\n');
  process.stdout.write(' 2\n');
  expect(lines).toEqual([
    { stream: 'out', text: 'epoch 1 done, loss 2.3' },
    { stream: 'err', text: 'a warning' },
    { stream: 'out', text: 'epoch 2' },
  ]);
});

test('of a line that is written over, what was there last is told', () => {
  const lines: string[] = [];
  const write = lineSplitter((line) => lines.push(line));
  for (const percent of [10, 50, 100]) write(`\rtraining ${percent} %`);
  write('\n\n');
  expect(lines).toEqual(['training 100 %']);
});

test('a line without end does not grow in memory, and a long one is cut', () => {
  const lines: string[] = [];
  const write = lineSplitter((line) => lines.push(line));
  for (let i = 0; i < 100; i++) write('x'.repeat(1_000));
  write('\n');
  expect(lines[0]).toHaveLength(2_000);
});

test('a line is told once, also where somebody hooked the stream over us before we came back', () => {
  const before = process.stdout.write;
  const lines: ConsoleLine[] = [];
  const stop = listenToConsole((line) => lines.push(line));
  const ours = process.stdout.write;
  const theirs = ((...args: Parameters<typeof ours>) => ours.apply(process.stdout, args)) as typeof ours;
  process.stdout.write = theirs;
  stop();
  expect(process.stdout.write).toBe(theirs);
  const stopAgain = listenToConsole((line) => lines.push(line));
  process.stdout.write('once\n');
  stopAgain();
  process.stdout.write = before;
  expect(lines.map(({ text }) => text)).toEqual(['once']);
});

test('after the last listener has gone, the streams are as they were', () => {
  const before = process.stdout.write;
  const first = listenToConsole(() => undefined);
  const second = listenToConsole(() => {
    throw new Error('a listener that fails');
  });
  expect(process.stdout.write).not.toBe(before);
  expect(() => process.stdout.write('harmless\n')).not.toThrow();
  first();
  expect(process.stdout.write).not.toBe(before);
  second();
  expect(process.stdout.write).toBe(before);
});
