import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from './steps.ts';

/** How many tests there were. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What became of a step. */
export interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly tally: Tally;
}

const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

/**
 * Runs a step under the running Node and says in one line what became of it. Its own output is shown as it comes where
 * `live`, else only when it fails.
 */
export async function runStep(repository: string, step: Step, { live = false } = {}): Promise<Outcome> {
  const report = step.report && join(repository, step.report);
  if (report) rmSync(report, { force: true });
  const began = performance.now();
  const { code, output } = await runCommand(repository, step.command, live);
  const seconds = (performance.now() - began) / 1000;
  const tally = report ? readTally(report) : NOTHING;
  const ok = code === 0;
  if (!ok) process.stdout.write(output);
  const tests = step.report ? `, ${tally.passed} tests passed, ${tally.failed} failed` : '';
  console.log(`${ok ? '✓' : '✗'} ${step.name} (${seconds.toFixed(1)} s${tests})`);
  return { name: step.name, ok, seconds, tally };
}

/** Counts the tests in a report of vitest's json reporter; a report that is not there counts as none. */
export function readTally(path: string): Tally {
  if (!existsSync(path)) return NOTHING;
  const report = JSON.parse(readFileSync(path, 'utf8'));
  return {
    passed: report.numPassedTests ?? 0,
    failed: report.numFailedTests ?? 0,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
}

/** Adds up the tests of several steps. */
export function addTallies(outcomes: readonly Outcome[]): Tally {
  const sum = (key: keyof Tally) => outcomes.reduce((total, { tally }) => total + tally[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

function runCommand(cwd: string, command: readonly string[], live: boolean): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd, stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const end = () => child.kill();
    process.once('exit', end);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', end);
      resolve({ code: code ?? 1, output });
    });
  });
}
