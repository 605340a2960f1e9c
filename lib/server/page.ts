import type { z } from 'zod';
import { messageOf, UnrolledError } from '../base/errors.ts';
import { encodeDeltaMessage } from '../protocol/delta-codec.ts';
import {
  attentionRequestSchema,
  closeRequestSchema,
  type OpenRequest,
  openRequestSchema,
} from '../protocol/messages.ts';
import { encodeRuns } from '../protocol/run-list-codec.ts';
import type { Hello, OpenAnswer, WireError } from '../protocol/socket-events.ts';
import type { RunSummary } from '../protocol/summary.ts';
import { checked } from './checked.ts';
import { Follower, type Portion, type Position } from './follower.ts';
import type { HubSocket } from './hub-socket.ts';
import { ListFollower } from './list-follower.ts';
import type { RunListChange } from './run-list.ts';
import type { RunRoom } from './run-room.ts';

/** Runs a page may follow at once. */
const MAX_OPEN_RUNS = 64;

/** What a page needs of the hub. */
export interface PagePorts {
  readonly room: (runId: string) => RunRoom;
  /** Id of the store the rooms read; throws UnrolledError when there is none. */
  readonly storeId: () => string;
  /** Nobody of this page follows the run any more. */
  readonly left: (runId: string) => void;
  readonly onList: () => void;
  readonly summaries: () => readonly RunSummary[];
  /** It follows more or less than before, or pays attention again. */
  readonly onChange: () => void;
  readonly onGone: () => void;
  readonly onError: (error: unknown) => void;
}

/** One connected page: the runs it follows, whether it follows the list, whether it is hidden. */
export class Page {
  readonly #socket: HubSocket;
  readonly #ports: PagePorts;
  readonly #following = new Map<string, { readonly room: RunRoom; readonly follower: Follower }>();
  /** Runs being opened; a number per attempt, so that one overtaken or closed meanwhile is dropped. */
  readonly #opening = new Map<string, number>();
  #list: ListFollower | null = null;
  #attempts = 0;
  #paused = false;

  constructor(socket: HubSocket, ports: PagePorts) {
    this.#socket = socket;
    this.#ports = ports;
    socket.on('open', (request, answer) => void this.#open(request, answer));
    socket.on('close', (request) => this.#read(closeRequestSchema, request, ({ runId }) => this.#close(runId)));
    socket.on('attention', (request) =>
      this.#read(attentionRequestSchema, request, ({ paused }) => this.#setPaused(paused)),
    );
    socket.on('list', () => this.#followList());
    socket.on('disconnect', () => this.#gone());
  }

  get followsRun(): boolean {
    return this.#following.size > 0 && !this.#paused;
  }

  get followsList(): boolean {
    return this.#list !== null && !this.#paused;
  }

  greet(hello: Hello): void {
    this.#socket.emit('hello', hello);
  }

  /** The whole list comes next, if this page follows it. */
  listAnew(): void {
    this.#list?.startAnew();
  }

  takeRuns(change: RunListChange): void {
    this.#list?.take(change);
  }

  /** Another store took the place: ids mean other things now. The page opens its runs again when greeted. */
  forgetRuns(): void {
    this.#opening.clear();
    for (const runId of [...this.#following.keys()]) this.#close(runId);
  }

  async #open(raw: unknown, answer: unknown): Promise<void> {
    // what is on the other side of a socket may be anything
    if (typeof answer !== 'function') return;
    const reply = answer as (answer: OpenAnswer) => void;
    const attempt = ++this.#attempts;
    try {
      const request = checked(openRequestSchema, raw);
      if (!this.#following.has(request.runId) && this.#following.size >= MAX_OPEN_RUNS)
        throw new UnrolledError('too-many-runs', `open runs: ${MAX_OPEN_RUNS} — close one first`);
      this.#close(request.runId);
      this.#opening.set(request.runId, attempt);
      await this.#openRun(request, () => this.#opening.get(request.runId) === attempt, reply);
    } catch (error) {
      reply({ ok: false, error: wireError(error) });
    }
  }

  async #openRun({ runId, seen, outline }: OpenRequest, wanted: () => boolean, reply: (answer: OpenAnswer) => void) {
    const room = this.#ports.room(runId);
    const store = this.#ports.storeId();
    const known = seen?.store === store ? seen : null;
    const position: Position | null = known && {
      seq: known.instance === room.instance ? known.seq : -1,
      cursor: known.cursor,
    };
    try {
      const portion = await room.firstLoad(position, outline);
      if (!wanted()) return;
      this.#opening.delete(runId);
      reply({ ok: true, packet: this.#encode(room, store, portion, position === null) });
      this.#follow(room, store, portion);
    } finally {
      if (room.followers.size === 0) this.#ports.left(runId);
    }
  }

  #follow(room: RunRoom, store: string, position: Position): void {
    const follower = new Follower(position, {
      next: (at) => room.next(at),
      send: (portion, done) => this.#socket.emit('delta', this.#encode(room, store, portion, false), done),
      isPaused: () => this.#paused,
      onError: this.#ports.onError,
    });
    room.followers.add(follower);
    this.#following.set(room.runId, { room, follower });
    this.#ports.onChange();
    // what was committed while the first load was read
    follower.offer();
  }

  #encode(room: RunRoom, store: string, { seq, delta, inline }: Portion, whole: boolean): Uint8Array {
    const { runId, instance } = room;
    return encodeDeltaMessage({ runId, instance, store, seq, whole, sentMs: Date.now(), delta, inline });
  }

  #close(runId: string): void {
    this.#opening.delete(runId);
    const followed = this.#following.get(runId);
    if (!followed) return;
    followed.follower.end();
    followed.room.followers.delete(followed.follower);
    this.#following.delete(runId);
    this.#ports.left(runId);
    this.#ports.onChange();
  }

  #followList(): void {
    this.#list ??= new ListFollower({
      all: this.#ports.summaries,
      send: (message, done) => this.#socket.emit('runs', encodeRuns(message), done),
      isPaused: () => this.#paused,
    });
    this.#ports.onList();
    this.#ports.onChange();
  }

  #setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#ports.onChange();
    if (paused) return;
    this.#list?.offer();
    for (const { follower } of this.#following.values()) follower.offer();
  }

  #gone(): void {
    this.forgetRuns();
    this.#list = null;
    this.#ports.onGone();
  }

  #read<T>(schema: z.ZodType<T>, raw: unknown, use: (request: T) => void): void {
    try {
      use(checked(schema, raw));
    } catch (error) {
      this.#ports.onError(error);
    }
  }
}

/** A failure as it goes over the wire. */
export function wireError(error: unknown): WireError {
  const code = error instanceof UnrolledError ? error.code : 'internal';
  return { code, message: messageOf(error) };
}
