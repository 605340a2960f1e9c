import { fromJson, toJson } from '../../protocol/packet.ts';
import type { RunInfo, RunPatch } from '../../protocol/run.ts';
import type { Pulse } from '../store.ts';

/** A row of table `run` with its heartbeat. */
export interface RunRow {
  readonly number: number;
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly run_group: string | null;
  readonly tags: string;
  readonly notes: string;
  readonly config: string;
  readonly memory: number | null;
  readonly status: string;
  readonly status_detail: string | null;
  readonly started_ms: number;
  readonly finished_ms: number | null;
  readonly heartbeat_ms: number;
  readonly epochs_planned: number | null;
  readonly steps_per_epoch: number | null;
  readonly colour: number;
  readonly host: string;
  readonly pid: number;
  readonly model: string | null;
  readonly probe: string | null;
  readonly environment: string;
  readonly dropped: string;
  readonly sender: string;
  readonly received: number;
  readonly edited: string;
  readonly archived_ms: number | null;
  readonly deleted_ms: number | null;
  readonly revision: number;
}

/**
 * What a row says of its run. A column that can't be read is empty and named in `statusDetail`: one damaged run must not
 * hide the others.
 */
export function runOfRow(row: RunRow): RunInfo {
  const damaged: string[] = [];
  const read = <T>(column: JsonColumn, empty: T): T => {
    const text = row[column];
    if (text === null) return empty;
    try {
      return fromJson(text) as T;
    } catch {
      damaged.push(column);
      return empty;
    }
  };
  const info: RunInfo = {
    id: row.id,
    project: row.project,
    name: row.name,
    group: row.run_group,
    tags: read('tags', []),
    notes: row.notes,
    config: read('config', {}),
    memory: row.memory,
    status: row.status as RunInfo['status'],
    statusDetail: row.status_detail,
    startedMs: row.started_ms,
    finishedMs: row.finished_ms,
    heartbeatMs: row.heartbeat_ms,
    epochsPlanned: row.epochs_planned,
    stepsPerEpoch: row.steps_per_epoch,
    colour: row.colour,
    host: row.host,
    pid: row.pid,
    model: read('model', null),
    probe: read('probe', null),
    environment: read('environment', {}),
    dropped: read('dropped', {}),
    archivedMs: row.archived_ms,
    deletedMs: row.deleted_ms,
  };
  if (damaged.length === 0) return info;
  const remark = `damaged in the store: ${damaged.join(', ')}`;
  return { ...info, statusDetail: info.statusDetail ? `${info.statusDetail}; ${remark}` : remark };
}

type JsonColumn = 'tags' | 'config' | 'model' | 'probe' | 'environment' | 'dropped';

/** The pulse in a row of `id, status, heartbeat_ms, host, pid`. */
export function pulseOfRow(row: Pick<RunRow, 'id' | 'status' | 'heartbeat_ms' | 'host' | 'pid'>): Pulse {
  return {
    id: row.id,
    status: row.status as Pulse['status'],
    heartbeatMs: row.heartbeat_ms,
    host: row.host,
    pid: row.pid,
  };
}

/**
 * Columns a patch sets, and their values, without the fields that a person has set. `heartbeatMs` and `dropped` are not
 * among them: they are not replaced.
 */
export function columnsOfPatch(
  patch: RunPatch,
  edited: readonly string[],
): { readonly column: string; readonly value: string | number | null }[] {
  const columns: { column: string; value: string | number | null }[] = [];
  for (const [key, [column, isJson]] of Object.entries(PATCH_COLUMNS)) {
    const value = patch[key as keyof RunPatch];
    if (value === undefined || edited.includes(key)) continue;
    columns.push({ column, value: isJson && value !== null ? toJson(value) : (value as string | number | null) });
  }
  return columns;
}

const PATCH_COLUMNS: {
  readonly [key in Exclude<keyof RunPatch, 'heartbeatMs' | 'dropped'>]: readonly [string, boolean];
} = {
  name: ['name', false],
  group: ['run_group', false],
  tags: ['tags', true],
  notes: ['notes', false],
  config: ['config', true],
  memory: ['memory', false],
  status: ['status', false],
  statusDetail: ['status_detail', false],
  finishedMs: ['finished_ms', false],
  epochsPlanned: ['epochs_planned', false],
  stepsPerEpoch: ['steps_per_epoch', false],
  model: ['model', true],
  probe: ['probe', true],
  environment: ['environment', true],
};

/** Fields of a run that a person has set; of a damaged row none. */
export function editedOfRow({ edited }: RunRow): readonly string[] {
  try {
    const fields = fromJson(edited);
    return Array.isArray(fields) ? fields.map(String) : [];
  } catch {
    return [];
  }
}
