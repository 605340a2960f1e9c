import type { RunStatus } from '../protocol/run.ts';
import { closeWritersSync } from './writers.ts';

/** How long the end of a process waits for a disk that does not get on, and at most, in ms. */
const STALL_MS = 3_000;
const EXIT_WAIT_MS = 30_000;
/** An event loop that did not turn for this long counts as blocked, in ms. */
const BLOCKED_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
type Signal = (typeof SIGNALS)[number];

/** A run that wants to be ended when the process ends. */
export interface Guarded {
  /** Posts everything with its last status; waits for nothing and never throws. */
  endNow(status: RunStatus, detail: string | null): void;
}

/**
 * Ends the runs of this process when it ends: by itself, by an error, by `process.exit`, SIGINT or SIGTERM.
 *
 * Signals: a listener of ours takes the default (to die) away, and a thread that never returns to its event loop never
 * hears one: Ctrl-C would do nothing. So we listen only while the loop turns; training that blocks it dies of Ctrl-C as
 * it would without us. Where others listen too, dying is their decision, and runs that they leave open when the process
 * ends were stopped; else the signal is raised again.
 */
class ExitGuard {
  readonly #runs = new Set<Guarded>();
  #error: string | null = null;
  #turn: NodeJS.Timeout | null = null;
  #turnedMs = 0;
  readonly #heeded = new Set<Signal>();
  /** The signal that somebody else took, since runs are open. */
  #taken: NodeJS.Signals | null = null;

  add(run: Guarded): void {
    if (this.#runs.size === 0) this.#start();
    this.#runs.add(run);
  }

  remove(run: Guarded): void {
    if (this.#runs.delete(run) && this.#runs.size === 0) this.#stop();
  }

  /** To be called now and then from inside training: gives Ctrl-C back while the event loop is blocked. */
  touch(nowMs: number): void {
    if (nowMs - this.#turnedMs <= BLOCKED_MS) return;
    // where others listen it does not kill anyway
    for (const signal of this.#heeded) if (process.listenerCount(signal) === 1) this.#ignore(signal);
  }

  #start(): void {
    this.#taken = null;
    process.off('exit', this.#onExit);
    process.on('exit', this.#onExit);
    process.on('uncaughtExceptionMonitor', this.#onError);
    this.#turnedMs = performance.now();
    this.#turn = setInterval(() => {
      this.#turnedMs = performance.now();
      this.#heedSignals();
    }, BLOCKED_MS / 4);
    this.#turn.unref();
    this.#heedSignals();
  }

  #stop(): void {
    if (this.#turn) clearInterval(this.#turn);
    this.#turn = null;
    process.off('uncaughtExceptionMonitor', this.#onError);
    for (const signal of SIGNALS) this.#ignore(signal);
    // 'exit' stays: a file may still be open, and what is logged after a run's end still waiting.
  }

  #heedSignals(): void {
    for (const signal of SIGNALS) {
      if (this.#heeded.has(signal)) continue;
      this.#heeded.add(signal);
      // before others: theirs may end the process at once
      process.prependListener(signal, this.#onSignal);
    }
  }

  #ignore(signal: Signal): void {
    if (this.#heeded.delete(signal)) process.off(signal, this.#onSignal);
  }

  readonly #onError = (error: unknown): void => {
    this.#error = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  };

  readonly #onExit = (code: number): void => {
    process.off('exit', this.#onExit);
    if (this.#error !== null) this.#endAll('failed', this.#error);
    else if (this.#taken !== null) this.#endAll('stopped', this.#taken);
    else if (code === 0) this.#endAll('finished', null);
    else this.#endAll('failed', `the process ended with code ${code}`);
  };

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    // Somebody else decides whether this is the end; if it is, 'exit' follows.
    if (process.listenerCount(signal) > 1) {
      this.#taken = signal;
      return;
    }
    this.#endAll('stopped', signal);
    this.#stop();
    process.kill(process.pid, signal);
  };

  #endAll(status: RunStatus, detail: string | null): void {
    for (const run of this.#runs) run.endNow(status, detail);
    this.#runs.clear();
    for (const lost of closeWritersSync(STALL_MS, EXIT_WAIT_MS)) console.warn(`Unrolled: ${lost}`);
  }
}

// Module-level on purpose: a process ends once.
export const exitGuard: Pick<ExitGuard, 'add' | 'remove' | 'touch'> = new ExitGuard();
