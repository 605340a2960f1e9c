import type { RunsMessage } from '../protocol/socket-events.ts';
import type { RunSummary } from '../protocol/summary.ts';
import type { RunListChange } from './run-list.ts';

export interface ListFollowerPorts {
  readonly all: () => readonly RunSummary[];
  readonly send: (message: RunsMessage, done: () => void) => void;
  readonly isPaused: () => boolean;
}

/** Rows of the first message, so that a page has something to show at once, and of those that follow. */
const FIRST_ROWS = 200;
const MORE_ROWS = 2_000;

/**
 * One page following the run list. As with a run, one message is on its way at a time; of rows that change meanwhile
 * only the newest form is kept, so the queue never holds more than the list itself.
 */
export class ListFollower {
  readonly #ports: ListFollowerPorts;
  #changed = new Map<string, RunSummary | null>();
  /** Nothing is sent before the whole list was asked for. */
  #started = false;
  #all = false;
  /** What of the whole list was not sent yet. */
  #rest: readonly RunSummary[] = [];
  #busy = false;

  constructor(ports: ListFollowerPorts) {
    this.#ports = ports;
  }

  /** The whole list comes next: it was asked for, or another store took its place. */
  startAnew(): void {
    this.#started = true;
    this.#all = true;
    this.#rest = [];
    this.#changed.clear();
    this.offer();
  }

  take({ upserts, removed }: RunListChange): void {
    if (!this.#started || this.#all) return;
    for (const row of upserts) this.#changed.set(row.info.id, row);
    for (const id of removed) this.#changed.set(id, null);
    this.offer();
  }

  offer(): void {
    if (!this.#started || this.#busy || this.#ports.isPaused()) return;
    const message = this.#next();
    if (!message) return;
    this.#busy = true;
    this.#ports.send(message, () => {
      this.#busy = false;
      this.offer();
    });
  }

  #next(): RunsMessage | null {
    if (this.#all) {
      this.#all = false;
      return this.#portion(this.#ports.all(), FIRST_ROWS, true);
    }
    if (this.#rest.length > 0) return this.#portion(this.#rest, MORE_ROWS, false);
    if (this.#changed.size === 0) return null;
    const changed = this.#changed;
    this.#changed = new Map();
    return {
      all: false,
      more: false,
      upserts: [...changed.values()].filter((row) => row !== null),
      removed: [...changed].filter(([, row]) => row === null).map(([id]) => id),
    };
  }

  /** The next rows of the whole list; what changed since is sent behind it. */
  #portion(rows: readonly RunSummary[], most: number, all: boolean): RunsMessage {
    this.#rest = rows.slice(most);
    return { all, more: this.#rest.length > 0, upserts: rows.slice(0, most), removed: [] };
  }
}
