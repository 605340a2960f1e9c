import { assert } from '../../base/errors.ts';
import type { WorkerPort } from '../derived/worker-host.ts';

/** In place of the dashboard's own worker, which is a file of its own: this page brings its workers along. */
export function browserWorker(): WorkerPort {
  assert(false, 'a page that holds its run itself starts its own workers');
}
