import type Database from 'better-sqlite3';
import { UnrolledError } from '../../base/errors.ts';
import type { NewNote, Note, NoteEdit } from '../../protocol/note.ts';

interface NoteRow {
  readonly id: number;
  readonly epoch: number | null;
  readonly step: number | null;
  readonly view: string | null;
  readonly link: string;
  readonly text: string;
  readonly author: string | null;
  readonly created_ms: number;
  readonly edited_ms: number | null;
  readonly deleted_ms: number | null;
}

const COLUMNS = 'id, epoch, step, view, link, text, author, created_ms, edited_ms, deleted_ms';

/** Reads and writes notes. Runs inside the caller's transaction. */
export class NoteTable {
  readonly #database: Database.Database;
  readonly #after: Database.Statement<[number, number], NoteRow>;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#after = database.prepare(`SELECT ${COLUMNS} FROM note WHERE run = ? AND revision > ? ORDER BY id`);
  }

  /** Notes of a run (by its row id) that changed after a revision, deleted ones too. */
  after(run: number, revision: number): readonly Note[] {
    return this.#after.all(run, revision).map(noteOfRow);
  }

  add(run: number, { epoch, step, view, link, text, author }: NewNote, revision: number, nowMs: number): Note {
    const row = this.#database
      .prepare<unknown[], NoteRow>(
        `INSERT INTO note (run, epoch, step, view, link, text, author, created_ms, revision)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING ${COLUMNS}`,
      )
      .get(run, epoch, step, view, link, text, author, nowMs, revision);
    return noteOfRow(row!);
  }

  edit(run: number, id: number, { text, deleted }: NoteEdit, revision: number, nowMs: number): Note {
    const row = this.#database
      .prepare<unknown[], NoteRow>(
        `UPDATE note SET
           edited_ms = CASE WHEN @text IS NOT NULL AND @text <> text THEN @nowMs ELSE edited_ms END,
           text = coalesce(@text, text),
           deleted_ms = CASE @deleted WHEN 1 THEN coalesce(deleted_ms, @nowMs) WHEN 0 THEN NULL ELSE deleted_ms END,
           revision = @revision
         WHERE run = @run AND id = @id RETURNING ${COLUMNS}`,
      )
      .get({ text: text ?? null, nowMs, deleted: deleted === undefined ? null : Number(deleted), revision, run, id });
    if (row) return noteOfRow(row);
    throw new UnrolledError('unknown-note', `note ${id}: not a note of this run — look at the list of its notes`);
  }
}

function noteOfRow(row: NoteRow): Note {
  const { id, epoch, step, view, link, text, author } = row;
  const times = { createdMs: row.created_ms, editedMs: row.edited_ms, deletedMs: row.deleted_ms };
  return { id, epoch, step, view, link, text, author, ...times };
}

/** By the epoch they are about (those about the whole run first), then as they were written. */
export function byEpoch(a: Note, b: Note): number {
  return (a.epoch ?? 0) - (b.epoch ?? 0) || a.id - b.id;
}
