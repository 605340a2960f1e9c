import { Worker } from 'node:worker_threads';
import type { ToThread } from './wire.ts';

/** How long a thread without a file waits for the next one, in ms: starting one costs more than a short run. */
const PARK_MS = 2_000;

// Module-level on purpose: threads outlive the files they wrote, and every file of the process may use them.
const parked = new Map<Worker, NodeJS.Timeout>();

/** A thread that owns no file: a parked one, else a new one. It does not keep the process alive. */
export function takeThread(): Worker {
  for (const [worker, timer] of parked) {
    clearTimeout(timer);
    parked.delete(worker);
    return worker;
  }
  const entry = new URL(import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js', import.meta.url);
  // The flags of the training script (inspect, loaders, test runners) are not for this thread.
  const worker = new Worker(entry, { execArgv: [], stdout: false, stderr: false });
  worker.unref();
  // A thread that dies while it is parked is nobody's loss.
  worker.on('error', () => parked.delete(worker));
  worker.on('exit', () => parked.delete(worker));
  return worker;
}

/** Gives a thread back whose file is closed; it ends unless it is taken within {@link PARK_MS}. */
export function parkThread(worker: Worker): void {
  const timer = setTimeout(() => {
    parked.delete(worker);
    worker.postMessage({ kind: 'end' } satisfies ToThread);
  }, PARK_MS);
  timer.unref();
  parked.set(worker, timer);
}
