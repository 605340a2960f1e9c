import { expect, test } from 'vitest';
import { listenToConsole } from './console-lines.ts';
import { recordConsole } from './console-record.ts';

test('printed lines become events, ours apart, and no more than a bounded number of them', () => {
  const events: (readonly [string, string, string])[] = [];
  const stop = recordConsole(
    { event: (kind, level, message) => events.push([kind, level, message]) },
    listenToConsole,
    3,
  );
  process.stdout.write('accuracy 0.91\nUnrolled: recording\n');
  process.stderr.write('deprecated\n');
  process.stdout.write('third\nfourth\nfifth\n');
  stop();
  expect(events.slice(0, 3)).toEqual([
    ['console', 'info', 'accuracy 0.91'],
    ['console', 'warning', 'deprecated'],
    ['console', 'info', 'third'],
  ]);
  expect(events.slice(3)).toEqual([['capture', 'warning', expect.stringContaining('first 3 lines')]]);
});
