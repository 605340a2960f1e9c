import { setImmediate as nextTurn } from 'node:timers/promises';

/** How far a piece of work is. */
export interface WorkProgress {
  readonly phase: 'copy' | 'digest' | 'check';
  /** 0…1 of the phase, where it can be told. */
  readonly done?: number;
}

/** Work in slices of a few milliseconds, so that a server goes on answering meanwhile. */
export type Work<T> = Generator<WorkProgress, T, void>;

/** Other work of the process waits at most about so long, in ms. */
const SLICE_MS = 10;

/** Does a piece of work, letting others have their turn in between. */
export async function carryOut<T>(work: Work<T>, onProgress: (progress: WorkProgress) => void = () => {}): Promise<T> {
  let since = performance.now();
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value;
    onProgress(step.value);
    if (performance.now() - since < SLICE_MS) continue;
    await nextTurn();
    since = performance.now();
  }
}
