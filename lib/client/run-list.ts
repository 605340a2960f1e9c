import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunsMessage } from '../protocol/socket-events.ts';
import type { RunSummary } from '../protocol/summary.ts';
import type { Connection } from './connection.ts';
import type { RunListState } from './contract.ts';

/** The run list as the server keeps pushing it. */
export class RunListHolder {
  readonly store: StoreApi<RunListState>;
  readonly #connection: Connection;
  /** Ids of a whole list that comes in portions, so far; null: none is on its way. */
  #seen: Set<string> | null = null;
  readonly #appeared = new Set<(id: string) => void>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.store = createStore<RunListState>(() => ({ status: 'loading', runs: [], isWhole: false, error: null }));
    connection.listen({
      onConnect: () => connection.list(),
      onRuns: (message) => this.#onRuns(message),
      onHello: () => this.#onHello(),
    });
  }

  /** Calls back with the id of every run whose row is new. */
  onAppeared(listener: (id: string) => void): void {
    this.#appeared.add(listener);
  }

  #onHello(): void {
    const { server } = this.#connection.status.getState();
    if (server?.state === 'failed') this.store.setState({ status: 'error', error: server.error });
    else if (server?.state === 'absent') this.store.setState({ status: 'ready', runs: [], isWhole: true, error: null });
  }

  #onRuns(message: RunsMessage): void {
    const before = this.store.getState().runs;
    if (message.all) this.#seen = new Set();
    const seen = this.#seen;
    for (const { info } of message.upserts) seen?.add(info.id);
    // of a list that came before, nothing goes until the new one is whole
    const gone =
      message.more || !seen ? message.removed : before.flatMap(({ info }) => (seen.has(info.id) ? [] : info.id));
    if (!message.more) this.#seen = null;
    const runs = withChanges(before, { upserts: message.upserts, removed: gone });
    this.store.setState({ status: 'ready', runs, isWhole: !message.more, error: null });
    const known = new Set(before.map(({ info }) => info.id));
    for (const { info } of message.upserts)
      if (!known.has(info.id)) for (const listener of this.#appeared) listener(info.id);
  }
}

/** The list after a message; newest run first. */
export function withChanges(
  before: readonly RunSummary[],
  message: Pick<RunsMessage, 'upserts' | 'removed'>,
): readonly RunSummary[] {
  const rows = new Map(before.map((row) => [row.info.id, row]));
  for (const row of message.upserts) rows.set(row.info.id, row);
  for (const id of message.removed) rows.delete(id);
  return [...rows.values()].sort((a, b) => b.info.startedMs - a.info.startedMs || (a.info.id < b.info.id ? 1 : -1));
}
