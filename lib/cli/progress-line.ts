import type { WorkProgress } from '../store/run-file/work.ts';

/** Work that is done sooner needs no line, in ms. */
const LATE_MS = 400;
const EVERY_MS = 100;

/** Where a person looks on: a stream that may be a terminal. */
export type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/** Says on a terminal how far work is that takes long, in one line that goes when the work is done. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #label: string;
  readonly #sinceMs = performance.now();
  #toldMs = 0;

  constructor(terminal: Terminal, label: string) {
    this.#terminal = terminal;
    this.#label = label;
  }

  readonly tell = ({ phase, done }: WorkProgress): void => {
    const nowMs = performance.now();
    if (!this.#terminal.isTTY || nowMs - this.#sinceMs < LATE_MS || nowMs - this.#toldMs < EVERY_MS) return;
    this.#toldMs = nowMs;
    const share = phase === 'copy' && done !== undefined ? `${Math.floor(done * 100)} %` : WORDS[phase];
    this.#terminal.write(`\r\x1b[2K${this.#label} … ${share}`);
  };

  /** Takes the line away. */
  end(): void {
    if (this.#toldMs > 0) this.#terminal.write('\r\x1b[2K');
  }
}

const WORDS: { readonly [phase in WorkProgress['phase']]: string } = {
  copy: 'copying',
  digest: 'checking the digest',
  check: 'checking',
};
