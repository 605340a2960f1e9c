import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onOrphaned, onSignals } from '../setup/ending.mjs';
import { repository, sourceFlags } from '../setup/repository.mjs';
import { endGently } from './end-gently.mjs';

/** A second Ctrl-C this much later is meant as one; sooner it is the same one, heard twice. */
const SECOND_THOUGHT_MS = 700;

/**
 * The processes of one `npm start`: the server and, at most, one training. Lives until Ctrl-C, SIGTERM or the server's
 * end; then the training ends first, so that its last records are on disk when the server goes.
 */
export class Household {
  #request;
  #server;
  #trainer;
  #endingSince = 0;
  #finish;

  /** Resolves when everything has ended; the process exits with the right code right after. */
  ended = new Promise((resolve) => {
    this.#finish = resolve;
  });

  /** @param {{ port: number, dir: string }} request */
  constructor(request) {
    this.#request = request;
    onSignals(() => this.#interrupt());
    onOrphaned(() => this.#interrupt());
    process.on('exit', () => this.#kill());
  }

  /** Starts the server and waits until it listens. */
  async serve() {
    const { dir, port } = this.#request;
    this.#server = this.#start(
      ['lib/server/main.ts', '--dir', dir, '--port', String(port)],
      ['ignore', 'pipe', 'inherit'],
    );
    const closed = new Promise((resolve) => this.#server.once('close', resolve));
    closed.then((code) => this.#serverEnded(code));
    const listening = new Promise((resolve) => {
      createInterface({ input: this.#server.stdout }).on('line', (line) => {
        if (line.startsWith('listening on ')) resolve(line.slice('listening on '.length).trim());
        else console.log(line);
      });
    });
    const url = await Promise.race([listening, closed.then(() => undefined)]);
    if (url) console.log(`Unrolled is ready: ${url}`);
    else await new Promise(() => {});
  }

  /** Starts the quickstart's training; the dashboard stays whatever becomes of it. */
  train() {
    if (this.#endingSince) return;
    this.#trainer = this.#start(['examples/quickstart/main.ts'], ['ignore', 'inherit', 'inherit']);
    this.#trainer.once('close', (code) => {
      if (this.#endingSince) return;
      if (code === 0) console.log('The run stays; Ctrl-C ends the dashboard, `npm start -- --train` trains another.');
      else console.error(`training: it ended with code ${code} — see above; the dashboard stays open`);
    });
  }

  #start(args, stdio) {
    const env = { ...process.env, UNROLLED_DIR: this.#request.dir };
    return spawn(process.execPath, [...sourceFlags, ...args], { cwd: repository, env, stdio });
  }

  #interrupt() {
    const now = Date.now();
    if (!this.#endingSince) {
      this.#endingSince = now;
      this.#end(0);
    } else if (now - this.#endingSince > SECOND_THOUGHT_MS) process.exit(130);
  }

  #serverEnded(code) {
    if (this.#endingSince) return;
    this.#endingSince = Date.now();
    console.error(`server: it ended with code ${code} — see above`);
    this.#end(1);
  }

  async #end(code) {
    await endGently(this.#trainer, [4000, 1000]);
    await endGently(this.#server, [2000, 1000]);
    this.#finish();
    process.exit(code);
  }

  #kill() {
    for (const child of [this.#trainer, this.#server]) child?.kill('SIGKILL');
  }
}
