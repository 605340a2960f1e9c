import type { Terminal } from './progress-line.ts';

/** Where a command speaks: results on the standard output, all else beside it. */
export interface Console {
  readonly log: (line: string) => void;
  readonly error: (line: string) => void;
  /** What is good to know, and no result. */
  readonly note: (line: string) => void;
  readonly terminal: Terminal;
}
