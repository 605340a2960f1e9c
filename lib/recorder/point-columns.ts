import type { PointBlock } from '../protocol/parcel.ts';

const FIRST_POINTS = 1024;
const FIRST_ROWS = 256;

/** Bytes of a block's columns. */
export function blockBytes(block: PointBlock): number {
  return block.steps.length * 20 + block.values.length * 16;
}

/** The buffers of a block, to be moved rather than copied to another thread. */
export function blockBuffers(block: PointBlock): ArrayBuffer[] {
  return [
    block.steps.buffer,
    block.epochs.buffer,
    block.wallMs.buffer,
    block.seriesIndex.buffer,
    block.rowIndex.buffer,
    block.values.buffer,
  ];
}

/**
 * Growing columns that make no object per point. A row is one moment of training; a second value of a series in the
 * same row replaces the first, so what is logged twice at one step keeps its last value.
 */
export class PointColumns {
  #steps = new Float64Array(FIRST_ROWS);
  #epochs = new Int32Array(FIRST_ROWS);
  #wallMs = new Float64Array(FIRST_ROWS);
  #rows = 0;
  #seriesIndex = new Uint32Array(FIRST_POINTS);
  #rowIndex = new Uint32Array(FIRST_POINTS);
  #values = new Float64Array(FIRST_POINTS);
  #points = 0;
  /** Position of each series' newest point in this block, −1 for none. */
  #newest = new Int32Array(64).fill(-1);

  get points(): number {
    return this.#points;
  }

  /** Opens a row unless the newest one is of the same step and epoch. Later {@link add}s belong to it. */
  row(step: number, epoch: number, wallMs: number): void {
    const last = this.#rows - 1;
    if (last >= 0 && this.#steps[last] === step && this.#epochs[last] === epoch) return;
    if (this.#rows === this.#steps.length) this.#growRows();
    this.#steps[this.#rows] = step;
    this.#epochs[this.#rows] = epoch;
    this.#wallMs[this.#rows] = wallMs;
    this.#rows++;
  }

  /** Adds a value to the newest row. */
  add(series: number, value: number): void {
    if (series >= this.#newest.length) this.#growSeries(series);
    const row = this.#rows - 1;
    const newest = this.#newest[series] as number;
    if (newest >= 0 && this.#rowIndex[newest] === row) {
      this.#values[newest] = value;
      return;
    }
    if (this.#points === this.#values.length) this.#growPoints();
    const at = this.#points++;
    this.#seriesIndex[at] = series;
    this.#rowIndex[at] = row;
    this.#values[at] = value;
    this.#newest[series] = at;
  }

  /** The points so far, in buffers the caller owns, and starts anew; null when there are none. */
  take(): PointBlock | null {
    if (this.#points === 0) return null;
    const block: PointBlock = {
      steps: this.#steps.slice(0, this.#rows),
      epochs: this.#epochs.slice(0, this.#rows),
      wallMs: this.#wallMs.slice(0, this.#rows),
      seriesIndex: this.#seriesIndex.slice(0, this.#points),
      rowIndex: this.#rowIndex.slice(0, this.#points),
      values: this.#values.slice(0, this.#points),
    };
    this.#rows = 0;
    this.#points = 0;
    this.#newest.fill(-1);
    return block;
  }

  #growRows(): void {
    const size = this.#steps.length * 2;
    this.#steps = grown(this.#steps, new Float64Array(size));
    this.#epochs = grown(this.#epochs, new Int32Array(size));
    this.#wallMs = grown(this.#wallMs, new Float64Array(size));
  }

  #growPoints(): void {
    const size = this.#values.length * 2;
    this.#seriesIndex = grown(this.#seriesIndex, new Uint32Array(size));
    this.#rowIndex = grown(this.#rowIndex, new Uint32Array(size));
    this.#values = grown(this.#values, new Float64Array(size));
  }

  #growSeries(series: number): void {
    const newest = new Int32Array(Math.max(series + 1, this.#newest.length * 2)).fill(-1);
    newest.set(this.#newest);
    this.#newest = newest;
  }
}

function grown<T extends Float64Array | Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
