import { parentPort, workerData } from 'node:worker_threads';
import { assert, messageOf, UnrolledError } from '../base/errors.ts';
import { importBeside } from '../store/run-file/import-beside.ts';
import { type Imported, importRunFile } from '../store/run-file/import-run-file.ts';

/** What the thread is given. */
export interface ImportJob {
  /** The store's file, and the one-file run. */
  readonly store: string;
  readonly file: string;
  /** Another state of that run is there: beside it, under an id of its own. */
  readonly beside: boolean;
}

/** What it says in the end. */
export type ImportResult =
  | { readonly ok: true; readonly imported: Imported }
  | { readonly ok: false; readonly code: string; readonly message: string };

const port = parentPort;
assert(port, 'import-thread is started as a worker thread');
const { store, file, beside } = workerData as ImportJob;

// a transaction as long as the run is large: in the server's own thread a trainer's records would wait for it in vain
(beside ? importBeside(store, file) : importRunFile(store, file)).then(
  (imported) => port.postMessage({ ok: true, imported } satisfies ImportResult),
  (error: unknown) => {
    const code = error instanceof UnrolledError ? error.code : 'internal';
    port.postMessage({ ok: false, code, message: messageOf(error) } satisfies ImportResult);
  },
);
