import { createStore, type StoreApi } from 'zustand/vanilla';
import { messageOf, UnrolledError } from '../../base/errors.ts';
import type { OpenRequest } from '../../protocol/messages.ts';
import type { Hello, OpenAnswer } from '../../protocol/socket-events.ts';
import type { Connection, ConnectionListener } from '../connection.ts';
import type { ConnectionStatus } from '../contract.ts';
import type { ReplayArchive } from './replay-archive.ts';

/** Stands for the server in a page that holds its run itself: everything is there as soon as it is unpacked. */
export class ReplayConnection implements Connection {
  readonly status: StoreApi<ConnectionStatus>;
  readonly #listeners = new Set<ConnectionListener>();
  #archive: ReplayArchive | null = null;
  #closed = false;

  constructor(opening: Promise<ReplayArchive>) {
    this.status = createStore<ConnectionStatus>(() => ({
      state: 'connecting',
      sinceMs: Date.now(),
      latencyMs: null,
      server: null,
    }));
    opening.then(
      (archive) => this.#opened(archive),
      (error) => this.#failed(error),
    );
  }

  get connected(): boolean {
    return this.#archive !== null;
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    if (this.#archive) listener.onConnect?.();
    return () => this.#listeners.delete(listener);
  }

  open({ runId }: OpenRequest, onAnswer: (answer: OpenAnswer) => void): void {
    const archive = this.#archive;
    if (!archive) return;
    const isHere = archive.message.runId === runId;
    const message = `run ${JSON.stringify(runId)}: not in this page, which holds ${JSON.stringify(archive.message.runId)}`;
    onAnswer(isHere ? { ok: true, packet: archive.delta } : { ok: false, error: { code: 'unknown-run', message } });
  }

  closeRun(): void {
    // nothing comes any more
  }

  list(): void {
    if (!this.#archive) return;
    const runs = { all: true, more: false, upserts: [this.#archive.head.summary], removed: [] };
    for (const listener of this.#listeners) listener.onRuns?.(runs);
  }

  setPaused(): void {
    // nothing is sent that could wait
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
  }

  #opened(archive: ReplayArchive): void {
    if (this.#closed) return;
    this.#archive = archive;
    const { version, exportedMs, leftOut, store } = archive.head;
    this.#greet({
      ...{ state: 'ready', store, error: null, instance: store, version, dir: '' },
      readOnly: { file: null, exportedMs, leftOut },
    });
    for (const listener of this.#listeners) listener.onConnect?.();
  }

  #failed(error: unknown): void {
    if (this.#closed) return;
    const code = error instanceof UnrolledError ? error.code : 'internal';
    this.#greet({
      ...{ state: 'failed', store: '', error: { code, message: messageOf(error) }, instance: '', version: '', dir: '' },
      readOnly: { file: null },
    });
  }

  #greet(server: Hello): void {
    this.status.setState({ state: 'live', sinceMs: Date.now(), server });
    for (const listener of this.#listeners) listener.onHello?.();
  }
}
