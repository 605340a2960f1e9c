import { spawn, spawnSync } from 'node:child_process';

const KEPT_OUTPUT = 20_000;

/**
 * Runs a program to its end and keeps what it printed.
 * `stalled(secondsSinceStart)` may say that it hangs (a reason): it is then ended and the reason returned as its output.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, stalled?: (seconds: number) => string | undefined }} options
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(program, args, { cwd, env, stalled } = {}) {
  return new Promise((resolve) => {
    let output = '';
    let reason;
    const began = Date.now();
    // A group of its own, so that a stalled program ends together with whatever it started.
    const grouped = Boolean(stalled) && process.platform !== 'win32';
    const child = spawn(program, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      detached: grouped,
    });
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const end = () => endNow(child, grouped);
    const watch =
      stalled &&
      setInterval(() => {
        reason = stalled((Date.now() - began) / 1000);
        if (reason) end();
      }, 1000);
    const finish = (result) => {
      clearInterval(watch);
      process.off('exit', end);
      resolve(result);
    };
    process.on('exit', end);
    child.on('error', (error) => finish({ ok: false, output: `${program}: ${error.message}` }));
    child.on('close', (code) => finish({ ok: code === 0, output: reason ?? output }));
  });
}

/**
 * Whether a program can be started at all.
 * @param {string} program
 * @param {string[]} args
 */
export function answers(program, args) {
  return spawnSync(program, args, { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;
}

/**
 * The last line of a program's output that says something: what a person wants to read of a failure.
 * @param {string} output
 */
export function lastLine(output) {
  return output.trim().split('\n').filter(Boolean).at(-1)?.trim().slice(0, 300) ?? 'it said nothing';
}

function endNow(child, grouped) {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  try {
    process.kill(grouped ? -child.pid : child.pid, 'SIGKILL');
  } catch {
    // it ended by itself in the meantime
  }
}
