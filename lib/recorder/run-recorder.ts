import type { UnrolledError } from '../base/errors.ts';
import { randomId } from '../base/random-id.ts';
import type { RunPosition } from '../protocol/ingest.ts';
import { type Parcel, parcelSize } from '../protocol/parcel.ts';
import type { Context, EpochRecord, EventRecord, TensorRecord } from '../protocol/record.ts';
import type { NewRun, RunPatch, RunStatus } from '../protocol/run.ts';
import type { Verdict } from '../protocol/verdict.ts';
import type { RecordLink, Sink } from './link.ts';
import { blockBuffers, blockBytes, PointColumns } from './point-columns.ts';
import { SeriesTable } from './series-table.ts';

/** Points are handed to the writer at least this often while anything is logged, in ms. */
const POST_MS = 20;
/** …and whenever this many are waiting. */
const POST_POINTS = 65_536;
/** How long a run's end waits for a disk that does not get on, in ms. */
const END_WAIT_MS = 10_000;

/** How a recorder comes to its run. */
export type Opening =
  | { readonly kind: 'create'; readonly run: NewRun }
  | {
      readonly kind: 'resume';
      readonly run: string;
      readonly by: { readonly host: string; readonly pid: number; readonly startedMs: number };
    };

/** Where a row of values belongs. */
export interface RowPlace {
  readonly step: number;
  readonly epoch: number;
}

/**
 * Records one run: takes values synchronously, without throwing and without waiting for disk or server, and hands them to
 * a sink's link in parcels. What cannot be kept is counted by reason. Ended runs may go on: they open the sink again.
 */
export class RunRecorder {
  readonly id: string;
  /** Names this recorder to a server: what it sends of the run is counted under this name. */
  readonly #sender = randomId(20);
  readonly #sink: Sink;
  readonly #warn: (text: string) => void;
  readonly #table = new SeriesTable();
  readonly #points = new PointColumns();
  #tensors: TensorRecord[] = [];
  #events: EventRecord[] = [];
  #epochs: EpochRecord[] = [];
  #verdicts: Verdict[] = [];
  #dropped: Record<string, number> = {};
  #link: RecordLink | null;
  /** The link that was told the keys of the series. */
  #informed: RecordLink;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #postedMs = 0;
  #warnedOfDrops = false;

  /** Creates or resumes the run in the sink. `warn` gets one line for a person per trouble. */
  constructor(sink: Sink, opening: Opening, warn: (text: string) => void) {
    this.id = opening.kind === 'create' ? opening.run.id : opening.run;
    this.#sink = sink;
    this.#warn = warn;
    this.#informed = sink.acquire(this, warn);
    this.#link = this.#informed;
    this.#link.send({ ...opening, kib: 1, sender: this.#sender });
  }

  /** What became of a resume: how far the run has come, why it is refused, or null when nothing was heard in `ms`. */
  async resumed(ms: number): Promise<RunPosition | UnrolledError | null> {
    return this.#link === null ? null : this.#link.resumed(this.#sender, ms);
  }

  /** Waits for the sink to open; false when it did not within `ms` (it may later) or never will. */
  async opened(ms: number): Promise<boolean> {
    return this.#link === null || this.#link.opened(ms);
  }

  /** Whether nothing of this run can be written any more. */
  get failed(): boolean {
    return this.#link?.failure != null;
  }

  /** What this thread could not keep and has not told the writer yet, by reason. */
  get dropped(): Readonly<Record<string, number>> {
    return this.#dropped;
  }

  /** Logs every value at one place under one context. Values that are not numbers are counted as `not-a-number`. */
  log(values: Readonly<Record<string, unknown>>, place: RowPlace, context?: Context): void {
    const group = this.#table.group(context);
    this.#points.row(place.step, place.epoch, Date.now());
    for (const name in values) {
      const value = values[name];
      if (typeof value === 'number') this.#points.add(this.#table.index(name, group), value);
      else this.drop('not-a-number', 1);
    }
    this.#postSoon();
  }

  /** The number of a series, for {@link add}. */
  series(name: string, context: Context): number {
    return this.#table.index(name, this.#table.group(context));
  }

  /** Opens the row that following {@link add}s belong to. */
  row(place: RowPlace): void {
    this.#points.row(place.step, place.epoch, Date.now());
  }

  /** Adds one value of a numbered series to the open row; {@link post} or the next log hands it on. */
  add(series: number, value: number): void {
    this.#points.add(series, value);
  }

  /** Records a tensor; the recorder owns `record.data` and its whole buffer from here on. */
  tensor(record: TensorRecord): void {
    this.#tensors.push(record);
  }

  event(record: EventRecord): void {
    this.#events.push(record);
  }

  epoch(record: EpochRecord): void {
    this.#epochs.push(record);
  }

  verdict(verdict: Verdict): void {
    this.#verdicts.push(verdict);
  }

  /** Changes what is known of the run. */
  update(patch: RunPatch, alive: boolean | null = null): void {
    this.post();
    const dropped = this.#dropped;
    const link = this.#writer();
    if (link.send({ kind: 'update', kib: 1, run: this.id, sender: this.#sender, patch, alive, dropped }) != null)
      this.#dropped = {};
  }

  /** Counts what could not be kept. */
  drop(reason: string, count: number): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + count;
  }

  /** Hands everything waiting to the writer now. */
  post(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#postedMs = performance.now();
    const points = this.#points.take();
    const others = this.#tensors.length + this.#events.length + this.#epochs.length + this.#verdicts.length;
    if (points === null && others === 0) return;
    const parcel = {
      points,
      tensors: this.#tensors,
      events: this.#events,
      epochs: this.#epochs,
      verdicts: this.#verdicts,
    };
    this.#tensors = [];
    this.#events = [];
    this.#epochs = [];
    this.#verdicts = [];
    this.#send(parcel);
  }

  /** Hands everything on and waits until it is in the file; false when nothing moved for `stallMs`. */
  async flush(stallMs: number = END_WAIT_MS): Promise<boolean> {
    this.post();
    const link = this.#link;
    return link === null || link.done(link.seq, stallMs);
  }

  /**
   * Ends the run and waits, within bounds, until that is in the file. `close`: also empty the WAL and close the file when
   * this was the last run of the process in it. False when it could not be written in time.
   */
  async end(status: RunStatus, detail: string | null, close: boolean): Promise<boolean> {
    this.update({ status, statusDetail: detail, finishedMs: Date.now() }, false);
    return this.release(close);
  }

  /** Gives the writer back, see {@link end}. */
  async release(close: boolean): Promise<boolean> {
    // What came after an end may still wait for its turn.
    this.post();
    const link = this.#link;
    if (link === null) return close ? this.#sink.closeUnused(END_WAIT_MS) : true;
    const written = await this.flush();
    // While this waited, somebody may have logged again or released.
    if (this.#link !== link) return written;
    this.#link = null;
    const closed = await this.#sink.release(link, this, { now: close, stallMs: END_WAIT_MS });
    return written && closed;
  }

  /** The end of a run whose process is ending: posts all, waits for nothing. */
  endNow(status: RunStatus, detail: string | null): void {
    this.update({ status, statusDetail: detail, finishedMs: Date.now() }, false);
  }

  #writer(): RecordLink {
    if (this.#link === null || this.#link.closing) {
      this.#link = this.#sink.acquire(this, this.#warn);
      // the same one again knows them still, and told twice it would number what follows wrongly
      if (this.#link !== this.#informed) this.#table.markSent(false);
      this.#informed = this.#link;
    }
    return this.#link;
  }

  #send(whole: Omit<Parcel, 'newKeys'>): void {
    const link = this.#writer();
    const parcel = link.crowded ? this.#withoutTensors(whole, link) : whole;
    // A new writer knows no series yet.
    const keyed: Parcel = { ...parcel, newKeys: this.#table.unsent() };
    const buffers = parcel.points ? blockBuffers(parcel.points) : [];
    let bytes = parcel.points ? blockBytes(parcel.points) : 0;
    for (const { data } of parcel.tensors) {
      bytes += data.byteLength;
      // A view of a larger buffer is copied: somebody else may hold the rest.
      if (data.buffer instanceof ArrayBuffer && data.buffer.byteLength === data.byteLength) buffers.push(data.buffer);
    }
    for (const { message, data } of parcel.events) bytes += message.length + JSON.stringify(data).length;
    const kib = 1 + Math.ceil(bytes / 1024);
    const sent = link.send({ kind: 'parcel', kib, run: this.id, sender: this.#sender, parcel: keyed }, buffers);
    if (sent === null) this.#countLost(parcel, link);
    else this.#table.markSent(true);
  }

  #withoutTensors(parcel: Omit<Parcel, 'newKeys'>, link: RecordLink): Omit<Parcel, 'newKeys'> {
    if (parcel.tensors.length > 0) this.#drop(parcel.tensors.length, link);
    return { ...parcel, tensors: [] };
  }

  #countLost(parcel: Omit<Parcel, 'newKeys'>, link: RecordLink): void {
    this.#drop(parcelSize(parcel), link);
  }

  #drop(count: number, link: RecordLink): void {
    this.drop(link.failure ? 'not-writable' : 'queue-full', count);
    if (this.#warnedOfDrops || link.failure) return;
    this.#warnedOfDrops = true;
    this.#warn(this.#sink.words.full);
  }

  #postSoon(): void {
    const now = performance.now();
    // After an end nobody but this run knows that something waits: it is handed on at once.
    const isOut = this.#link === null;
    if (isOut || now - this.#postedMs >= POST_MS || this.#points.points >= POST_POINTS) this.post();
    else if (this.#timer === null) {
      this.#timer = setTimeout(() => this.post(), POST_MS);
      // In a page timers are numbers.
      if (typeof this.#timer === 'object') this.#timer.unref();
    }
  }
}
