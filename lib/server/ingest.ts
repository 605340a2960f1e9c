import { UnrolledError } from '../base/errors.ts';
import type { IngestAnswer, IngestRequest, RunChange } from '../protocol/ingest.ts';
import { RunWriting } from '../store/run-writing.ts';
import type { SegmentChange, Store } from '../store/store.ts';
import type { StoreWriter } from './store-writer.ts';

/** Requests that may wait for their turn: each holds its body in memory. */
const MOST_WAITING = 16;

/**
 * Writes what senders bring over HTTP, one request after the other.
 */
export class Ingest {
  readonly #writer: StoreWriter;
  readonly #runs = new Map<string, RunWriting>();
  #store: Store | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(writer: StoreWriter) {
    this.#writer = writer;
  }

  /**
   * Stores a request once. Rejects with UnrolledError `gap`, `other-sender`, `unknown-run`, `run-exists`, `run-live`,
   * `busy` (too many wait: to be sent again), or why the file can't be written.
   */
  accept(request: IngestRequest): Promise<IngestAnswer> {
    if (this.#waiting === MOST_WAITING) {
      const busy = new UnrolledError(
        'busy',
        `server: ${MOST_WAITING} requests wait to be stored — send it again later`,
      );
      return Promise.reject(busy);
    }
    this.#waiting += 1;
    const answer = this.#queue.then(() => this.#work(request)).finally(() => (this.#waiting -= 1));
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    await this.#queue;
    this.#runs.clear();
  }

  async #work({ run, sender, seq, changes }: IngestRequest): Promise<IngestAnswer> {
    const store = await this.#open();
    const beat = { kind: 'update', patch: { heartbeatMs: Date.now() } } as const;
    if (seq === 0) {
      const position = await store.position(run, sender);
      // of a run that is another's it is only a question
      if (position.received !== null) await store.write(run, [beat]);
      return answerOf(position.received ?? 0, position);
    }
    const known = seq === 1 ? null : await store.position(run, sender);
    const isNext = known === null || known.received === seq - 1;
    try {
      // what is not next is the store's to refuse or to acknowledge, and must not be planned
      const planned = isNext ? [...(await this.#plan(run, store, changes)), beat] : [];
      const { repeated, position } = await store.write(run, planned, { sender, number: seq });
      // what is known of an ended run is let go; should it go on, it is read anew
      if (changes.some(hasEnded)) this.#runs.delete(run);
      if (!repeated || known !== null)
        return answerOf(known !== null && repeated ? (known.received ?? seq) : seq, position);
      // request 1 again: what was planned of it was not written
      this.#runs.delete(run);
      return answerOf((await store.position(run, sender)).received ?? seq, position);
    } catch (error) {
      this.#runs.delete(run);
      throw error;
    }
  }

  async #plan(run: string, store: Store, changes: readonly RunChange[]): Promise<(RunChange | SegmentChange)[]> {
    const planned: (RunChange | SegmentChange)[] = [];
    for (const change of changes) {
      if (change.kind === 'create' || change.kind === 'resume') this.#runs.set(run, RunWriting.fresh());
      if (change.kind !== 'append') {
        planned.push(change);
        continue;
      }
      const writing = this.#runs.get(run) ?? (await RunWriting.stored(run, store));
      this.#runs.set(run, writing);
      planned.push(...writing.planBatch(change.batch));
    }
    return planned;
  }

  async #open(): Promise<Store> {
    const store = await this.#writer.open();
    // what is known of runs is of that file
    if (store !== this.#store) this.#runs.clear();
    this.#store = store;
    return store;
  }
}

function hasEnded(change: RunChange): boolean {
  return change.kind === 'update' && change.patch.status !== undefined && change.patch.status !== 'live';
}

function answerOf(received: number, position: IngestAnswer['position']): IngestAnswer {
  const { project, name, step, epoch, segment } = position;
  return { received, position: { project, name, step, epoch, segment } };
}
