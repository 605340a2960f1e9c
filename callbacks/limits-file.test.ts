import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../lib/analysis/verdicts/limits.ts';
import { limitsFile } from './limits-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unrolled-limits-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('without a file the defaults hold, and nothing is said', () => {
  const source = limitsFile(join(folder, 'limits.json'));
  expect(source.read()).toEqual({ limits: DEFAULT_LIMITS, isNew: false, trouble: null });
});

test('a file that appears, changes or goes is read again', () => {
  const file = join(folder, 'limits.json');
  const source = limitsFile(file);
  source.read();
  writeFileSync(file, '{"SAT": {"saturated": {"warning": 0.6}}}');
  const { limits, isNew } = source.read();
  expect([limits.SAT.saturated.warning, isNew]).toEqual([0.6, true]);
  expect(source.read().isNew).toBe(false);
  rmSync(file);
  expect(source.read()).toEqual({ limits: DEFAULT_LIMITS, isNew: true, trouble: null });
});

test('a wrong file is told of once, by file, path and value, and the defaults hold', () => {
  const file = join(folder, 'limits.json');
  writeFileSync(file, '{"SAT": {"saturated": {"warning": "high"}}}');
  const source = limitsFile(file);
  const { limits, trouble } = source.read();
  expect(limits).toBe(DEFAULT_LIMITS);
  expect(trouble).toContain(`${file}: SAT.saturated.warning: "high" — give a finite number`);
  expect(source.read().trouble).toBeNull();
});
