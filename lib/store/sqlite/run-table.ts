import type Database from 'better-sqlite3';
import { UnrolledError } from '../../base/errors.ts';
import type { SegmentInfo } from '../../protocol/delta.ts';
import type { RunChange, RunPosition } from '../../protocol/ingest.ts';
import { toJson } from '../../protocol/packet.ts';
import type { NewRun, RunPatch } from '../../protocol/run.ts';
import type { EditableField, RunEdit } from '../../protocol/run-edit.ts';
import { here, judged } from '../run-status.ts';
import type { Pulse, StoredRun, WriteMark } from '../store.ts';
import { columnsOfPatch, editedOfRow, pulseOfRow, type RunRow, runOfRow } from './run-row.ts';
import { valueQuery } from './statements.ts';

type ListRow = RunRow & { readonly epoch: number; readonly step: number };

const RUN_ROW = 'SELECT run.*, heartbeat.ms AS heartbeat_ms FROM run JOIN heartbeat ON heartbeat.run = run.number';
const LIST_ROW = `
  SELECT run.*, heartbeat.ms AS heartbeat_ms,
    coalesce((SELECT max(epoch.epoch) FROM segment JOIN epoch ON epoch.segment = segment.id
              WHERE segment.run = run.number), 0) AS epoch,
    coalesce((SELECT last_step FROM segment WHERE segment.run = run.number AND last_step IS NOT NULL
              ORDER BY segment.number DESC LIMIT 1), 0) AS step
  FROM run JOIN heartbeat ON heartbeat.run = run.number`;

/** Reads and writes runs and opens segments. Runs inside the caller's transaction. */
export class RunTable {
  readonly #database: Database.Database;
  readonly #row: Database.Statement<[string], RunRow>;
  readonly #number: Database.Statement<[string], number>;
  readonly #listed: Database.Statement<[string], ListRow>;
  readonly #list: Database.Statement<[], ListRow>;
  readonly #pulses: Database.Statement<[], RunRow>;
  readonly #beat: Database.Statement<[number, string]>;
  readonly #bump: Database.Statement<[number], number>;
  readonly #newestSegment: Database.Statement<[number], number | null>;
  readonly #receive: Database.Statement<[string, number, string]>;
  readonly #resume: Database.Statement<[string, number, number]>;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#row = database.prepare(`${RUN_ROW} WHERE run.id = ?`);
    this.#number = valueQuery(database, 'SELECT number FROM run WHERE id = ?');
    this.#listed = database.prepare(`${LIST_ROW} WHERE run.id = ?`);
    this.#list = database.prepare(`${LIST_ROW} ORDER BY run.started_ms DESC, run.number DESC`);
    this.#pulses = database.prepare(
      `SELECT id, status, heartbeat.ms AS heartbeat_ms, host, pid
       FROM run JOIN heartbeat ON heartbeat.run = run.number ORDER BY run.number`,
    );
    this.#beat = database.prepare('UPDATE heartbeat SET ms = ? WHERE run = (SELECT number FROM run WHERE id = ?)');
    this.#bump = valueQuery(database, 'UPDATE run SET revision = revision + 1 WHERE number = ? RETURNING revision');
    this.#newestSegment = valueQuery(database, 'SELECT max(number) FROM segment WHERE run = ?');
    this.#receive = database.prepare('UPDATE run SET sender = ?, received = ? WHERE id = ?');
    this.#resume = database.prepare(
      `UPDATE run SET status = 'live', status_detail = NULL, finished_ms = NULL, host = ?, pid = ?, sender = '',
                      received = 0, revision = revision + 1 WHERE number = ?`,
    );
  }

  /** The row of a run; throws `unknown-run`. */
  row(runId: string): RunRow {
    return this.#row.get(runId) ?? unknownRun(runId);
  }

  /** The row id of a run; throws `unknown-run`. */
  number(runId: string): number {
    return this.#number.get(runId) ?? unknownRun(runId);
  }

  get(runId: string): StoredRun {
    return listed(this.#listed.get(runId) ?? unknownRun(runId));
  }

  /** How far a run has come; throws `unknown-run`. */
  position(runId: string): RunPosition & { readonly sender: string; readonly received: number } {
    const row = this.#listed.get(runId) ?? unknownRun(runId);
    const { number, project, name, epoch, step, sender, received } = row;
    return { project, name, epoch, step, segment: this.newestSegment(number), sender, received };
  }

  /** Number of a run's newest segment, by the run's row id. */
  newestSegment(number: number): number {
    return this.#newestSegment.get(number) ?? 0;
  }

  /** True when this number of the run's sender was carried out before; throws `gap` or `other-sender`. */
  wasReceived(runId: string, { sender, number }: WriteMark): boolean {
    const row = this.#row.get(runId);
    if (number === 1 && row?.sender !== sender) return false;
    if (!row) return unknownRun(runId);
    if (row.sender !== sender) throw otherSender(runId);
    if (number <= row.received) return true;
    if (number === row.received + 1) return false;
    throw new UnrolledError('gap', `request ${number}: ${row.received + 1} is expected — send what lies between first`);
  }

  /** Notes that a number was carried out. */
  receive(runId: string, { sender, number }: WriteMark): void {
    this.#receive.run(sender, number, runId);
  }

  /** Goes on with a run: live again, by another process, in a new segment. Throws `run-live` while its process lives. */
  resume(runId: string, { host, pid, startedMs }: Extract<RunChange, { kind: 'resume' }>): void {
    const row = this.row(runId);
    const run = judged(runOfRow(row), here());
    if (run.status === 'live') {
      throw new UnrolledError(
        'run-live',
        `run ${JSON.stringify(runId)}: still recorded by process ${run.pid} on ${run.host} — end that first; ` +
          'on another machine a process that is gone shows after 15 s',
      );
    }
    const { step } = this.get(runId);
    // a local process' own writes carry no mark: the sender before has no say any more
    this.#resume.run(host, pid, row.number);
    this.openSegment(runId, step + 1, startedMs);
    this.beat(runId, Date.now());
  }

  list(): StoredRun[] {
    return this.#list.all().map(listed);
  }

  pulses(): Pulse[] {
    return this.#pulses.all().map(pulseOfRow);
  }

  /** Adds a run, live, with the next colour; throws `run-exists`. */
  create(run: NewRun): void {
    const id = JSON.stringify(run.id);
    if (this.#row.get(run.id)) throw new UnrolledError('run-exists', `run ${id}: there already — use a new id`);
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO run (id, project, name, run_group, tags, notes, config, memory, status, started_ms, colour, host,
                          pid, environment, dropped, revision)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'live', ?, (SELECT coalesce(max(colour) + 1, 0) FROM run), ?, ?, ?, '{}', 0)`,
      )
      .run(
        ...[run.id, run.project, run.name, run.group, toJson(run.tags), run.notes, toJson(run.config), run.memory],
        ...[run.startedMs, run.host, run.pid, toJson(run.environment)],
      );
    this.#database.prepare('INSERT INTO heartbeat (run, ms) VALUES (?, ?)').run(lastInsertRowid, run.startedMs);
  }

  /** Opens the next segment of a run. */
  openSegment(runId: string, firstStep: number, startedMs: number): SegmentInfo {
    const { number } = this.row(runId);
    const revision = this.bump(number);
    const index = valueQuery<number[], number>(
      this.#database,
      `INSERT INTO segment (run, number, first_step, started_ms, revision)
       VALUES (?, (SELECT coalesce(max(number) + 1, 0) FROM segment WHERE run = ?), ?, ?, ?) RETURNING number`,
    ).get(number, number, firstStep, startedMs, revision)!;
    return { index, firstStep, startedMs };
  }

  update(runId: string, patch: RunPatch): void {
    const row = this.row(runId);
    if (patch.heartbeatMs !== undefined) this.beat(runId, patch.heartbeatMs);
    const columns = columnsOfPatch(patch, editedOfRow(row));
    if (Object.values(patch.dropped ?? {}).some((count) => count > 0)) {
      columns.push({ column: 'dropped', value: toJson(sum(runOfRow(row).dropped, patch.dropped!)) });
    }
    if (columns.length === 0) return;
    const set = columns.map(({ column }) => `${column} = ?`).join(', ');
    this.#database
      .prepare(`UPDATE run SET ${set}, revision = revision + 1 WHERE number = ?`)
      .run(...columns.map(({ value }) => value), row.number);
  }

  /** Changes what a person says of a run. Fields set so are the person's from now on. */
  edit(runId: string, edit: RunEdit, nowMs: number): void {
    const row = this.row(runId);
    const info = runOfRow(row);
    const tags = editedTags(info.tags, edit);
    const set: EditValues = {
      ...(edit.name === undefined ? {} : { name: edit.name }),
      ...(edit.group === undefined ? {} : { group: edit.group }),
      ...(tags === null ? {} : { tags }),
      ...(edit.notes === undefined ? {} : { notes: edit.notes }),
    };
    const columns = columnsOfPatch(set, []);
    const edited = [...new Set([...editedOfRow(row), ...Object.keys(set)])].sort();
    columns.push({ column: 'edited', value: toJson(edited) });
    if (edit.archived !== undefined) columns.push(mark('archived_ms', info.archivedMs, edit.archived, nowMs));
    if (edit.deleted !== undefined) columns.push(mark('deleted_ms', info.deletedMs, edit.deleted, nowMs));
    const sql = columns.map(({ column }) => `${column} = ?`).join(', ');
    this.#database
      .prepare(`UPDATE run SET ${sql}, revision = revision + 1 WHERE number = ?`)
      .run(...columns.map(({ value }) => value), row.number);
  }

  /** Ids and numbers of the runs in the bin, with whether they are still being recorded. */
  bin(): readonly { readonly id: string; readonly number: number; readonly isLive: boolean }[] {
    return this.#database
      .prepare<[], RunRow>(`${RUN_ROW} WHERE run.deleted_ms IS NOT NULL ORDER BY run.number`)
      .all()
      .map((row) => ({ id: row.id, number: row.number, isLive: judged(runOfRow(row), here()).status === 'live' }));
  }

  beat(runId: string, ms: number): void {
    if (this.#beat.run(ms, runId).changes === 0) unknownRun(runId);
  }

  /** The run's next revision, now its own. */
  bump(number: number): number {
    return this.#bump.get(number)!;
  }
}

type EditValues = Pick<RunPatch, EditableField>;

/** The tags after an edit; null where it says nothing of them. */
function editedTags(before: readonly string[], { tags, addTags, removeTags }: RunEdit): readonly string[] | null {
  if (!tags && !addTags && !removeTags) return null;
  const gone = new Set(removeTags ?? []);
  return [...new Set([...(tags ?? before), ...(addTags ?? [])])].filter((tag) => !gone.has(tag));
}

/** When a run was put away stays when it is put away again. */
function mark(column: string, before: number | null | undefined, isOn: boolean, nowMs: number) {
  return { column, value: isOn ? (before ?? nowMs) : null };
}

interface Counts {
  readonly [reason: string]: number;
}

function sum(stored: Counts, more: Counts): Counts {
  const total: { [reason: string]: number } = { ...stored };
  for (const [reason, count] of Object.entries(more)) total[reason] = (total[reason] ?? 0) + count;
  return total;
}

function listed(row: ListRow): StoredRun {
  return { info: runOfRow(row), revision: row.revision, epoch: row.epoch, step: row.step };
}

function otherSender(runId: string): UnrolledError {
  return new UnrolledError(
    'other-sender',
    `run ${JSON.stringify(runId)}: another process goes on with it — give this one a run of its own`,
  );
}

function unknownRun(runId: string): never {
  const shown = JSON.stringify(runId.slice(0, 100));
  throw new UnrolledError('unknown-run', `run ${shown}: not in this store — look at the list of runs`);
}
