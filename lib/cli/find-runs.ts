import { existsSync } from 'node:fs';
import { UnrolledError } from '../base/errors.ts';
import type { RunInfo } from '../protocol/run.ts';

/** Shorter beginnings of an id are taken for names. */
const PREFIX_LENGTH = 4;
const MOST_SHOWN = 10;

/** The run that is meant by an id, a name, or the beginning of an id. Throws `unknown-run` or `ambiguous-run`. */
export function findRun(said: string, runs: readonly RunInfo[], dir: string): RunInfo {
  const exact = runs.find(({ id }) => id === said);
  if (exact) return exact;
  const named = runs.filter(({ name }) => name === said);
  const begun = said.length < PREFIX_LENGTH ? [] : runs.filter(({ id }) => id.startsWith(said));
  const found = named.length > 0 ? named : begun;
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    throw new UnrolledError('unknown-run', `run ${JSON.stringify(said)}: not in ${dir} — see unrolled list`);
  }
  const shown = found.slice(0, MOST_SHOWN).map(({ id, project, startedMs }) => `${id} (${project}, ${day(startedMs)})`);
  const more = found.length > MOST_SHOWN ? `, … (${found.length} in all)` : '';
  throw new UnrolledError(
    'ambiguous-run',
    `run ${JSON.stringify(said)}: several are meant — give the id of one: ${shown.join(', ')}${more}`,
  );
}

/** Whether what was given for a run is a file. */
export function isFile(said: string): boolean {
  return said.endsWith('.unrolled') && existsSync(said);
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
