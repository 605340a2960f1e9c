import { messageOf, UnrolledError } from '../base/errors.ts';
import { API_BASE, type ErrorAnswer } from '../protocol/api-answers.ts';
import type { NewNote, Note, NoteEdit } from '../protocol/note.ts';
import { fromJson, toJson } from '../protocol/packet.ts';
import type { RunInfo } from '../protocol/run.ts';
import type { BinAnswer, RunEdit } from '../protocol/run-edit.ts';

/**
 * What people change of runs. Every call rejects with the server's UnrolledError, which says what to do; what was changed
 * comes back to all pages by the run list and the runs' deltas.
 */
export interface Edits {
  run(id: string, edit: RunEdit): Promise<RunInfo>;
  /** The same change of many runs: of all or of none. */
  runs(ids: readonly string[], edit: Omit<RunEdit, 'name'>): Promise<void>;
  /** Removes deleted runs for good. */
  emptyBin(): Promise<BinAnswer>;
  addNote(runId: string, note: NewNote): Promise<Note>;
  editNote(runId: string, noteId: number, edit: NoteEdit): Promise<Note>;
}

/** The server's API for {@link Edits}. */
export function createEdits(fetchFn: typeof fetch, origin: string): Edits {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const init: RequestInit =
      body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: toJson(body) };
    const response = await fetchFn(`${origin}${API_BASE}${path}`, init).catch((cause: unknown) => {
      const message = `Unrolled's server: ${messageOf(cause)} — is it still running? Try again when it is`;
      throw new UnrolledError('unreachable', message, { cause });
    });
    const text = await response.text();
    if (response.ok) return fromJson(text);
    throw refusalOf(text, response.status);
  };
  const pathOf = (id: string) => `/runs/${encodeURIComponent(id)}`;
  return {
    run: async (id, edit) => (await ask('PATCH', pathOf(id), edit)) as RunInfo,
    runs: async (ids, edit) => void (await ask('PATCH', '/runs', { ids, edit })),
    emptyBin: async () => (await ask('DELETE', '/bin')) as BinAnswer,
    addNote: async (id, note) => (await ask('POST', `${pathOf(id)}/notes`, note)) as Note,
    editNote: async (id, note, edit) => (await ask('PATCH', `${pathOf(id)}/notes/${note}`, edit)) as Note,
  };
}

function refusalOf(text: string, status: number): UnrolledError {
  try {
    const { error } = JSON.parse(text) as ErrorAnswer;
    return new UnrolledError(error.code, error.message);
  } catch {
    return new UnrolledError('unreachable', `Unrolled's server: answered ${status} without a reason — try again`);
  }
}
