import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Figure, told } from './figures.ts';
import { chunks, composedKey, type Layout, type Run, rows } from './layouts/layout.ts';

/** Runs × series × steps, a million points each, as in bench/store.ts. */
const WORKLOADS = {
  wide: { runs: 50, series: 20, steps: 1_000 },
  long: { runs: 1, series: 5, steps: 200_000 },
  interleaved: { runs: 1, series: 1_000, steps: 1_000 },
} as const;
const FLUSHES = [20_000, 1_000];
const LAYOUTS = [rows(1), rows(64), composedKey(64), chunks('json'), chunks('blob')];

/**
 * What points cost in different layouts of SQLite: the measurement behind docs/adr/0001. Raw inserts in flushes of
 * 20,000 and of 1,000 points; seconds are of CPU, so that a busy machine matters little.
 */
export async function bench(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'unrolled-layouts-'));
  try {
    for (const [load, { runs, series, steps }] of Object.entries(WORKLOADS)) {
      for (const flush of FLUSHES) {
        for (const layout of LAYOUTS) {
          const { rate, bytes, readMs } = measure(join(folder, 'layout.db'), layout, { runs, series, steps }, flush);
          console.log(
            `${load}, flush ${flush}, ${layout.name}: ${Math.round(rate / 1000)}k points per CPU second, ${bytes.toFixed(1)} bytes, one series read in ${readMs.toFixed(1)} ms`,
          );
          const id = `${load}_${flush}_${layout.name.replaceAll(/\W+/g, '_')}`;
          figures.push(told(`${id}_rate`, rate, 'points/CPU s'), told(`${id}_bytes`, bytes, 'bytes/point'));
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return figures;
}

interface Size {
  readonly runs: number;
  readonly series: number;
  readonly steps: number;
}

function measure(file: string, layout: Layout, size: Size, flush: number) {
  for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec(layout.schema);
  const write = database.transaction(layout.writer(database));
  let spent = 0;
  for (const runs of flushesOf(size, flush)) spent += cpuSeconds(() => write.immediate(runs));
  spent += cpuSeconds(() => database.pragma('wal_checkpoint(TRUNCATE)'));
  const points = size.runs * size.series * size.steps;
  const readMs =
    1000 *
    cpuSeconds(() => {
      const { length } = layout.read(database, 1);
      if (length !== size.steps) throw new Error(`${layout.name}: read ${length} of ${size.steps} points`);
    });
  database.close();
  return { rate: points / spent, bytes: statSync(file).size / points, readMs };
}

function* flushesOf({ runs, series, steps }: Size, flush: number): Generator<Run[]> {
  const stepsAtOnce = Math.max(1, Math.floor(flush / series));
  for (let run = 0; run < runs; run++) {
    for (let first = 0; first < steps; first += stepsAtOnce) {
      const count = Math.min(stepsAtOnce, steps - first);
      yield Array.from({ length: series }, (_, index) => ({
        series: run * series + index,
        first,
        values: Float64Array.from({ length: count }, (_value, i) => {
          const step = first + i;
          return Math.exp(-step / steps) + 0.01 * Math.sin(step * 0.37 + index);
        }),
      }));
    }
  }
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
