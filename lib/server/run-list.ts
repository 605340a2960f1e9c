import type { RunInfo } from '../protocol/run.ts';
import type { RunSummary } from '../protocol/summary.ts';
import type { Pulse, Store, StoredRun } from '../store/store.ts';
import { readParts, rowOf, type SummaryParts } from './summarise.ts';

/** What became of the run list since it was last read. */
export interface RunListChange {
  readonly upserts: readonly RunSummary[];
  readonly removed: readonly string[];
}

interface Row {
  readonly stored: StoredRun;
  readonly parts: SummaryParts;
  readonly summary: RunSummary;
}

/** After so many runs read in one go, others get their turn. */
const RUNS_AT_ONCE = 50;

/** The run list in memory; a run is summarised again only when it changed. */
export class RunList {
  readonly #judge: (info: RunInfo) => RunInfo;
  #rows: ReadonlyMap<string, Row> = new Map();

  constructor(judge: (info: RunInfo) => RunInfo) {
    this.#judge = judge;
  }

  /** As last read, newest first. */
  get summaries(): readonly RunSummary[] {
    return [...this.#rows.values()].map(({ summary }) => summary);
  }

  /** Reads the list again and says what changed. */
  async refresh(store: Store): Promise<RunListChange> {
    const upserts: RunSummary[] = [];
    const rows = new Map<string, Row>();
    let read = 0;
    for (const stored of await store.listRuns()) {
      const before = this.#rows.get(stored.info.id);
      const row = await this.#rowOf(store, stored, before);
      rows.set(stored.info.id, row);
      if (row !== before) upserts.push(row.summary);
      if (row.parts !== before?.parts && ++read % RUNS_AT_ONCE === 0) await new Promise(setImmediate);
    }
    const removed = [...this.#rows.keys()].filter((id) => !rows.has(id));
    this.#rows = rows;
    return { upserts, removed };
  }

  /** Judges live runs again by their pulses and says which rows changed. */
  feel(pulses: readonly Pulse[]): RunListChange {
    const rows = new Map(this.#rows);
    const upserts: RunSummary[] = [];
    for (const { id, status, heartbeatMs, host, pid } of pulses) {
      const row = rows.get(id);
      if (!row || status !== 'live' || row.stored.info.status !== 'live') continue;
      const stored = { ...row.stored, info: { ...row.stored.info, heartbeatMs, host, pid } };
      const info = this.#judge(stored.info);
      if (info.status === row.summary.info.status && heartbeatMs === row.summary.info.heartbeatMs) continue;
      const summary = { ...row.summary, info };
      rows.set(id, { ...row, stored, summary });
      upserts.push(summary);
    }
    this.#rows = rows;
    return { upserts, removed: [] };
  }

  /** Forgets everything: another store takes the place. */
  clear(): void {
    this.#rows = new Map();
  }

  async #rowOf(store: Store, stored: StoredRun, before: Row | undefined): Promise<Row> {
    const info = this.#judge(stored.info);
    const same = before?.stored.revision === stored.revision && before.stored.step === stored.step;
    if (before && same && before.summary.info.status === info.status && beat(before.stored) === beat(stored))
      return before;
    const parts = before && same ? before.parts : await readParts(store, stored.info.id);
    return { stored, parts, summary: { ...rowOf(stored, info), ...parts } };
  }
}

function beat({ info }: StoredRun): number {
  return info.heartbeatMs;
}
