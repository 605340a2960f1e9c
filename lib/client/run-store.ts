import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StoredTensor } from '../protocol/delta.ts';
import type { DeltaMessage } from '../protocol/delta-codec.ts';
import { decodeDeltaMessage } from '../protocol/delta-codec.ts';
import type { OpenRequest } from '../protocol/messages.ts';
import type { WireError } from '../protocol/socket-events.ts';
import { applyDelta, type HeldRun, holdRun } from './apply-delta.ts';
import type { Connection } from './connection.ts';
import type { RunState } from './contract.ts';
import type { ByteTensorCache } from './tensor-cache.ts';

/**
 * One run as the page follows it: opens it whenever the connection is (again) there, says what it has seen, and works
 * in what comes. The data is held here, outside immutable state.
 */
export class RunHolder {
  readonly id: string;
  readonly store: StoreApi<RunState>;
  readonly #connection: Connection;
  readonly #cache: ByteTensorCache;
  #held: HeldRun | null = null;
  /** Only an outline is wanted: the first load comes without points. */
  #isOutline = false;
  #seen: { instance: string; store: string; seq: number } | null = null;
  #followers = 0;
  /** Rises with every open and close, so that an answer that comes late is known to be late. */
  #attempt = 0;
  #stop: (() => void) | null = null;

  constructor(id: string, connection: Connection, cache: ByteTensorCache) {
    this.id = id;
    this.#connection = connection;
    this.#cache = cache;
    this.store = createStore<RunState>(() => ({ status: 'loading', data: null, revision: 0, error: null }));
  }

  get followers(): number {
    return this.#followers;
  }

  /** Tensors of the run known so far. */
  get tensors(): readonly StoredTensor[] {
    return this.#held?.tensors ?? [];
  }

  /** `outline`: without the points of before, unless someone follows, or once followed, all of it. */
  follow(outline = false): void {
    const wasOutline = this.#isOutline;
    this.#isOutline = outline && (wasOutline || (this.#held === null && this.#followers === 0));
    const isWidened = wasOutline && !this.#isOutline;
    if (isWidened) this.#forget();
    this.#followers++;
    if (this.#followers > 1) {
      if (isWidened) this.#open();
      return;
    }
    this.#stop = this.#connection.listen({
      onConnect: () => this.#open(),
      onDelta: (message) => this.#onDelta(message),
      // the store became readable, or another file took its place
      onHello: () => this.#onHello(),
    });
  }

  unfollow(): void {
    if (this.#followers === 0) return;
    this.#followers--;
    if (this.#followers === 0) this.end();
  }

  /** The run list shows this run: if it could not be opened before, it can now. */
  retry(): void {
    if (this.store.getState().status === 'error' && this.#followers > 0) this.#open();
  }

  /** Stops following at once; what is held stays. */
  end(): void {
    this.#followers = 0;
    this.#attempt++;
    this.#stop?.();
    this.#stop = null;
    this.#connection.closeRun(this.id);
  }

  /** An outline is no beginning for the whole: that is asked for anew. */
  #forget(): void {
    this.#held = null;
    this.#seen = null;
    this.store.setState({ status: 'loading', data: null, revision: 0, error: null });
  }

  #onHello(): void {
    const { server } = this.#connection.status.getState();
    if (server?.state !== 'ready') return;
    if (this.store.getState().status === 'error' || (this.#seen && this.#seen.store !== server.store)) this.#open();
  }

  #open(): void {
    const attempt = ++this.#attempt;
    this.#connection.open(this.#request(), (answer) => {
      if (attempt !== this.#attempt) return;
      if (answer.ok) this.#onDelta(decodeDeltaMessage(answer.packet));
      else this.#fail(answer.error);
    });
  }

  #request(): OpenRequest {
    // the cursor of an outline does not say which points it left out, so an outline is always asked for whole
    if (this.#isOutline) return { runId: this.id, seen: null, outline: true };
    const seen = this.#held && this.#seen ? { ...this.#seen, cursor: this.#held.cursor } : null;
    return { runId: this.id, seen };
  }

  #fail(error: WireError): void {
    this.store.setState({ status: 'error', error });
  }

  #onDelta(message: DeltaMessage): void {
    if (message.runId !== this.id) return;
    const { instance, store, seq, delta } = message;
    // only an answer to `open` starts a run; a delta of before a reconnect has nothing to be added to
    if (!message.whole && (!this.#held || store !== this.#seen?.store)) return;
    this.#cache.prime(message.store, message.inline, delta.tensors);
    if (message.whole || !this.#held) this.#held = holdRun(delta);
    else applyDelta(this.#held, delta);
    this.#seen = { instance, store, seq };
    this.store.setState({ status: 'ready', data: this.#held, revision: this.#held.revision, error: null });
  }
}
