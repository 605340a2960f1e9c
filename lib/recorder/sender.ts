import { type PreparedRequest, RequestQueue, type RunMessage, runOf, sizeOf } from './request-queue.ts';
import { type Fetch, type Outcome, postPacket } from './server-answer.ts';
import { CELL, type FromWriter, STATE, type ToWriter } from './wire.ts';

/** A request about this often while anything comes in, in ms. */
const FLUSH_MS = 150;
/** Waits between tries while the server is away, in ms; doubled up to the longest. */
const RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
/** How long a server that is away is waited for at the end, counted from when it went, in ms; and at least so long. */
const LAST_TRIES_MS = 10_000;
const LEAST_TRIES_MS = 1_000;
/** A live run is heard of at least this often, in ms. */
const BEAT_MS = 2_000;
/** What a page that is being closed may still send, in bytes: browsers allow 64 KiB. */
const FAREWELL_BYTES = 60_000;

export interface SenderParts {
  readonly url: string;
  readonly token: string | null;
  /** The counters of wire.ts. */
  readonly cells: Int32Array;
  /** What is kept while the server is away, for people. */
  readonly queueKib: number;
  readonly post: (message: FromWriter) => void;
  /** Called after the last message. */
  readonly closed: () => void;
  readonly fetch: Fetch;
}

/** What a sender knows of a run. */
interface RunSending {
  readonly id: string;
  /** Number of its last request that is stored. */
  received: number;
  alive: boolean;
  heardMs: number;
  /** Refused for good: what comes is counted. */
  isLost: boolean;
}

/**
 * The half of a link that owns the line to a server: takes messages in order, gathers what arrives within
 * {@link FLUSH_MS}, posts it under rising numbers, keeps heartbeats. While the server is away everything waits; the
 * recorder's queue is the bound. Runs in a thread of its own, or in a page beside the training.
 */
export class Sender {
  readonly #parts: SenderParts;
  readonly #queue = new RequestQueue();
  /** By recorder: of one run there may be another one later, which resumed it. */
  readonly #runs = new Map<string, RunSending>();
  #current: PreparedRequest | null = null;
  /** So many messages are sent one by one: together they were refused, and only the culprit is to be lost. */
  #singles = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #dueMs = Number.POSITIVE_INFINITY;
  #busy = false;
  #ended = false;
  #flushedMs = Number.NEGATIVE_INFINITY;
  #retryMs = RETRY_MS;
  #awaySinceMs: number | null = null;
  #closeBy: number | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Takes a message. What is due is posted at once: in a page no timer may run before the next call. */
  accept(message: ToWriter): void {
    if (this.#ended) return;
    this.#queue.add(message);
    Atomics.add(this.#parts.cells, CELL.left, sizeOf([message]));
    const now = performance.now();
    if (message.kind === 'close') {
      const since = this.#awaySinceMs ?? now;
      this.#closeBy ??= Math.max(since + LAST_TRIES_MS, now + LEAST_TRIES_MS);
      this.#retryMs = Math.min(this.#retryMs, RETRY_MS);
    }
    if (this.#awaySinceMs !== null && message.kind !== 'close') return;
    this.#schedule(message.kind === 'parcel' ? this.#flushedMs + FLUSH_MS - now : 0);
  }

  /** Says of every run that is alive and was not heard of lately that it is. */
  async beat(_nowMs: number): Promise<void> {
    if (this.#busy || this.#ended || this.#awaySinceMs !== null) return;
    const now = performance.now();
    const quiet = [...this.#runs].filter(([, run]) => run.alive && !run.isLost && now - run.heardMs >= BEAT_MS);
    if (quiet.length === 0) return;
    this.#busy = true;
    for (const [sender, run] of quiet) {
      run.heardMs = now;
      // trouble is met by whatever is to be sent next
      await postPacket(this.#parts.fetch, this.#parts, this.#queue.beat(sender, run.id));
    }
    this.#busy = false;
    this.#goOn(null);
  }

  /** Sends what fits while a page is being closed: nothing can be waited for any more. */
  farewell(): void {
    // what is on its way may be cut off; a request that arrives twice is stored once
    this.#current ??= this.#prepareNext();
    if (this.#current && this.#current.body.byteLength <= FAREWELL_BYTES)
      void postPacket(this.#parts.fetch, this.#parts, this.#current.body, { keepalive: true });
  }

  #schedule(ms: number): void {
    if (this.#busy || this.#ended) return;
    const dueMs = performance.now() + Math.max(0, ms);
    if (this.#timer !== null && dueMs >= this.#dueMs) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => this.#begin(), Math.max(0, ms));
    if (ms <= -FLUSH_MS) this.#begin();
  }

  #begin(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#dueMs = Number.POSITIVE_INFINITY;
    if (this.#busy || this.#ended) return;
    this.#busy = true;
    void this.#work().then((retryMs) => {
      this.#busy = false;
      this.#flushedMs = performance.now();
      this.#goOn(retryMs);
    });
  }

  #goOn(retryMs: number | null): void {
    if (retryMs !== null) this.#schedule(retryMs);
    else if (this.#queue.head) this.#schedule(this.#queue.head.kind === 'parcel' ? FLUSH_MS : 0);
  }

  /** Posts what there is; gives the wait before the next try when the server is away. */
  async #work(): Promise<number | null> {
    while (!this.#ended) {
      const { head } = this.#queue;
      if (!head) return null;
      if (head.kind === 'close') {
        this.#close();
        return null;
      }
      const run = await this.#runOf(head);
      if (run === null) return this.#waitMs();
      if (run.isLost) {
        this.#queue.remove(1);
        this.#settle([head]);
        continue;
      }
      this.#current ??= this.#prepareNext();
      const request = this.#current;
      if (request === null) return null;
      const limitMs = this.#closeBy === null ? Infinity : Math.max(LEAST_TRIES_MS, this.#closeBy - performance.now());
      const outcome = await postPacket(this.#parts.fetch, this.#parts, request.body, { limitMs });
      if (!this.#meet(outcome, request, run)) return this.#ended ? null : this.#waitMs();
    }
    return null;
  }

  /** What is known of a message's run; asks the server of one begun by a sender before. Null while it is away. */
  async #runOf(message: RunMessage): Promise<RunSending | null> {
    const id = runOf(message);
    const known = this.#runs.get(message.sender);
    if (known) return known;
    const run: RunSending = { id, received: 0, alive: false, heardMs: performance.now(), isLost: false };
    if (message.kind !== 'create' && message.kind !== 'resume') {
      const outcome = await postPacket(this.#parts.fetch, this.#parts, this.#queue.beat(message.sender, id));
      if (outcome.kind === 'away' || outcome.kind === 'closed') {
        this.#meet(outcome, null, run);
        return null;
      }
      if (outcome.kind === 'stored') run.received = outcome.answer.received;
      if (run.received === 0) this.#lose(id, run, outcome.kind === 'refused' ? outcome.why : 'another process has it');
    }
    this.#runs.set(message.sender, run);
    return run;
  }

  #prepareNext(): PreparedRequest | null {
    const { head } = this.#queue;
    if (!head || head.kind === 'close') return null;
    const run = this.#runs.get(head.sender);
    if (run?.isLost) return null;
    return this.#queue.prepare(head.sender, runOf(head), (run?.received ?? 0) + 1, this.#singles > 0 ? 1 : Infinity);
  }

  /** Deals with an answer; false when the next request has to wait, or none will follow. */
  #meet(outcome: Outcome, request: PreparedRequest | null, run: RunSending): boolean {
    if (outcome.kind === 'away') {
      this.#goneAway(outcome.why);
      return false;
    }
    if (outcome.kind === 'closed') {
      this.#fail(outcome.code, outcome.why);
      return false;
    }
    this.#isThere();
    if (request === null) return true;
    this.#current = null;
    const count = request.messages.length;
    if (outcome.kind === 'refused' && !outcome.run && count > 1) {
      this.#singles = count;
      return true;
    }
    this.#singles = Math.max(0, this.#singles - count);
    this.#queue.remove(count);
    run.heardMs = performance.now();
    if (outcome.kind === 'stored') {
      run.received = Math.max(request.number, outcome.answer.received);
      this.#note(request, run, outcome);
    } else this.#refused(outcome, request, run);
    this.#settle(request.messages);
    return true;
  }

  #note({ messages, sender }: PreparedRequest, run: RunSending, { answer }: Outcome & { kind: 'stored' }): void {
    for (const message of messages) {
      if (message.kind === 'create') run.alive = true;
      if (message.kind === 'update' && message.alive !== null) run.alive = message.alive;
      if (message.kind !== 'resume') continue;
      run.alive = true;
      this.#parts.post({ kind: 'resumed', sender, position: answer.position });
    }
  }

  #refused(
    { code, why, run: isRun }: Outcome & { kind: 'refused' },
    { messages, run: id, sender, size }: PreparedRequest,
    run: RunSending,
  ): void {
    if (messages[0]?.kind === 'resume') {
      run.isLost = true;
      this.#parts.post({ kind: 'refused', sender, code, message: why });
    } else if (isRun || messages[0]?.kind === 'create') this.#lose(id, run, why);
    else this.#say('refused', `it does not take ${size} points and records, which are lost: ${why}`);
  }

  #lose(id: string, run: RunSending, why: string): void {
    run.isLost = true;
    this.#say('refused', `run ${id} can not be recorded there any more, what is logged is lost: ${why}`);
  }

  #goneAway(why: string): void {
    const now = performance.now();
    if (this.#awaySinceMs === null) {
      this.#awaySinceMs = now;
      this.#setState(STATE.trouble);
      const mb = Math.round(this.#parts.queueKib / 1024);
      this.#say('away', `${why} — what is logged is kept (up to ${mb} MB) and delivered once it answers`);
    }
    if (this.#closeBy !== null && now >= this.#closeBy) this.#giveUp();
  }

  #isThere(): void {
    this.#retryMs = RETRY_MS;
    if (this.#awaySinceMs !== null) {
      const seconds = Math.round((performance.now() - this.#awaySinceMs) / 1_000);
      this.#awaySinceMs = null;
      const message = `server ${this.#parts.url}: it is back after ${seconds} s — what was kept is being delivered`;
      this.#parts.post({ kind: 'recovered', message });
    }
    if (Atomics.load(this.#parts.cells, CELL.state) === STATE.open) return;
    this.#setState(STATE.open);
    this.#parts.post({ kind: 'open' });
  }

  #waitMs(): number {
    const wait = this.#retryMs;
    this.#retryMs = Math.min(this.#retryMs * 2, this.#closeBy === null ? LONGEST_RETRY_MS : RETRY_MS);
    return wait;
  }

  /** The end was waited for long enough. */
  #giveUp(): void {
    const left = this.#queue.clear();
    const lost = sizeOf(left);
    this.#sayLost(lost);
    this.#settle(left);
    // a process that is ending hears no messages, but sees this
    Atomics.store(this.#parts.cells, CELL.left, lost);
    this.#close();
  }

  #close(): void {
    this.#end(STATE.closed);
  }

  #fail(code: string, why: string): void {
    const left = sizeOf(this.#queue.clear());
    this.#parts.post({ kind: 'failed', code, message: `server ${this.#parts.url}: ${why}` });
    // before anything was taken the line above says it all
    if (this.#runs.size > 0 && [...this.#runs.values()].some(({ received }) => received > 0)) this.#sayLost(left);
    Atomics.store(this.#parts.cells, CELL.left, 0);
    this.#end(STATE.failed);
  }

  #end(state: number): void {
    this.#ended = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#setState(state);
    this.#parts.closed();
  }

  #sayLost(count: number): void {
    if (count > 0) this.#say('lost', `${count} points and records could not be delivered and are lost`);
  }

  #say(code: string, message: string): void {
    this.#parts.post({ kind: 'trouble', code, message: `server ${this.#parts.url}: ${message}` });
  }

  /** Messages were stored, or given up. */
  #settle(messages: readonly ToWriter[]): void {
    const { cells } = this.#parts;
    Atomics.sub(cells, CELL.left, sizeOf(messages));
    Atomics.add(
      cells,
      CELL.kib,
      messages.reduce((sum, { kib }) => sum + kib, 0),
    );
    Atomics.notify(cells, CELL.kib);
    const seq = messages.reduce((newest, each) => Math.max(newest, each.seq), 0);
    if (seq === 0) return;
    Atomics.store(cells, CELL.done, seq);
    Atomics.notify(cells, CELL.done);
    this.#parts.post({ kind: 'done', seq });
  }

  #setState(state: number): void {
    Atomics.store(this.#parts.cells, CELL.state, state);
    Atomics.notify(this.#parts.cells, CELL.done);
  }
}
