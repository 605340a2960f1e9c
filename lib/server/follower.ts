import type { Cursor, Delta } from '../protocol/delta.ts';
import type { InlineTensor } from '../protocol/delta-codec.ts';
import { isEmpty } from './merge-deltas.ts';

/** Up to where a page has been told of a run. */
export interface Position {
  /** Number of the run's last delta; -1: not in step with the shared tail, only the cursor counts. */
  readonly seq: number;
  readonly cursor: Cursor;
}

/** What a page is sent, and the position it brings the page to. */
export interface Portion extends Position {
  readonly delta: Delta;
  readonly inline: readonly InlineTensor[];
}

export interface FollowerPorts {
  /** What came after a position; null when nothing did. */
  readonly next: (position: Position) => Promise<Portion | null>;
  /** Sends it; calls `done` when the page has worked it in. */
  readonly send: (portion: Portion, done: () => void) => void;
  readonly isPaused: () => boolean;
  /** Reading failed: the page is told elsewhere; the next offer tries again. */
  readonly onError: (error: unknown) => void;
}

/**
 * One page following one run. At most one delta is on its way: while the page has not worked it in, nothing is queued
 * but the position; then everything that came meanwhile goes out as one delta. So a slow page costs no memory here.
 */
export class Follower {
  readonly #ports: FollowerPorts;
  #position: Position;
  #busy = false;
  #offeredMeanwhile = false;
  #ended = false;

  constructor(position: Position, ports: FollowerPorts) {
    this.#position = position;
    this.#ports = ports;
  }

  /** Something may have come: sends it, once the page is neither busy nor paused. */
  offer(): void {
    if (this.#ended || this.#ports.isPaused()) return;
    if (this.#busy) {
      this.#offeredMeanwhile = true;
      return;
    }
    this.#busy = true;
    this.#offeredMeanwhile = false;
    this.#ports.next(this.#position).then(
      (portion) => this.#go(portion),
      (error: unknown) => {
        this.#busy = false;
        this.#ports.onError(error);
      },
    );
  }

  end(): void {
    this.#ended = true;
  }

  #go(portion: Portion | null): void {
    if (this.#ended) return;
    if (portion) this.#position = { seq: portion.seq, cursor: portion.cursor };
    if (portion && !isEmpty(portion.delta)) this.#ports.send(portion, () => this.#free());
    else this.#free();
  }

  #free(): void {
    this.#busy = false;
    if (this.#offeredMeanwhile) this.offer();
  }
}
