import type { RecordBatch, ScalarBlock, SeriesKey } from '../protocol/record.ts';
import { seriesKey } from '../protocol/series-id.ts';
import type { Store } from '../store/store.ts';
import { mergePoints } from './merge-points.ts';
import { cutAtReturns, LastSteps } from './segments.ts';
import type { Parcel } from './wire.ts';

/** What the writer's thread knows of one run: its series by number, its segment, how far each series has come. */
export class RunWriting {
  readonly #id: string;
  readonly #store: Store;
  readonly #keys: SeriesKey[] = [];
  readonly #last = new LastSteps();
  /** Newest steps of series stored before this thread saw the run. */
  readonly #stored: ReadonlyMap<string, number>;
  #segment: number;

  private constructor(id: string, store: Store, segment: number, stored: ReadonlyMap<string, number>) {
    this.#id = id;
    this.#store = store;
    this.#segment = segment;
    this.#stored = stored;
  }

  /** A run just created. */
  static fresh(id: string, store: Store, segment: number): RunWriting {
    return new RunWriting(id, store, segment, new Map());
  }

  /** A run that is in the store already: goes on where it was. */
  static async resume(id: string, store: Store): Promise<RunWriting> {
    const series = await store.listSeries(id);
    const segment = series.reduce((newest, one) => Math.max(newest, one.segment), 0);
    const current = series.filter((one) => one.segment === segment);
    return new RunWriting(id, store, segment, new Map(current.map((one) => [seriesKey(one), one.lastStep])));
  }

  /** Learns the series of parcels; once per parcel, in order. */
  learn(keys: readonly SeriesKey[]): void {
    for (const key of keys) {
      const index = this.#keys.push(key) - 1;
      const stored = this.#stored.get(seriesKey(key));
      this.#last.reserve(index + 1);
      if (stored !== undefined) this.#last.set(index, stored);
    }
  }

  /**
   * The transactions that store these parcels, to be run in order, each until it succeeds. Planned once: planning notes
   * how far each series has come.
   */
  plan(parcels: readonly Parcel[]): readonly (() => Promise<void>)[] {
    const blocks = parcels.flatMap(({ points }) => (points ? [points] : []));
    const merged = mergePoints(this.#keys, blocks);
    const stretches = merged ? cutAtReturns(merged, this.#last) : [];
    const transactions: (() => Promise<void>)[] = [];
    for (const [i, { block, returnsTo }] of stretches.entries()) {
      if (returnsTo !== null) transactions.push(() => this.#nextSegment(returnsTo, block));
      if (i < stretches.length - 1) transactions.push(() => this.#append(pointsOnly(block)));
    }
    // What has no points of its own goes with the last stretch.
    const rest = batchOf(parcels, stretches.at(-1)?.block ?? null);
    transactions.push(() => this.#append(rest));
    return transactions;
  }

  async #append(batch: RecordBatch): Promise<void> {
    await this.#store.append(this.#id, this.#segment, batch);
  }

  async #nextSegment(firstStep: number, block: ScalarBlock): Promise<void> {
    const { index } = await this.#store.openSegment(this.#id, firstStep, block.wallMs[0] ?? Date.now());
    this.#segment = index;
  }
}

function batchOf(parcels: readonly Parcel[], scalars: ScalarBlock | null): RecordBatch {
  return {
    scalars,
    tensors: parcels.flatMap((parcel) => parcel.tensors),
    events: parcels.flatMap((parcel) => parcel.events),
    epochs: parcels.flatMap((parcel) => parcel.epochs),
    verdicts: parcels.flatMap((parcel) => parcel.verdicts),
  };
}

function pointsOnly(scalars: ScalarBlock): RecordBatch {
  return { scalars, tensors: [], events: [], epochs: [], verdicts: [] };
}
