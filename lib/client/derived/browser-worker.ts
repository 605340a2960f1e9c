import type { WorkerPort } from './worker-host.ts';

/** A worker of this page. The bundler makes a file of its own out of the expression. */
export function browserWorker(): WorkerPort {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }) as WorkerPort;
}
