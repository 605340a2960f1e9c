import { messageOf, UnrolledError } from '../base/errors.ts';
import type { RunChange } from '../protocol/ingest.ts';
import { type Parcel, parcelSize } from '../protocol/parcel.ts';
import { RunWriting } from '../store/run-writing.ts';
import type { SegmentChange, Store } from '../store/store.ts';
import { CELL, type FromWriter, STATE, type ToWriter } from './wire.ts';

/** A transaction about this often while anything comes in, in ms. */
const FLUSH_MS = 100;
/** Points of one transaction, where they come in several parcels. */
const MOST_POINTS = 200_000;
/** Waits between tries while the file is locked or the disk full, in ms; doubled up to the longest. */
const RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
/** How long the last tries go on once the file is to be closed, in ms. */
const LAST_TRIES_MS = 5_000;
/** Failures that may pass by themselves: what is queued is kept and tried again. */
const PASSING = new Set(['locked', 'disk-full', 'unwritable']);
/** Failures of the whole file, for good. */
const FATAL = new Set(['corrupt', 'newer-schema', 'foreign-file', 'store-closed']);
/** Why a run is not resumed: its sender's to hear, no trouble of the file. */
const REFUSALS = new Set(['unknown-run', 'run-live']);

/** One thing to be done, in order; on a passing failure it is run again and goes on where it stopped. */
interface Job {
  readonly run: string | null;
  /** Highest message number it covers, and their weight. */
  readonly seq: number;
  readonly kib: number;
  /** How many points and records are lost if it can't be done. */
  readonly size: number;
  readonly work: () => Promise<void>;
}

export interface WriterParts {
  /** Where the store is, for messages. */
  readonly file: string;
  readonly open: () => Promise<Store>;
  readonly cells: Int32Array;
  readonly post: (message: FromWriter) => void;
  /** Called after the file is closed. */
  readonly closed: () => void;
}

/**
 * The writer's half that owns the store: takes messages in order, gathers what arrives within {@link FLUSH_MS}, writes
 * it, keeps heartbeats. A locked file or full disk is waited out; what can't be written at all is counted.
 */
export class Writer {
  readonly #parts: WriterParts;
  readonly #runs = new Map<string, RunWriting>();
  readonly #alive = new Set<string>();
  readonly #lost = new Map<string, Record<string, number>>();
  #store: Store | null = null;
  #inbox: ToWriter[] = [];
  #jobs: Job[] = [];
  #timer: NodeJS.Timeout | null = null;
  #dueMs = Number.POSITIVE_INFINITY;
  #busy = false;
  #flushedMs = Number.NEGATIVE_INFINITY;
  #retryMs = RETRY_MS;
  #inTrouble = false;
  #closeBy: number | null = null;

  constructor(parts: WriterParts) {
    this.#parts = parts;
    this.#schedule(0);
  }

  /** Takes a message. */
  accept(message: ToWriter): void {
    this.#inbox.push(message);
    if (message.kind === 'parcel') Atomics.add(this.#parts.cells, CELL.left, parcelSize(message.parcel));
    if (message.kind === 'close') this.#closeBy ??= performance.now() + LAST_TRIES_MS;
    const urgent = message.kind !== 'parcel';
    this.#schedule(urgent ? 0 : this.#flushedMs + FLUSH_MS - performance.now());
  }

  /** Says of every run that is alive that it is. */
  async beat(nowMs: number): Promise<void> {
    for (const run of this.#alive) {
      try {
        await this.#store?.heartbeat(run, nowMs);
      } catch {
        // The next write meets the same trouble and reports it.
      }
    }
  }

  #schedule(ms: number): void {
    const dueMs = performance.now() + Math.max(0, ms);
    if (this.#busy || dueMs >= this.#dueMs) return;
    // What is urgent does not wait for the flush that was planned.
    if (this.#timer) clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#dueMs = Number.POSITIVE_INFINITY;
        void this.#flush();
      },
      Math.max(0, ms),
    );
  }

  async #flush(): Promise<void> {
    this.#busy = true;
    const retryMs = await this.#work();
    this.#flushedMs = performance.now();
    this.#busy = false;
    if (retryMs !== null) this.#schedule(retryMs);
    else if (this.#inbox.length > 0) this.#schedule(this.#inbox.some(({ kind }) => kind !== 'parcel') ? 0 : FLUSH_MS);
  }

  /** Does what there is to do; gives the wait before the next try when something has to be tried again. */
  async #work(): Promise<number | null> {
    try {
      await this.#open();
    } catch (error) {
      return this.#meet(error, null);
    }
    this.#plan();
    for (let job = this.#jobs[0]; job; job = this.#jobs[0]) {
      try {
        await job.work();
        this.#settle(job);
        this.#recover();
      } catch (error) {
        const retryMs = this.#meet(error, job);
        if (retryMs !== null) return retryMs;
      }
    }
    return null;
  }

  async #open(): Promise<void> {
    if (this.#store) return;
    this.#store = await this.#parts.open();
    this.#setState(STATE.open);
    this.#parts.post({ kind: 'open' });
  }

  /** Turns the inbox into jobs: neighbouring parcels of a run become one. */
  #plan(): void {
    const inbox = this.#inbox;
    this.#inbox = [];
    for (let i = 0; i < inbox.length; ) {
      const message = inbox[i] as ToWriter;
      if (message.kind !== 'parcel') {
        this.#jobs.push(this.#single(message));
        i++;
        continue;
      }
      let end = i;
      while (inbox[end]?.kind === 'parcel') end++;
      this.#jobs.push(...this.#gathered(inbox.slice(i, end)));
      i = end;
    }
  }

  #gathered(messages: readonly ToWriter[]): readonly Job[] {
    const groups: { readonly run: string; readonly parcels: Parcel[]; points: number; kib: number }[] = [];
    const open = new Map<string, (typeof groups)[number]>();
    for (const message of messages) {
      if (message.kind !== 'parcel') continue;
      const points = message.parcel.points?.values.length ?? 0;
      let group = open.get(message.run);
      // A huge transaction would keep what is first in it from the file for seconds.
      if (!group || group.points + points > MOST_POINTS) {
        group = { run: message.run, parcels: [], points: 0, kib: 0 };
        groups.push(group);
        open.set(message.run, group);
      }
      group.parcels.push(message.parcel);
      group.points += points;
      group.kib += message.kib;
    }
    const last = messages.at(-1)?.seq ?? 0;
    // A message counts as done when all before it are: only the last group of the stretch moves the number.
    return groups.map(({ run, parcels, kib }, i) => ({
      run,
      seq: i === groups.length - 1 ? last : 0,
      kib,
      size: parcels.reduce((sum, parcel) => sum + parcelSize(parcel), 0),
      work: this.#writeParcels(run, parcels),
    }));
  }

  #writeParcels(run: string, parcels: readonly Parcel[]): () => Promise<void> {
    let changes: readonly (RunChange | SegmentChange)[] | null = null;
    return async () => {
      if (changes === null) {
        const writing = await this.#writing(run);
        for (const { newKeys } of parcels) writing.learn(newKeys);
        changes = writing.plan(parcels);
      }
      await this.#store!.write(run, changes);
    };
  }

  #single(message: Exclude<ToWriter, { kind: 'parcel' }>): Job {
    const { seq, kib } = message;
    if (message.kind === 'create') {
      return { run: message.run.id, seq, kib, size: 0, work: () => this.#create(message) };
    }
    if (message.kind === 'resume') {
      return { run: message.run, seq, kib, size: 0, work: () => this.#resume(message) };
    }
    if (message.kind === 'update') {
      return { run: message.run, seq, kib, size: 0, work: () => this.#update(message) };
    }
    return { run: null, seq, kib, size: 0, work: () => this.#close() };
  }

  async #create({ run }: ToWriter & { kind: 'create' }): Promise<void> {
    await this.#store!.write(run.id, [{ kind: 'create', run }]);
    this.#runs.set(run.id, RunWriting.fresh());
    this.#alive.add(run.id);
  }

  async #resume({ run, sender, by }: ToWriter & { kind: 'resume' }): Promise<void> {
    try {
      const { position } = await this.#store!.write(run, [{ kind: 'resume', ...by }]);
      this.#runs.set(run, RunWriting.fresh());
      this.#alive.add(run);
      this.#parts.post({ kind: 'resumed', sender, position });
    } catch (error) {
      if (!(error instanceof UnrolledError) || !REFUSALS.has(error.code)) throw error;
      this.#parts.post({ kind: 'refused', sender, code: error.code, message: error.message });
    }
  }

  async #update({ run, patch, alive, dropped }: ToWriter & { kind: 'update' }): Promise<void> {
    const lost = this.#lost.get(run) ?? {};
    const beat = alive === null ? {} : { heartbeatMs: Date.now() };
    await this.#store!.updateRun(run, { ...patch, ...beat, dropped: added(dropped, lost) });
    this.#lost.delete(run);
    if (alive === true) this.#alive.add(run);
    if (alive === false) this.#alive.delete(run);
  }

  async #writing(run: string): Promise<RunWriting> {
    let writing = this.#runs.get(run);
    if (!writing) {
      writing = await RunWriting.stored(run, this.#store!);
      this.#runs.set(run, writing);
    }
    return writing;
  }

  async #close(): Promise<void> {
    for (const [run, dropped] of this.#lost) await this.#store?.updateRun(run, { dropped }).catch(() => undefined);
    this.#sayLost([...this.#lost.values()].flatMap(Object.values).reduce((sum, count) => sum + count, 0));
    await this.#store?.checkpoint().catch(() => undefined);
    await this.#store?.close();
    this.#setState(STATE.closed);
  }

  /** Decides about a failure: a wait before the next try, or null when the job is given up or nothing is left to do. */
  #meet(error: unknown, job: Job | null): number | null {
    const code = error instanceof UnrolledError ? error.code : 'store-failed';
    const timeIsUp = this.#closeBy !== null && performance.now() > this.#closeBy;
    if (PASSING.has(code) && !timeIsUp && !(job === null && code === 'unwritable')) {
      this.#report(code, messageOf(error));
      const wait = this.#retryMs;
      this.#retryMs = Math.min(this.#retryMs * 2, this.#closeBy === null ? LONGEST_RETRY_MS : RETRY_MS);
      return wait;
    }
    if (job === null || FATAL.has(code) || job.run === null) {
      this.#fail(code, messageOf(error));
      return null;
    }
    this.#report(code, messageOf(error));
    this.#countLost(job, code === 'unknown-run' ? 'run-deleted' : 'not-writable');
    this.#settle(job);
    return null;
  }

  #report(code: string, message: string): void {
    if (this.#inTrouble) return;
    this.#inTrouble = true;
    this.#setState(STATE.trouble);
    this.#parts.post({ kind: 'trouble', code, message });
  }

  #recover(): void {
    this.#retryMs = RETRY_MS;
    if (!this.#inTrouble) return;
    this.#inTrouble = false;
    this.#setState(STATE.open);
    this.#parts.post({ kind: 'recovered', message: null });
  }

  #fail(code: string, message: string): void {
    this.#setState(STATE.failed);
    this.#parts.post({ kind: 'failed', code, message });
    const queued = this.#inbox.map((sent) => (sent.kind === 'parcel' ? parcelSize(sent.parcel) : 0));
    this.#sayLost([...queued, ...this.#jobs.map(({ size }) => size)].reduce((sum, size) => sum + size, 0));
    this.#jobs = [];
    this.#inbox = [];
    void this.#store?.close().catch(() => undefined);
    this.#parts.closed();
  }

  /** The end of what was logged and is in no file: the run itself may not be able to tell. */
  #sayLost(count: number): void {
    if (count === 0) return;
    const message = `run store ${this.#parts.file}: ${count} points and records could not be written and are lost — see above for the reason`;
    this.#parts.post({ kind: 'trouble', code: 'lost', message });
  }

  #countLost({ run, size }: Job, reason: string): void {
    if (run === null || size === 0) return;
    this.#lost.set(run, added(this.#lost.get(run) ?? {}, { [reason]: size }));
  }

  #settle(job: Job): void {
    this.#jobs.shift();
    Atomics.sub(this.#parts.cells, CELL.left, job.size);
    Atomics.add(this.#parts.cells, CELL.kib, job.kib);
    Atomics.notify(this.#parts.cells, CELL.kib);
    if (job.seq > 0) {
      Atomics.store(this.#parts.cells, CELL.done, job.seq);
      Atomics.notify(this.#parts.cells, CELL.done);
      this.#parts.post({ kind: 'done', seq: job.seq });
    }
    if (Atomics.load(this.#parts.cells, CELL.state) === STATE.closed) this.#parts.closed();
  }

  #setState(state: number): void {
    Atomics.store(this.#parts.cells, CELL.state, state);
    // Whoever waits for a message to be done should look again.
    Atomics.notify(this.#parts.cells, CELL.done);
  }
}

function added(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sum: Record<string, number> = { ...a };
  for (const [reason, count] of Object.entries(b)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}
