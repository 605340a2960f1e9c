import type { UnrolledError } from '../base/errors.ts';
import type { RunPosition } from '../protocol/ingest.ts';
import type { ToWriter } from './wire.ts';

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq'> : never;
/** A message before it is numbered. */
export type Outgoing = WithoutSeq<ToWriter>;

/**
 * A recorder's end of whatever writes its run: a thread with a file, a thread that talks to a server, or in a page the
 * sender itself. Sending never throws.
 */
export interface RecordLink {
  /** Why nothing can be written any more, or null. */
  readonly failure: UnrolledError | null;
  /** True once it is being closed: more records need a new link. */
  readonly closing: boolean;
  /** The newest message sent. */
  readonly seq: number;
  /** More waits than is wise: the newest tensors should be let go, so that there is room for scalars. */
  readonly crowded: boolean;
  /** Points and records that are neither written nor given up. */
  readonly left: number;
  /** Waits until there is something to write to. False when there is not within `ms`. */
  opened(ms: number): Promise<boolean>;
  /** Sends a message and moves its buffers; null when the queue is full or nothing can be written: the caller counts. */
  send(message: Outgoing, buffers?: ArrayBuffer[]): number | null;
  /** Waits until everything up to `seq` was dealt with; false when nothing moved for `stallMs`. */
  done(seq: number, stallMs: number): Promise<boolean>;
  /** What became of a recorder's `resume`: how far the run has come, why it is refused, or null when nothing was heard in `ms`. */
  resumed(sender: string, ms: number): Promise<RunPosition | UnrolledError | null>;
}

/** What uses a link: hands on what it still holds when asked. */
export interface LinkUser {
  post(): void;
}

/** A place runs go to, and the link to it that runs share. */
export interface Sink {
  /** For people: a file or a server's URL. */
  readonly place: string;
  /** What to say when the queue is full, and when the end of a run was not written in time. */
  readonly words: { readonly full: string; readonly late: string };
  /** The link, opened when there is none. To be released by the same user. */
  acquire(user: LinkUser, warn: (text: string) => void): RecordLink;
  /**
   * Gives a link back; the last one out closes it: at once when `now`, else after a while. Resolves true when, asked to
   * close now, it is closed or still used by another run.
   */
  release(link: RecordLink, user: LinkUser, how: { readonly now: boolean; readonly stallMs: number }): Promise<boolean>;
  /** Closes the link unless a run uses it; true when it is closed, or used, or was not open. */
  closeUnused(stallMs: number): Promise<boolean>;
}
