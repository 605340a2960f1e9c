import { assert } from '../base/errors.ts';
import { bucketOf, type ThinnedPoints, thinnedIndexes } from './thinning.ts';

/**
 * The thinned form of a series that grows: append points as they come, read a bounded selection at any time. What is
 * read equals {@link thinPoints} of everything appended, whatever the chunks were.
 * Memory is bounded by 7 × buckets points plus the points of one bucket's width that came since it was last thinned;
 * appending costs O(1) a point, amortised.
 */
export class ThinnedColumns implements ThinnedPoints {
  readonly #buckets: number;
  #width = 1;
  #steps: Float64Array<ArrayBuffer>;
  #values: Float64Array<ArrayBuffer>;
  #length = 0;
  /** Points before this index are as thin as the width allows, and their bucket is closed. */
  #thinned = 0;
  #dirty = false;
  #of = 0;

  /** `buckets`: at most so many are kept, so at most 7 times as many points (`KEPT_PER_BUCKET`). */
  constructor(buckets: number) {
    assert(buckets >= 2, `at least two buckets are needed to thin, got ${buckets}`);
    this.#buckets = buckets;
    this.#steps = new Float64Array(64);
    this.#values = new Float64Array(64);
  }

  /** Capacity of the columns may exceed `length`; replaced, never shrunk, when they grow. Not to be written to. */
  get steps(): Float64Array {
    this.#thin();
    return this.#steps;
  }

  get values(): Float64Array {
    this.#thin();
    return this.#values;
  }

  /** How many points are held. */
  get length(): number {
    this.#thin();
    return this.#length;
  }

  /** How many points they stand for. */
  get of(): number {
    return this.#of;
  }

  /** Width of a bucket in steps; 1 = nothing has been left out (of integer steps). */
  get width(): number {
    return this.#width;
  }

  /** Appends points that stand for `of` stored ones (more than given when they were thinned before). */
  appendAll(points: { readonly steps: Float64Array; readonly values: Float64Array; readonly of: number }): void {
    for (let i = 0; i < points.steps.length; i++) this.append(points.steps[i]!, points.values[i]!, 0);
    this.#of += points.of;
  }

  /** Appends one point; its step must be above the last one's. `of`: how many stored points it stands for. */
  append(step: number, value: number, of = 1): void {
    const last = this.#length > 0 ? this.#steps[this.#length - 1]! : -Infinity;
    assert(step > last, `steps of a series must rise, got ${step} after ${last}`);
    if (this.#length === this.#steps.length) this.#makeRoom();
    this.#steps[this.#length] = step;
    this.#values[this.#length] = value;
    this.#length++;
    this.#of += of;
    this.#dirty = true;
  }

  /** Thins first, and grows only when that did not free half of the room: that keeps the cost of a point constant. */
  #makeRoom(): void {
    this.#thin();
    if (this.#length * 2 <= this.#steps.length) return;
    const capacity = this.#steps.length * 2;
    const steps = new Float64Array(capacity);
    const values = new Float64Array(capacity);
    steps.set(this.#steps.subarray(0, this.#length));
    values.set(this.#values.subarray(0, this.#length));
    this.#steps = steps;
    this.#values = values;
  }

  #thin(): void {
    if (!this.#dirty) return;
    const first = this.#steps[0]!;
    const last = this.#steps[this.#length - 1]!;
    while (bucketOf(last, this.#width) - bucketOf(first, this.#width) + 1 > this.#buckets) {
      this.#width *= 2;
      this.#thinned = 0;
    }
    const from = this.#thinned;
    const kept = thinnedIndexes(this.#steps.subarray(from, this.#length), this.#values.subarray(from), this.#width);
    let next = from;
    for (const index of kept) {
      this.#steps[next] = this.#steps[from + index]!;
      this.#values[next] = this.#values[from + index]!;
      next++;
    }
    this.#length = next;
    this.#closeBuckets(from);
  }

  /** The last bucket may still grow, so its points are looked at again next time. */
  #closeBuckets(from: number): void {
    const open = bucketOf(this.#steps[this.#length - 1]!, this.#width);
    let start = this.#length;
    while (start > from && bucketOf(this.#steps[start - 1]!, this.#width) === open) start--;
    this.#thinned = start;
    this.#dirty = false;
  }
}
