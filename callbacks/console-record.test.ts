import { expect, test } from 'vitest';
import { recordConsole } from './console-record.ts';

test('printed lines become events, ours apart, and no more than a bounded number of them', () => {
  const events: (readonly [string, string, string])[] = [];
  const stop = recordConsole({ event: (kind, level, message) => events.push([kind, level, message]) });
  process.stdout.write('accuracy 0.91\nUnrolled: recording\n');
  process.stderr.write('deprecated\n');
  const before = process.stdout.write;
  process.stdout.write(`${Array.from({ length: 6_000 }, (_, i) => `\r${i}`).join('\n')}\n`);
  stop();
  expect(process.stdout.write).not.toBe(before);
  expect(events[0]).toEqual(['console', 'info', 'accuracy 0.91']);
  expect(events[1]).toEqual(['console', 'warning', 'deprecated']);
  expect(events).toHaveLength(5_001);
  expect(events.at(-1)!.slice(0, 2)).toEqual(['capture', 'warning']);
});
