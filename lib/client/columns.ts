import type { MomentColumns, SeriesInfo, SeriesPoints } from '../protocol/delta.ts';
import type { Context } from '../protocol/record.ts';
import { ThinnedColumns } from '../protocol/thinned-columns.ts';
import type { MomentTable, SeriesColumns } from './run-data.ts';

/** Buckets a series may hold: usually four points each, about 8,000 points. */
const SERIES_BUCKETS = 2_048;
/** Rows of moments held before every other one goes. */
const MAX_MOMENTS = 65_536;

/** The points of one series; bounded, see {@link ThinnedColumns}. */
export class HeldSeries implements SeriesColumns {
  readonly id: number;
  readonly name: string;
  readonly context: Context;
  readonly segment: number;
  readonly #columns = new ThinnedColumns(SERIES_BUCKETS);
  #lastStep = -Infinity;

  constructor({ id, name, context, segment }: SeriesInfo) {
    this.id = id;
    this.name = name;
    this.context = context;
    this.segment = segment;
  }

  get steps(): Float64Array {
    return this.#columns.steps;
  }

  get values(): Float64Array {
    return this.#columns.values;
  }

  get length(): number {
    return this.#columns.length;
  }

  get of(): number {
    return this.#columns.of;
  }

  get lastStep(): number {
    return this.#lastStep;
  }

  /** Appends the points that are new; those at or before the last step were seen and are left out. */
  append({ steps, values, of }: SeriesPoints): void {
    let first = 0;
    while (first < steps.length && steps[first]! <= this.#lastStep) first++;
    if (first === steps.length) return;
    // of thinned points the first one stands for all that were left out
    const leftOut = Math.max(0, of - steps.length);
    for (let i = first; i < steps.length; i++)
      this.#columns.append(steps[i]!, values[i]!, i === first ? 1 + leftOut : 1);
    this.#lastStep = steps[steps.length - 1]!;
  }
}

/**
 * When each step happened. Steps rise strictly: where a later segment goes back, its moments take the place of the
 * earlier ones from there on. Bounded by leaving out rows that begin no epoch.
 */
export class HeldMoments implements MomentTable {
  steps: Float64Array<ArrayBuffer> = new Float64Array(256);
  epochs: Int32Array<ArrayBuffer> = new Int32Array(256);
  wallMs: Float64Array<ArrayBuffer> = new Float64Array(256);
  length = 0;
  /** Last step seen, by segment. */
  readonly #seen = new Map<number, number>();
  #lastSegment = -1;

  append(rows: MomentColumns): void {
    const seen = this.#seen.get(rows.segment) ?? -Infinity;
    for (let i = 0; i < rows.steps.length; i++) {
      const step = rows.steps[i]!;
      if (step <= seen) continue;
      this.#add(rows.segment, step, rows.epochs[i]!, rows.wallMs[i]!);
    }
    const last = rows.steps.at(-1);
    if (last !== undefined && last > seen) this.#seen.set(rows.segment, last);
  }

  #add(segment: number, step: number, epoch: number, wallMs: number): void {
    if (segment < this.#lastSegment) {
      // late rows of an earlier segment: the later segment has taken their place from its first step on
      if (this.length > 0 && step <= this.steps[this.length - 1]!) return;
    }
    this.#lastSegment = Math.max(segment, this.#lastSegment);
    while (this.length > 0 && this.steps[this.length - 1]! >= step) this.length--;
    if (this.length === this.steps.length) this.#makeRoom();
    this.steps[this.length] = step;
    this.epochs[this.length] = epoch;
    this.wallMs[this.length] = wallMs;
    this.length++;
  }

  #makeRoom(): void {
    if (this.length >= MAX_MOMENTS) {
      this.#thin();
      return;
    }
    const capacity = this.length * 2;
    this.steps = grown(this.steps, new Float64Array(capacity));
    this.wallMs = grown(this.wallMs, new Float64Array(capacity));
    this.epochs = grown(this.epochs, new Int32Array(capacity));
  }

  /** Keeps every other row, and the first of each epoch while those are few. */
  #thin(): void {
    let kept = 0;
    let starts = 0;
    for (let i = 0; i < this.length; i++) {
      const startsEpoch = i > 0 && this.epochs[i] !== this.epochs[i - 1] && starts < MAX_MOMENTS / 4;
      if (startsEpoch) starts++;
      if (!startsEpoch && i % 2 === 1 && i < this.length - 1) continue;
      this.steps[kept] = this.steps[i]!;
      this.epochs[kept] = this.epochs[i]!;
      this.wallMs[kept] = this.wallMs[i]!;
      kept++;
    }
    this.length = kept;
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
