import { messageOf, UnrolledError } from '../base/errors.ts';
import { API_BASE, type ErrorAnswer, type ImportAnswer } from '../protocol/api-answers.ts';
import { RUN_FILE_TYPE } from '../protocol/run-file.ts';

/** What a run can be taken along as: a file to import, its series with every point, or a page that shows it. */
export type RunFileFormat = 'unrolled' | 'csv' | 'json' | 'html';

/** A file as it came, whole. */
export interface RunFile {
  readonly name: string;
  readonly data: Blob;
}

/** Runs as files, out of the server and into it. All reject with the server's UnrolledError, which says what to do. */
export interface RunFiles {
  fetch(runId: string, format: RunFileFormat, signal: AbortSignal): Promise<RunFile>;
  /** `beside`: where another state of the run is there, beside it under another id. */
  bringIn(file: Blob, name: string, beside: boolean, signal: AbortSignal): Promise<ImportAnswer>;
}

const PATHS: { readonly [format in RunFileFormat]: string } = {
  unrolled: 'file',
  csv: 'series.csv',
  json: 'series.json',
  html: 'page.html',
};

/** The server's API for {@link RunFiles}. */
export function createRunFiles(fetchFn: typeof fetch, origin: string): RunFiles {
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await fetchFn(`${origin}${API_BASE}${path}`, init).catch(unreachable);
    if (!response.ok) throw await refusalOf(response);
    return response;
  };
  return {
    async fetch(runId, format, signal) {
      const response = await ask(`/runs/${encodeURIComponent(runId)}/${PATHS[format]}`, { signal });
      const data = await response.blob().catch(unreachable);
      return { name: nameIn(response.headers.get('content-disposition')) ?? `${runId}.${format}`, data };
    },
    async bringIn(file, name, beside, signal) {
      const query = new URLSearchParams({ name: name.slice(0, 300) || 'run.unrolled', beside: beside ? '1' : '0' });
      const headers = { 'content-type': RUN_FILE_TYPE };
      const response = await ask(`/runs/import?${query}`, { method: 'POST', headers, body: file, signal });
      return (await response.json()) as ImportAnswer;
    },
  };
}

function nameIn(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1];
  return encoded === undefined ? null : decodeURIComponent(encoded);
}

function unreachable(cause: unknown): never {
  if (cause instanceof Error && cause.name === 'AbortError') throw cause;
  const message = `Unrolled's server: ${messageOf(cause)} — is it still running? Try again when it is`;
  throw new UnrolledError('unreachable', message, { cause });
}

async function refusalOf(response: Response): Promise<UnrolledError> {
  try {
    const { error } = (await response.json()) as ErrorAnswer;
    return new UnrolledError(error.code, error.message);
  } catch {
    return new UnrolledError(
      'unreachable',
      `Unrolled's server: answered ${response.status} without a reason — try again`,
    );
  }
}
