import type { RunChange } from '../protocol/ingest.ts';
import { mergePoints } from '../protocol/merge-points.ts';
import type { Parcel } from '../protocol/parcel.ts';
import type { RecordBatch, ScalarBlock, SeriesKey } from '../protocol/record.ts';
import { seriesKey } from '../protocol/series-id.ts';
import { cutAtReturns, LastSteps } from './segments.ts';
import type { SegmentChange, Store } from './store.ts';

/**
 * What whoever writes a run must know to plan its writes: its series by number, and how far each has come in the newest
 * segment. A plan notes that, so it is made once; after a plan that was not carried out, begin anew with `stored`.
 */
export class RunWriting {
  readonly #keys: SeriesKey[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #last = new LastSteps();
  /** Newest steps of series stored before. */
  readonly #stored: ReadonlyMap<string, number>;

  private constructor(stored: ReadonlyMap<string, number>) {
    this.#stored = stored;
  }

  /** A run whose newest segment is empty: just created or resumed. */
  static fresh(): RunWriting {
    return new RunWriting(new Map());
  }

  /** A run that is in the store already: goes on where it was. Throws `unknown-run`. */
  static async stored(id: string, store: Store): Promise<RunWriting> {
    const { segment } = await store.position(id);
    const current = (await store.listSeries(id)).filter((one) => one.segment === segment);
    return new RunWriting(new Map(current.map((one) => [seriesKey(one), one.lastStep])));
  }

  /** Learns the series of parcels; once per parcel, in order. */
  learn(keys: readonly SeriesKey[]): void {
    for (const key of keys) {
      const index = this.#keys.push(key) - 1;
      const id = seriesKey(key);
      this.#numbers.set(id, index);
      const stored = this.#stored.get(id);
      this.#last.reserve(index + 1);
      if (stored !== undefined) this.#last.set(index, stored);
    }
  }

  /** The writes that store these parcels, whose series were learned. */
  plan(parcels: readonly Parcel[]): readonly (RunChange | SegmentChange)[] {
    const blocks = parcels.flatMap(({ points }) => (points ? [points] : []));
    return this.#cut(mergePoints(this.#keys, blocks), {
      scalars: null,
      tensors: parcels.flatMap((parcel) => parcel.tensors),
      events: parcels.flatMap((parcel) => parcel.events),
      epochs: parcels.flatMap((parcel) => parcel.epochs),
      verdicts: parcels.flatMap((parcel) => parcel.verdicts),
    });
  }

  /** The writes that store a batch whose block brings its own keys. */
  planBatch(batch: RecordBatch): readonly (RunChange | SegmentChange)[] {
    return this.#cut(batch.scalars ? this.#renumbered(batch.scalars) : null, batch);
  }

  #cut(block: ScalarBlock | null, rest: RecordBatch): readonly (RunChange | SegmentChange)[] {
    const stretches = block ? cutAtReturns(block, this.#last) : [];
    const changes: (RunChange | SegmentChange)[] = [];
    for (const [i, { block: scalars, returnsTo }] of stretches.entries()) {
      if (returnsTo !== null) {
        changes.push({ kind: 'segment', firstStep: returnsTo, startedMs: scalars.wallMs[0] ?? Date.now() });
      }
      if (i < stretches.length - 1) changes.push({ kind: 'append', batch: pointsOnly(scalars) });
    }
    // What has no points of its own goes with the last stretch.
    changes.push({ kind: 'append', batch: { ...rest, scalars: stretches.at(-1)?.block ?? null } });
    return changes;
  }

  /** The block with the numbers its series have here. */
  #renumbered(block: ScalarBlock): ScalarBlock {
    const numbers = block.keys.map((key) => {
      const known = this.#numbers.get(seriesKey(key));
      if (known !== undefined) return known;
      this.learn([key]);
      return this.#keys.length - 1;
    });
    const seriesIndex = block.seriesIndex.map((series) => numbers[series] as number);
    return { ...block, keys: this.#keys, seriesIndex };
  }
}

function pointsOnly(scalars: ScalarBlock): RecordBatch {
  return { scalars, tensors: [], events: [], epochs: [], verdicts: [] };
}
