import type { RunsMessage } from '../protocol/socket-events.ts';
import type { RunSummary } from '../protocol/summary.ts';
import type { RunListChange } from './run-list.ts';

export interface ListFollowerPorts {
  readonly all: () => readonly RunSummary[];
  readonly send: (message: RunsMessage, done: () => void) => void;
  readonly isPaused: () => boolean;
}

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
  #busy = false;

  constructor(ports: ListFollowerPorts) {
    this.#ports = ports;
  }

  /** The whole list comes next: it was asked for, or another store took its place. */
  startAnew(): void {
    this.#started = true;
    this.#all = true;
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
      return { all: true, upserts: this.#ports.all(), removed: [] };
    }
    if (this.#changed.size === 0) return null;
    const changed = this.#changed;
    this.#changed = new Map();
    return {
      all: false,
      upserts: [...changed.values()].filter((row) => row !== null),
      removed: [...changed].filter(([, row]) => row === null).map(([id]) => id),
    };
  }
}
