import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, type ClientOptions, createClient } from '../../client/client.ts';
import type { ReadableStore } from '../../client/contract.ts';
import { type RunningServer, type ServerOptions, startServer } from '../server.ts';
import { Writer } from './writer.ts';

/** A data folder with whatever was started on it; everything ends with `end`. */
export class Stage {
  readonly dir: string;
  readonly errors: unknown[] = [];
  readonly #ends: (() => Promise<unknown> | unknown)[] = [];

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async open(): Promise<Stage> {
    return new Stage(await mkdtemp(join(tmpdir(), 'unrolled-server-')));
  }

  async serve(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
    const onError = (error: unknown) => this.errors.push(error);
    const server = await startServer({ dir: this.dir, port: 0, onError, ...options });
    this.#ends.push(() => server.close());
    return server;
  }

  async write(): Promise<Writer> {
    const writer = await Writer.start(this.dir);
    this.#ends.push(() => writer.close());
    return writer;
  }

  connect(origin: string, options: Partial<ClientOptions> = {}): Client {
    const client = createClient({ origin, ...options });
    this.#ends.push(() => client.close());
    return client;
  }

  async end(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** Resolves with the state as soon as it is as wanted; rejects with the last one when that takes too long. */
export function until<T>(store: ReadableStore<T>, wanted: (state: T) => boolean, limitMs = 10_000): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const state = store.getState();
      if (!wanted(state)) return;
      clearTimeout(timer);
      stop();
      resolve(state);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`not in ${limitMs} ms; last: ${JSON.stringify(store.getState())?.slice(0, 2_000)}`));
    }, limitMs);
    const stop = store.subscribe(look);
    look();
  });
}
