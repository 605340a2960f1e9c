import { basename, join } from 'node:path';
import type { RunInfo } from '../protocol/run.ts';
import type { Hello, StoreState } from '../protocol/socket-events.ts';
import { STORE_FILE } from '../store/open-store.ts';
import { here, judged } from '../store/run-status.ts';
import type { HubSocket } from './hub-socket.ts';
import { Page } from './page.ts';
import { RunList, type RunListChange } from './run-list.ts';
import { RunRoom } from './run-room.ts';
import { StoreSource } from './store-source.ts';

/** How often the store is asked for commits, in ms: while a page follows a run, a list, or nobody does. */
const PACE_MS = { run: 20, list: 100, nobody: 500 };
/** A changed run list is pushed at most so often, in ms… */
const LIST_MS = 250;
/** …and reading it takes at most this share of the time. */
const LIST_SHARE = 0.1;
/** Live runs are judged so often, in ms. */
const PULSE_MS = 1_000;
/** A room stays so long after its last page left, in ms, to replay for one that comes back. */
const EMPTY_ROOM_MS = 60_000;

export interface HubOptions {
  readonly dir: string;
  /** One run in a file of its own, shown in place of the data folder; null: the folder. */
  readonly file: string | null;
  readonly version: string;
  readonly instance: string;
  /** Told of failures nobody is there to be told of. */
  readonly onError: (error: unknown) => void;
}

/** Everything live: the store as it comes and goes, a room per open run, the run list, and the pages that follow. */
export class Hub {
  readonly source: StoreSource;
  readonly #options: HubOptions;
  readonly #rooms = new Map<string, RunRoom>();
  readonly #roomTimers = new Map<string, NodeJS.Timeout>();
  readonly #pages = new Set<Page>();
  readonly #list: RunList;
  #roomsMade = 0;
  #store = '';
  #listTimer: NodeJS.Timeout | null = null;
  #listCostMs = 0;
  #reading: Promise<void> | null = null;
  readonly #pulse: NodeJS.Timeout;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#list = new RunList(this.judge);
    this.source = new StoreSource(options.file ?? join(options.dir, STORE_FILE), {
      onCommit: () => this.#onCommit(),
      onState: (state) => this.#onState(state),
    });
    this.#pulse = setInterval(() => void this.#feelPulses(), PULSE_MS);
  }

  /** The info as pages should see it. */
  readonly judge = (info: RunInfo): RunInfo => judged(info, here());

  get hello(): Hello {
    const { version, instance, dir, file } = this.#options;
    return {
      ...this.source.state,
      version,
      instance,
      dir: file ?? dir,
      readOnly: file === null ? null : { file: basename(file) },
    };
  }

  start(): Promise<void> {
    return this.source.start();
  }

  async close(): Promise<void> {
    clearInterval(this.#pulse);
    if (this.#listTimer) clearTimeout(this.#listTimer);
    for (const timer of this.#roomTimers.values()) clearTimeout(timer);
    await this.source.close();
  }

  /** A page connected. */
  join(socket: HubSocket): void {
    const page = new Page(socket, {
      room: (runId) => this.#room(runId),
      storeId: () => this.source.current().id,
      left: (runId) => this.#leaveSoon(runId),
      onList: () => this.#onListAsked(page),
      summaries: () => this.#list.summaries,
      onChange: () => this.#setPace(),
      onGone: () => {
        this.#pages.delete(page);
        this.#setPace();
      },
      onError: this.#options.onError,
    });
    this.#pages.add(page);
    page.greet(this.hello);
    this.#setPace();
  }

  /** The run list as of now. Rejects with UnrolledError when the store can't be read; an absent store has no runs. */
  async summaries(): Promise<RunList['summaries']> {
    if (this.source.state.state === 'absent') return [];
    await this.#readList();
    return this.#list.summaries;
  }

  #room(runId: string): RunRoom {
    clearTimeout(this.#roomTimers.get(runId));
    this.#roomTimers.delete(runId);
    const room = this.#rooms.get(runId);
    if (room) return room;
    const instance = `${this.#options.instance}.${++this.#roomsMade}`;
    const made = new RunRoom(runId, instance, { store: this.source.current, judge: this.judge });
    this.#rooms.set(runId, made);
    return made;
  }

  #leaveSoon(runId: string): void {
    const room = this.#rooms.get(runId);
    if (!room || room.followers.size > 0 || this.#roomTimers.has(runId)) return;
    const timer = setTimeout(() => {
      this.#roomTimers.delete(runId);
      if (room.followers.size === 0) this.#rooms.delete(runId);
    }, EMPTY_ROOM_MS);
    timer.unref();
    this.#roomTimers.set(runId, timer);
  }

  #onCommit(): void {
    for (const room of this.#rooms.values()) {
      if (room.followers.size > 0) room.pump().catch(this.#options.onError);
    }
    this.#readListSoon();
  }

  #onState(state: StoreState): void {
    if (state.state === 'ready' && state.store !== this.#store) {
      this.#store = state.store;
      for (const page of this.#pages) page.forgetRuns();
      this.#rooms.clear();
      this.#list.clear();
    }
    if (state.state === 'absent') this.#list.clear();
    for (const page of this.#pages) page.greet(this.hello);
    // so that the first page need not wait for ten thousand runs to be read
    if (state.state === 'ready') this.#readList().catch(this.#options.onError);
    for (const page of this.#pages) this.#onListAsked(page);
  }

  #onListAsked(page: Page): void {
    this.#readList().then(
      () => page.listAnew(),
      // hello has told the page how the store is
      () => undefined,
    );
  }

  #readListSoon(): void {
    if (this.#listTimer || ![...this.#pages].some(({ followsList }) => followsList)) return;
    this.#listTimer = setTimeout(
      () => {
        this.#listTimer = null;
        this.#readList().catch(this.#options.onError);
      },
      Math.max(LIST_MS, this.#listCostMs / LIST_SHARE),
    );
  }

  #readList(): Promise<void> {
    this.#reading ??= this.#readListNow().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readListNow(): Promise<void> {
    if (this.source.state.state === 'absent') return;
    const started = performance.now();
    this.#tell(await this.#list.refresh(this.source.current()));
    this.#listCostMs = performance.now() - started;
  }

  async #feelPulses(): Promise<void> {
    if (this.#pages.size === 0 || this.source.state.state !== 'ready') return;
    try {
      const pulses = await this.source.current().pulses();
      this.#tell(this.#list.feel(pulses));
      for (const pulse of pulses) this.#rooms.get(pulse.id)?.feel(pulse);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  #tell(change: RunListChange): void {
    if (change.upserts.length + change.removed.length === 0) return;
    for (const page of this.#pages) page.takeRuns(change);
  }

  #setPace(): void {
    const pages = [...this.#pages];
    if (pages.some(({ followsRun }) => followsRun)) this.source.setPace(PACE_MS.run);
    else this.source.setPace(pages.some(({ followsList }) => followsList) ? PACE_MS.list : PACE_MS.nobody);
  }
}
