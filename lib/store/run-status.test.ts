import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { RunInfo } from '../protocol/run.ts';
import { isAlive, judged } from './run-status.ts';

const NOW = 1_000_000;

function statusOf(run: Partial<RunInfo>, alive: boolean): string {
  const info = { status: 'live', host: 'here', pid: 7, heartbeatMs: NOW, ...run } as RunInfo;
  return judged(info, { nowMs: NOW, host: 'here', isAlive: (pid) => alive && pid === 7 }).status;
}

test('on this machine a live run is live for as long as its process is', () => {
  expect(statusOf({ heartbeatMs: NOW - 20_000 }, true)).toBe('live');
  expect(statusOf({}, false)).toBe('crashed');
});

test('a process that has been silent for a minute is another one that got the same number', () => {
  expect(statusOf({ heartbeatMs: NOW - 61_000 }, true)).toBe('crashed');
});

test('on another machine a run is live for as long as its heart beats', () => {
  expect(statusOf({ host: 'there', heartbeatMs: NOW - 14_000 }, false)).toBe('live');
  expect(statusOf({ host: 'there', heartbeatMs: NOW - 16_000 }, true)).toBe('crashed');
});

test('a run that has ended is never judged again', () => {
  for (const status of ['finished', 'stopped', 'failed'] as const)
    expect(statusOf({ status, heartbeatMs: 0 }, false)).toBe(status);
});

test('a process is alive until it has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  expect(isAlive(child.pid!)).toBe(true);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect(isAlive(child.pid!)).toBe(false);
  for (const pid of [0, -1, 1.5, Number.NaN]) expect(isAlive(pid)).toBe(false);
});
