/** Adds up the time spent inside our own code; nested stretches count once. */
export class Stopwatch {
  spentMs = 0;
  private depth = 0;

  /** Runs `work` on the clock. */
  time<T>(work: () => T): T {
    if (this.depth > 0) return work();
    const started = performance.now();
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
      this.spentMs += performance.now() - started;
    }
  }
}
