import { messageOf, UnrolledError } from '../../lib/base/errors.ts';
import type { Stopwatch } from './stopwatch.ts';

/**
 * Keeps what fails in one area of capturing out of training: the first failure is handed to `onError`, from then on the
 * area is quiet. Times what it runs.
 */
export class Guard {
  private readonly area: string;
  private readonly stopwatch: Stopwatch;
  private readonly onError: (error: UnrolledError) => void;
  private failed = false;

  constructor(area: string, stopwatch: Stopwatch, onError: (error: UnrolledError) => void) {
    this.area = area;
    this.stopwatch = stopwatch;
    this.onError = onError;
  }

  /** What `work` returns, or `otherwise` when it or something before it failed. Never throws. */
  attempt<T>(work: () => T, otherwise: T): T {
    if (this.failed) return otherwise;
    try {
      return this.stopwatch.time(work);
    } catch (error) {
      this.failed = true;
      const message = `${this.area} is no longer captured: ${messageOf(error)} — training goes on without it; please report this`;
      try {
        this.onError(new UnrolledError('capture-failed', message, { cause: error }));
      } catch {
        // an error handler that throws must not reach training either
      }
      return otherwise;
    }
  }
}
