import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { conclude } from './conclude.ts';
import { type Outcome, readTally } from './run-step.ts';

afterEach(() => vi.restoreAllMocks());

test('the closing line adds up the tests of every step', () => {
  const said = listen();
  expect(conclude([step('types', 0), step('unit', 40), step('e2e', 2)])).toBe(0);
  expect(said()).toEqual(['42 passed, 0 failed']);
});

test('a step that fails without a test still fails the whole', () => {
  const said = listen();
  expect(conclude([{ ...step('types', 0), ok: false }, step('unit', 40)])).toBe(1);
  expect(said()).toEqual(['failing: types — see above', '40 passed, 0 failed']);
});

test('skipped tests are told', () => {
  const said = listen();
  conclude([{ ...step('unit', 3), tally: { passed: 3, failed: 0, skipped: 2 } }]);
  expect(said().at(-1)).toBe('3 passed, 0 failed, 2 skipped');
});

test('a report is counted, and one that was never written counts as no tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unrolled-check-'));
  const path = join(folder, 'unit.json');
  expect(readTally(path)).toEqual({ passed: 0, failed: 0, skipped: 0 });
  writeFileSync(path, JSON.stringify({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }));
  expect(readTally(path)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  rmSync(folder, { recursive: true });
});

function step(name: string, passed: number): Outcome {
  return { name, ok: true, seconds: 1, tally: { passed, failed: 0, skipped: 0 } };
}

function listen(): () => unknown[] {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  return () => log.mock.calls.map(([line]) => line);
}
