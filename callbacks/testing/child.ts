import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A script of this folder in a process of its own, logging into `dir`. */
export class Child {
  readonly process: ChildProcess;
  /** What it has printed so far, both streams. */
  output = '';
  readonly #ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;

  constructor(script: string, args: readonly string[], dir: string, env: { readonly [name: string]: string } = {}) {
    this.process = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
      env: { ...process.env, UNROLLED_DIR: dir, UNROLLED_MODE: 'enabled', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (chunk) => {
        this.output += String(chunk);
      });
    }
    this.#ended = once(this.process, 'exit').then(([code, signal]) => ({ code, signal }));
  }

  /** Resolves once it has printed `text`; rejects when it ends first. */
  async says(text: string): Promise<void> {
    let over = false;
    void this.#ended.then(() => {
      over = true;
    });
    while (!this.output.includes(text)) {
      if (over) throw new Error(`the child ended without saying "${text}":\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  ended(): Promise<{ readonly code: number | null; readonly signal: string | null }> {
    return this.#ended;
  }
}
