import { type Connection, SocketConnection, type SocketOptions } from './connection.ts';
import type { Client } from './contract.ts';
import { browserWorker } from './derived/browser-worker.ts';
import { DerivedResults } from './derived/derived-results.ts';
import { DerivedServer } from './derived/derived-server.ts';
import { KEEPING } from './derived/keeping.ts';
import { PageKeptResults } from './derived/kept-results.ts';
import { WorkerHost, type WorkerPort } from './derived/worker-host.ts';
import { createEdits } from './edits.ts';
import { loadLimits, saveLimits } from './limits.ts';
import { createRunFiles } from './run-files.ts';
import { RunListHolder } from './run-list.ts';
import { RunHolder } from './run-store.ts';
import { ByteTensorCache, neighboursOf } from './tensor-cache.ts';
import { loadWindow } from './window.ts';

export type { Client } from './contract.ts';

/** Where the server is, and what to talk to it with. */
export interface ClientOptions {
  /** `http://localhost:6116`; on a page its own `location.origin`. */
  readonly origin: string;
  readonly fetch?: typeof fetch;
  readonly socketOptions?: SocketOptions;
  /** In place of a socket. */
  readonly connection?: Connection;
  /** Bytes of tensors to keep, 256 MB unless told. */
  readonly tensorBytes?: number;
  /** Starts a worker; one of the page's own unless given. */
  readonly makeWorker?: () => WorkerPort;
}

/** Runs held after they were closed. */
const KEPT_CLOSED_RUNS = 4;

/** Connects at once and keeps trying. Call `close` when done. */
export function createClient(options: ClientOptions): Client {
  const fetchFn = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const open = new Map<string, RunHolder>();
  const connection = options.connection ?? new SocketConnection(options.origin, options.socketOptions ?? {});
  const store = () => connection.status.getState().server?.store ?? '';
  const tensors = new ByteTensorCache({
    origin: options.origin,
    fetch: fetchFn,
    store,
    neighbours: (tensor) => [...open.values()].flatMap(({ tensors: known }) => neighboursOf(tensor, known)),
    maxBytes: options.tensorBytes ?? 256 * 2 ** 20,
  });
  const derivedServer = new DerivedServer(fetchFn, options.origin);
  const derived = new DerivedResults({
    workers: new WorkerHost(options.makeWorker ?? browserWorker),
    server: derivedServer,
    keeping: KEEPING,
    source: () => ({ origin: options.origin, store: store() }),
  });
  const list = new RunListHolder(connection);
  list.onAppeared((id) => open.get(id)?.retry());

  const forgetOldest = () => {
    const closed = [...open.values()].filter((holder) => holder.followers === 0);
    for (const holder of closed.slice(0, Math.max(0, closed.length - KEPT_CLOSED_RUNS))) {
      holder.end();
      open.delete(holder.id);
    }
  };

  const follow = (id: string, outline: boolean) => {
    const holder = open.get(id) ?? new RunHolder(id, connection, tensors);
    // last in the map = last used
    open.delete(id);
    open.set(id, holder);
    holder.follow(outline);
    return holder.store;
  };

  return {
    connection: connection.status,
    runs: list.store,
    tensors,
    derived,
    kept: new PageKeptResults(derivedServer, store),
    openRun: (id) => follow(id, false),
    openOutline: (id) => follow(id, true),
    closeRun(id) {
      open.get(id)?.unfollow();
      forgetOldest();
    },
    limits: () => loadLimits(fetchFn, options.origin),
    setLimits: (own) => saveLimits(fetchFn, options.origin, own),
    window: (request, signal) => loadWindow(fetchFn, options.origin, request, signal),
    edits: createEdits(fetchFn, options.origin),
    files: createRunFiles(fetchFn, options.origin),
    pause: () => connection.setPaused(true),
    resume: () => connection.setPaused(false),
    close() {
      for (const holder of open.values()) holder.end();
      open.clear();
      derived.close();
      connection.close();
    },
  };
}
