import { createStore, type StoreApi } from 'zustand/vanilla';
import { messageOf, UnrolledError } from '../../base/errors.ts';
import type { ReadableStore } from '../readable-store.ts';
import type { Derivations, DerivedState, DeriveRequest } from './derivations.ts';
import { derivedKey } from './derived-key.ts';
import type { DerivedServer } from './derived-server.ts';
import type { JobInputs, JobKind, JobOutputs, JobProgress } from './jobs.ts';
import type { TensorSource } from './tensor-ref.ts';
import type { WorkerHost } from './worker-host.ts';

/** How results of a kind are kept on the server. */
export interface Keeping<T> {
  /** Changes whenever the meaning or the maths of a result does. */
  readonly version: number;
  readonly encode: (result: T) => Uint8Array;
  /** Throws where the bytes are not of this kind. */
  readonly decode: (bytes: Uint8Array) => T;
}

/** Null: results of the kind are only held by the page. */
export type KeepingOf = { readonly [K in JobKind]: Keeping<JobOutputs[K]> | null };

interface Entry {
  readonly store: StoreApi<DerivedState<JobOutputs[JobKind]>>;
  readonly request: DeriveRequest<JobKind>;
  followers: number;
  work: AbortController | null;
}

/** Results nobody looks at that stay in memory. */
const KEPT = 12;

/** Ports of {@link DerivedResults}. */
export interface DerivedPorts {
  readonly workers: WorkerHost;
  readonly server: DerivedServer;
  readonly keeping: KeepingOf;
  readonly source: () => TensorSource;
}

/** Looks for a result in memory, then on the server, then computes it; and leaves lasting ones with the server. */
export class DerivedResults implements Derivations {
  readonly #ports: DerivedPorts;
  /** In order of use, oldest first. */
  readonly #entries = new Map<string, Entry>();

  constructor(ports: DerivedPorts) {
    this.#ports = ports;
  }

  derive<K extends JobKind>(request: DeriveRequest<K>): ReadableStore<DerivedState<JobOutputs[K]>> {
    const key = this.#keyOf(request);
    const entry = this.#entries.get(key) ?? this.#open(request as DeriveRequest<JobKind>);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.followers++;
    if (entry.store.getState().status === 'working' && !entry.work) void this.#begin(key, entry);
    return entry.store as unknown as ReadableStore<DerivedState<JobOutputs[K]>>;
  }

  release<K extends JobKind>(request: DeriveRequest<K>): void {
    const key = this.#keyOf(request);
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.followers = Math.max(0, entry.followers - 1);
    if (entry.followers > 0) return;
    // at the end of the turn: what is let go of and asked for in one turn goes on
    queueMicrotask(() => {
      if (entry.followers > 0) return;
      entry.work?.abort();
      if (entry.store.getState().status !== 'ready') this.#entries.delete(key);
      this.#forgetOldest();
    });
  }

  cancel<K extends JobKind>(request: DeriveRequest<K>): void {
    const entry = this.#entries.get(this.#keyOf(request));
    if (entry?.store.getState().status !== 'working') return;
    entry.store.setState({ status: 'cancelled', progress: null });
    entry.work?.abort();
  }

  again<K extends JobKind>(request: DeriveRequest<K>): void {
    const key = this.#keyOf(request);
    const entry = this.#entries.get(key);
    const status = entry?.store.getState().status;
    if (!entry || status === 'working' || status === 'ready') return;
    entry.store.setState({ status: 'working', progress: null, error: null });
    void this.#begin(key, entry);
  }

  /** Gives up all work. */
  close(): void {
    for (const { work } of this.#entries.values()) work?.abort();
    this.#entries.clear();
    this.#ports.workers.close();
  }

  #open(request: DeriveRequest<JobKind>): Entry {
    const store = createStore<DerivedState<JobOutputs[JobKind]>>(() => ({
      status: 'working',
      progress: null,
      early: null,
      result: null,
      error: null,
    }));
    return { store, request, followers: 0, work: null };
  }

  async #begin(key: string, entry: Entry): Promise<void> {
    const work = new AbortController();
    entry.work = work;
    const isCurrent = () => entry.work === work;
    try {
      const result = await this.#find(key, entry, work.signal);
      if (isCurrent()) entry.store.setState({ status: 'ready', progress: null, early: null, result, error: null });
    } catch (error) {
      if (!isCurrent() || work.signal.aborted) return;
      const code = error instanceof UnrolledError ? error.code : 'worker-failed';
      entry.store.setState({ status: 'failed', progress: null, error: { code, message: messageOf(error) } });
    } finally {
      if (isCurrent()) entry.work = null;
    }
  }

  async #find(key: string, { request, store }: Entry, signal: AbortSignal): Promise<JobOutputs[JobKind]> {
    const { workers, server, keeping, source } = this.#ports;
    const { kind, runId } = request;
    const how = (request.isLasting ? keeping[kind] : null) as Keeping<JobOutputs[JobKind]> | null;
    const kept = how ? await server.load(runId, key, how.decode, signal) : null;
    if (kept) return kept;
    const input = { ...request.input, source: source() } as JobInputs[JobKind];
    const onProgress = (progress: JobProgress, early: JobOutputs[JobKind] | null) =>
      store.setState(early ? { progress, early } : { progress });
    const result = await workers.run(kind, input, { signal, onProgress });
    if (how) void server.save(runId, key, how.encode(result));
    return result;
  }

  #forgetOldest(): void {
    const idle = [...this.#entries].filter(([, { followers }]) => followers === 0);
    for (const [key] of idle.slice(0, Math.max(0, idle.length - KEPT))) this.#entries.delete(key);
  }

  #keyOf({ kind, runId, identity }: DeriveRequest<JobKind>): string {
    const version = this.#ports.keeping[kind]?.version ?? 0;
    return derivedKey({ kind, version, store: this.#ports.source().store, runId, identity });
  }
}
