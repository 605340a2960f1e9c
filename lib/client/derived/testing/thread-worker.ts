import { Worker } from 'node:worker_threads';
import type { WorkerPort } from '../worker-host.ts';

/** A worker of a page as a thread of Node. */
export function threadWorker(): WorkerPort {
  const worker = new Worker(new URL('./job-thread.ts', import.meta.url));
  const port: WorkerPort = {
    onmessage: null,
    onerror: null,
    postMessage: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
  };
  worker.on('message', (data) => port.onmessage?.({ data }));
  worker.on('error', (error: Error) => port.onerror?.({ message: error.message }));
  return port;
}
