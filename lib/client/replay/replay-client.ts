import { createClient } from '../client.ts';
import type { Client } from '../contract.ts';
import { pageWorker } from './page-worker.ts';
import { ReplayArchive, type ReplayParts } from './replay-archive.ts';
import { ReplayConnection } from './replay-connection.ts';
import { replayFetch } from './replay-fetch.ts';

/** A name no request ever leaves the page for. */
const ORIGIN = 'http://replay.invalid';

/** All a dashboard needs of the server, out of the page itself. `workerCode`: the script of its workers. */
export function createReplayClient(parts: ReplayParts, workerCode: string): Client {
  const opening = ReplayArchive.open(parts);
  const fetchFn = replayFetch(opening);
  return createClient({
    origin: ORIGIN,
    fetch: fetchFn,
    connection: new ReplayConnection(opening),
    makeWorker: () => pageWorker(workerCode, fetchFn),
  });
}
