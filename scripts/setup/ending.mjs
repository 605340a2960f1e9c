import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const ORPHAN_CHECK_MS = 500;

/** Lets Ctrl-C and SIGTERM end a set-up through `process.exit`, so that exit handlers end what it started. */
export function exitOnSignals() {
  onSignals((signal) => process.exit(exitCode(null, signal)));
}

/**
 * Calls `listener` instead of whatever listened to SIGINT, SIGTERM and SIGHUP until now.
 * @param {(signal: NodeJS.Signals) => void} listener
 */
export function onSignals(listener) {
  for (const signal of SIGNALS) process.removeAllListeners(signal).on(signal, listener);
}

/**
 * Calls `listener` once when the process that npm started us from is gone: npm does not pass a SIGTERM on through its
 * shell, and a SIGKILL can be passed on by nobody. Without npm it does nothing: a script put into the background by
 * hand may outlive its shell.
 * @param {() => void} listener
 */
export function onOrphaned(listener) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    listener();
  }, ORPHAN_CHECK_MS);
  timer.unref();
}

/**
 * Stands for a child: passes signals on to it (Ctrl-C in a terminal reaches it anyway, a signal to this process alone
 * would not) and gives the exit code it ended with.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function endWith(child) {
  onSignals((signal) => child.kill(signal));
  onOrphaned(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(exitCode(code, signal)));
  });
}

/**
 * Runs a script's work; an error ends the process with one clear line instead of a stack.
 * @param {string} name
 * @param {() => Promise<void>} work
 */
export async function orSayWhy(name, work) {
  try {
    await work();
  } catch (error) {
    console.error(`\n${name}: ${error.message}`);
    if (process.env.DEBUG) console.error(error);
    process.exit(1);
  }
}

/** The shell's way to tell of a signal: 128 + its number. */
function exitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}
