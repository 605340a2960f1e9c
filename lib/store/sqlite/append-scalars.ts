import type Database from 'better-sqlite3';
import type { ScalarBlock } from '../../protocol/record.ts';
import type { AppendReport } from '../store.ts';
import { BulkInsert } from './bulk-insert.ts';
import { PeakWriter } from './peaks.ts';
import type { SegmentReader, SegmentState, SeriesState } from './segment-state.ts';
import { type SortedPoints, sortBlock } from './sort-block.ts';

/** Writes the points and moments of blocks. Runs inside the caller's transaction; `clear` after a failure. */
export class ScalarWriter {
  readonly #reader: SegmentReader;
  readonly #points: BulkInsert;
  readonly #moments: BulkInsert;
  readonly #peaks: PeakWriter;
  readonly #updateSeries: Database.Statement<number[]>;
  readonly #updateSegment: Database.Statement<number[]>;

  constructor(database: Database.Database, reader: SegmentReader) {
    this.#reader = reader;
    this.#points = new BulkInsert(database, 'point (series, step, value)', 3);
    this.#moments = new BulkInsert(database, 'moment (segment, step, epoch, ms)', 4);
    this.#peaks = new PeakWriter(database);
    this.#updateSeries = database.prepare(
      `UPDATE series SET count = ?, first_step = ?, last_step = ?, last_value = ?, min = ?, max = ?, peak_width = ?, peak_end = ?
       WHERE id = ?`,
    );
    this.#updateSegment = database.prepare('UPDATE segment SET moments = ?, last_step = ? WHERE id = ?');
  }

  /** Stores what is new of a block, and says what was refused. */
  write(segment: SegmentState, block: ScalarBlock): AppendReport {
    const sorted = sortBlock(block);
    const touched = new Set<SeriesState>();
    let points = 0;
    let refused = 0;
    block.keys.forEach((key, k) => {
      const start = sorted.starts[k]!;
      const end = sorted.ends[k]!;
      if (start === end) return;
      const state = this.#reader.stateOf(segment, key);
      const from = firstAbove(sorted.steps, start, end, state.lastStep);
      refused += from - start;
      if (from === end) return;
      this.#addPoints(state, sorted, from, end);
      points += end - from;
      touched.add(state);
    });
    this.#points.flush();
    for (const state of touched) this.#updateState(state);
    this.#writeMoments(segment, block);
    return { points, refused };
  }

  /** Forgets rows that were not written. */
  clear(): void {
    this.#points.clear();
    this.#moments.clear();
    this.#peaks.clear();
  }

  #addPoints(state: SeriesState, { steps, values }: SortedPoints, from: number, end: number): void {
    let { min, max } = state;
    for (let i = from; i < end; i++) {
      const value = values[i]!;
      this.#points.add3(state.id, steps[i]!, value);
      if (value - value !== 0) continue; // NaN, ±Infinity
      // written so that a NaN, which says "none yet", gives way
      if (!(value >= min)) min = value;
      if (!(value <= max)) max = value;
    }
    state.min = min;
    state.max = max;
    if (state.count === 0) state.firstStep = steps[from]!;
    state.count += end - from;
    state.lastStep = steps[end - 1]!;
    state.lastValue = values[end - 1]!;
  }

  #updateState(state: SeriesState): void {
    this.#peaks.extend(state);
    const { count, firstStep, lastStep, lastValue, min, max, peakWidth, peakEnd, id } = state;
    this.#updateSeries.run(count, firstStep, lastStep, lastValue, min, max, peakWidth, peakEnd, id);
  }

  #writeMoments(segment: SegmentState, { steps, epochs, wallMs }: ScalarBlock): void {
    const rows = rowsInOrder(steps);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const step = steps[row]!;
      if (step <= segment.lastStep) continue;
      this.#moments.add4(segment.id, step, epochs[row]!, Math.round(wallMs[row]! - segment.startedMs));
      segment.lastStep = step;
      segment.moments++;
    }
    this.#moments.flush();
    if (rows.length > 0) this.#updateSegment.run(segment.moments, segment.lastStep, segment.id);
  }
}

function firstAbove(steps: Float64Array, start: number, end: number, watermark: number): number {
  let from = start;
  while (from < end && steps[from]! <= watermark) from++;
  return from;
}

function rowsInOrder(steps: Float64Array): Uint32Array {
  const rows = Uint32Array.from(steps, (_, i) => i);
  for (let i = 1; i < steps.length; i++) {
    if (steps[i]! < steps[i - 1]!) return rows.sort((a, b) => steps[a]! - steps[b]! || a - b);
  }
  return rows;
}
