import { type Cursor, type Delta, EMPTY_CURSOR, emptyDelta } from '../protocol/delta.ts';
import type { InlineTensor } from '../protocol/delta-codec.ts';
import type { RunInfo } from '../protocol/run.ts';
import type { Pulse, Store } from '../store/store.ts';
import { DeltaRing } from './delta-ring.ts';
import type { Follower, Portion, Position } from './follower.ts';
import { isEmpty, mergeDeltas } from './merge-deltas.ts';

/** A first load brings at most so many points per series; a chart is never wider. */
const MOST_POINTS_PER_SERIES = 8_192;
/** And over all series about so many: 16 bytes each. */
const MOST_POINTS = 1_000_000;
/** A first load without points; of the moments enough to tell the time of any step. */
const OUTLINE = { withoutPoints: true, maxPointsPerSeries: 1_024 } as const;
/** Tensors up to this size travel with the delta that announces them. */
const INLINE_BYTES = 16_384;
const INLINE_TOTAL_BYTES = 131_072;

/** What a room needs of the server. */
export interface RunRoomPorts {
  /** The store as it is now; throws UnrolledError when it can't be read. */
  readonly store: () => Store;
  /** The info as pages should see it. */
  readonly judge: (info: RunInfo) => RunInfo;
}

/**
 * All pages that follow one run share one tail of the store: each commit is read once, numbered, kept in a ring and
 * offered to every follower. Who is behind gets the missed ones merged, or, beyond the ring, its own tail.
 */
export class RunRoom {
  readonly runId: string;
  /** Sequence numbers belong to this; another room of the same run has another. */
  readonly instance: string;
  readonly followers = new Set<Follower>();
  readonly #ports: RunRoomPorts;
  readonly #ring = new DeltaRing();
  #seq = 0;
  /** Where the shared tail is; null before the first load. */
  #cursor: Cursor | null = null;
  #info: RunInfo | null = null;
  #shownStatus: RunInfo['status'] | null = null;
  #pumping: Promise<void> | null = null;
  #pumpAgain = false;

  constructor(runId: string, instance: string, ports: RunRoomPorts) {
    this.runId = runId;
    this.instance = instance;
    this.#ports = ports;
  }

  /** Reads what was committed since, and offers it. Rejects with UnrolledError when the store can't be read. */
  pump(): Promise<void> {
    if (this.#pumping) {
      this.#pumpAgain = true;
      return this.#pumping;
    }
    this.#pumping = this.#pumpAll().finally(() => {
      this.#pumping = null;
    });
    return this.#pumping;
  }

  /** Time alone can end a run: its trainer may be gone. Tells the followers when the judgement changed. */
  feel({ status, heartbeatMs, host, pid }: Pulse): void {
    if (!this.#info || !this.#cursor || this.#pumping) return;
    const info = { ...this.#info, heartbeatMs, host, pid };
    // a status that moved comes with the tail
    if (status !== this.#info.status) return;
    this.#info = info;
    const before = this.#shownStatus ?? status;
    const run = this.#shown(info);
    if (run.status !== before) this.#push({ ...emptyDelta(this.#cursor), run });
  }

  /** What a page at this position is to get next; null when nothing. */
  async next(position: Position): Promise<Portion | null> {
    if (position.seq === this.#seq) return null;
    const missed = position.seq < 0 ? null : this.#ring.after(position.seq);
    if (!missed) return this.#ownTail(position.cursor);
    const delta = mergeDeltas(missed.map((each) => each.delta));
    return { seq: this.#seq, cursor: delta.cursor, delta, inline: missed.flatMap(({ inline }) => inline) };
  }

  /**
   * What a page that opens the run gets: the run's info, and everything after what it has seen; the seq of `seen` is -1
   * unless it is one of this room's. `outline`: without the points of its series. Rejects with UnrolledError:
   * `unknown-run`, or what the store says.
   */
  async firstLoad(seen: Position | null, outline = false): Promise<Portion> {
    this.#info ??= (await this.#ports.store().getRun(this.runId)).info;
    if (this.#cursor) await this.pump();
    const replayed = seen ? await this.next(seen) : null;
    const portion = replayed ?? (await this.#ownTail(seen?.cursor ?? EMPTY_CURSOR, outline));
    if (this.#cursor) return this.#withInfo(portion);
    // the shared tail begins where the first page is
    this.#cursor = portion.cursor;
    return this.#withInfo({ ...portion, seq: this.#seq });
  }

  async #pumpAll(): Promise<void> {
    do {
      this.#pumpAgain = false;
      await this.#pumpOnce();
    } while (this.#pumpAgain);
  }

  async #pumpOnce(): Promise<void> {
    if (!this.#cursor) return;
    const store = this.#ports.store();
    const delta = await store.tail(this.runId, this.#cursor, { maxPointsPerSeries: MOST_POINTS_PER_SERIES });
    this.#cursor = delta.cursor;
    if (isEmpty(delta)) return;
    const inline = await inlineOf(delta, store);
    if (delta.run) this.#info = delta.run;
    this.#push(delta.run ? { ...delta, run: this.#shown(delta.run) } : delta, inline);
  }

  /** Everything after a cursor, straight from the store, and the run's info as it is now. */
  async #ownTail(seen: Cursor, outline = false): Promise<Portion> {
    const store = this.#ports.store();
    if (outline) return this.#portionOf(await store.tail(this.runId, seen, OUTLINE));
    const series = (await store.listSeries(this.runId)).length;
    const maxPointsPerSeries = Math.max(64, Math.min(MOST_POINTS_PER_SERIES, Math.floor(MOST_POINTS / (series + 1))));
    return this.#portionOf(await store.tail(this.runId, seen, { maxPointsPerSeries }));
  }

  #portionOf(delta: Delta): Portion {
    // a commit may have come between the shared tail and this one: then the page goes on by its own cursor
    const seq = this.#cursor && sameCursor(delta.cursor, this.#cursor) ? this.#seq : -1;
    return this.#withInfo({ seq, cursor: delta.cursor, delta, inline: [] });
  }

  #withInfo(portion: Portion): Portion {
    const info = portion.delta.run ?? this.#info;
    return info ? { ...portion, delta: { ...portion.delta, run: this.#ports.judge(info) } } : portion;
  }

  #push(delta: Delta, inline: readonly InlineTensor[] = []): void {
    this.#seq++;
    this.#ring.push({ seq: this.#seq, delta, inline });
    for (const follower of this.followers) follower.offer();
  }

  #shown(info: RunInfo): RunInfo {
    const shown = this.#ports.judge(info);
    this.#shownStatus = shown.status;
    return shown;
  }
}

async function inlineOf({ tensors }: Delta, store: Store): Promise<InlineTensor[]> {
  let left = INLINE_TOTAL_BYTES;
  const inline: InlineTensor[] = [];
  for (const { id, bytes } of tensors) {
    if (bytes > INLINE_BYTES || bytes > left) continue;
    inline.push({ id, data: await store.tensorBytes(id) });
    left -= bytes;
  }
  return inline;
}

/** Whether two cursors have seen the same. */
export function sameCursor(a: Cursor, b: Cursor): boolean {
  return (
    a.tensor === b.tensor &&
    a.event === b.event &&
    a.revision === b.revision &&
    sameMarks(a.series, b.series) &&
    sameMarks(a.moments, b.moments)
  );
}

function sameMarks(a: { readonly [key: string]: number }, b: { readonly [key: string]: number }): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
