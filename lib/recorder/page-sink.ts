import { UnrolledError } from '../base/errors.ts';
import type { RunPosition } from '../protocol/ingest.ts';
import { HEARTBEAT_MS } from '../protocol/run.ts';
import { Counters, CROWDED_SHARE, PAGE_QUEUE_KIB } from './counters.ts';
import type { LinkUser, Outgoing, RecordLink, Sink } from './link.ts';
import { Sender } from './sender.ts';
import { CELLS, type FromWriter } from './wire.ts';

/** How long the line stays after its last run ended, in ms: a second `fit` right after finds it. */
const IDLE_MS = 1_000;

const WORDS = {
  full: 'The server does not take what is logged and the queue is full: the newest is dropped and counted, tensors first.',
  late: 'the server did not take what is left within 10 s — is it running? It is tried on while this page is open.',
};

/** A link in the page itself: the sender shares the thread with the training and posts whenever that lets the loop turn. */
class PageLink implements RecordLink {
  readonly #counters = new Counters(new Int32Array(CELLS));
  readonly #warn: (text: string) => void;
  readonly #resumed = new Map<string, RunPosition | UnrolledError>();
  readonly #sender: Sender;
  readonly #pulse: ReturnType<typeof setInterval>;
  #seq = 0;
  #sentKib = 0;
  #failure: UnrolledError | null = null;
  #ended = false;
  #closing = false;

  constructor(url: string, token: string | null, warn: (text: string) => void) {
    this.#warn = warn;
    this.#sender = new Sender({
      ...{ url, token, cells: this.#counters.cells, queueKib: PAGE_QUEUE_KIB },
      post: this.#receive,
      closed: () => this.#leave(),
      fetch: (...request) => fetch(...request),
    });
    this.#pulse = setInterval(() => void this.#sender.beat(Date.now()), HEARTBEAT_MS);
  }

  get failure(): UnrolledError | null {
    return this.#failure;
  }

  get closing(): boolean {
    return this.#closing;
  }

  get seq(): number {
    return this.#seq;
  }

  get left(): number {
    return this.#counters.left;
  }

  get crowded(): boolean {
    return this.#counters.queuedKib(this.#sentKib) > PAGE_QUEUE_KIB * CROWDED_SHARE;
  }

  async opened(ms: number): Promise<boolean> {
    await this.#counters.until(() => this.#ended || !this.#counters.waits(null), ms);
    return !this.#counters.waits(this.#failure);
  }

  send(message: Outgoing): number | null {
    if (this.#ended || this.#counters.queuedKib(this.#sentKib) + message.kib > PAGE_QUEUE_KIB) return null;
    this.#sentKib += message.kib;
    this.#sender.accept({ ...message, seq: ++this.#seq });
    return this.#seq;
  }

  async done(seq: number, stallMs: number): Promise<boolean> {
    await this.#counters.whileMoving(() => this.#counters.isDone(seq) || this.#ended, stallMs);
    return this.#counters.isDone(seq);
  }

  async resumed(sender: string, ms: number): Promise<RunPosition | UnrolledError | null> {
    await this.#counters.until(() => this.#resumed.has(sender) || this.#ended, ms);
    return this.#resumed.get(sender) ?? this.#failure;
  }

  async close(stallMs: number): Promise<boolean> {
    if (!this.#closing) {
      this.#closing = true;
      this.#sender.accept({ kind: 'close', seq: ++this.#seq, kib: 0 });
    }
    await this.#counters.whileMoving(() => this.#ended, stallMs);
    return this.#ended;
  }

  /** The page is being closed: what fits goes out at once. */
  farewell(): void {
    this.#sender.farewell();
  }

  readonly #receive = (message: FromWriter): void => {
    if (message.kind === 'failed') {
      this.#failure = new UnrolledError(message.code, message.message);
      this.#warn(message.message);
    }
    if (message.kind === 'trouble') this.#warn(message.message);
    if (message.kind === 'recovered' && message.message !== null) this.#warn(message.message);
    if (message.kind === 'resumed') this.#resumed.set(message.sender, message.position);
    if (message.kind === 'refused') this.#resumed.set(message.sender, new UnrolledError(message.code, message.message));
    this.#counters.wake();
  };

  #leave(): void {
    this.#ended = true;
    clearInterval(this.#pulse);
    this.#counters.wake();
  }
}

/** A server as the sink of a page, and what is to be done when the page goes. */
export interface PageSink extends Sink {
  farewell(): void;
}

/** The sink of a page that records through the server at `url`; runs of the page share one line. */
export function pageSink(url: string, token: string | null): PageSink {
  const users = new Set<LinkUser>();
  let link: PageLink | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const closeUnused = async (stallMs: number) => {
    clearTimeout(idle);
    const closing = link;
    if (closing === null || users.size > 0) return true;
    link = null;
    return closing.close(stallMs);
  };
  const closeWhenIdle = () => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (link !== null && link.left > 0) closeWhenIdle();
      else void closeUnused(0);
    }, IDLE_MS);
  };

  return {
    place: url,
    words: WORDS,
    acquire(user, warn) {
      clearTimeout(idle);
      if (link === null || link.closing || link.failure) link = new PageLink(url, token, warn);
      users.add(user);
      return link;
    },
    async release(released, user, { now, stallMs }) {
      if (released !== link) return true;
      users.delete(user);
      if (now) return closeUnused(stallMs);
      if (users.size === 0) closeWhenIdle();
      return true;
    },
    closeUnused,
    farewell() {
      for (const user of users) user.post();
      link?.farewell();
    },
  };
}
