import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Delta, EMPTY_CURSOR } from '../../protocol/delta.ts';
import type { RunInfo } from '../../protocol/run.ts';
import { seriesKey } from '../../protocol/series-id.ts';
import { openStore } from '../../store/open-store.ts';

/** A run as a reader finds it in the file. */
export interface FoundRun {
  readonly info: RunInfo;
  readonly delta: Delta;
  /** Points of a series as [step, value], over all segments. */
  series(name: string, context?: { readonly [key: string]: string }): readonly (readonly [number, number])[];
}

/** A folder of its own for a test. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'unrolled-'));
}

/** Everything in the store of a folder, newest run first. */
export async function readRuns(dir: string): Promise<readonly FoundRun[]> {
  const store = await openStore(join(dir, 'unrolled.db'), { readOnly: true });
  try {
    const runs = await store.listRuns();
    return await Promise.all(
      runs.map(async ({ info }) => {
        const delta = await store.tail(info.id, EMPTY_CURSOR);
        return { info, delta, series: (name, context = {}) => pointsOf(delta, seriesKey({ name, context })) };
      }),
    );
  } finally {
    await store.close();
  }
}

/** The only run of a folder. */
export async function readRun(dir: string): Promise<FoundRun> {
  const [run, ...others] = await readRuns(dir);
  if (run === undefined || others.length > 0) throw new Error(`${dir} holds ${others.length + (run ? 1 : 0)} runs`);
  return run;
}

function pointsOf(delta: Delta, key: string): readonly (readonly [number, number])[] {
  const ids = delta.series.filter((series) => seriesKey(series) === key).map(({ id }) => id);
  return delta.points
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ steps, values }) => [...steps].map((step, i) => [step, values[i] as number] as const));
}
