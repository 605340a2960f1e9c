import type { FromWorker } from '../derived/jobs.ts';
import type { WorkerPort } from '../derived/worker-host.ts';

/** What a worker asks the page for. */
export interface FetchRequest {
  readonly type: 'fetch';
  readonly id: number;
  readonly url: string;
}

/** What it gets. */
export interface FetchAnswer {
  readonly type: 'fetched';
  readonly id: number;
  readonly status: number;
  readonly body: ArrayBuffer;
}

/** Starts a worker of the page out of its code, whose requests the page answers by `fetchFn`. */
export function pageWorker(code: string, fetchFn: typeof fetch): WorkerPort {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const worker = new Worker(url);
  const port: WorkerPort = {
    postMessage: (message) => worker.postMessage(message),
    onmessage: null,
    onerror: null,
    terminate: () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
  worker.onmessage = ({ data }: MessageEvent<FromWorker | FetchRequest>) => {
    if (data.type !== 'fetch') return port.onmessage?.({ data });
    void fetchFn(data.url).then(async (response) => {
      const body = await response.arrayBuffer();
      worker.postMessage({ type: 'fetched', id: data.id, status: response.status, body } satisfies FetchAnswer, [body]);
    });
  };
  worker.onerror = ({ message }) => port.onerror?.({ message });
  return port;
}
