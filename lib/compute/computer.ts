import { UnrolledError } from '../base/errors.ts';
import type { SaliencyMap } from '../model/saliency/map.ts';
import type { ExplainJob, FromWorker, OnShare, ToWorker } from './job.ts';

/** What came out of a job, and of which backend: `wasm`, `cpu`. */
export interface Explained {
  readonly maps: readonly SaliencyMap[];
  readonly backend: string;
}

/** Computes in a worker of its own, which loads tfjs with the first job. */
export interface Computer {
  /** One job at a time. Rejects with an UnrolledError; `cancelled` after `cancel`. */
  explain(job: ExplainJob, onShare: OnShare): Promise<Explained>;
  /** Ends what is being computed, at once. The next job starts a new worker. */
  cancel(): void;
}

/** A computer of this page. `wasm`: folder that the WASM binaries are served from. */
export function createComputer(wasm = new URL('/wasm/', location.href).href): Computer {
  let worker: Worker | null = null;
  let end: ((reason: UnrolledError) => void) | null = null;
  let jobs = 0;
  const cancel = () => {
    worker?.terminate();
    worker = null;
    end?.(new UnrolledError('cancelled', 'computation: cancelled'));
  };
  const explain = (job: ExplainJob, onShare: OnShare) =>
    new Promise<Explained>((resolve, reject) => {
      const id = ++jobs;
      worker ??= new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      end = reject;
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.id !== id) return;
        if (data.kind === 'progress') return onShare(data.share);
        end = null;
        if (data.kind === 'done') resolve({ maps: data.maps, backend: data.backend });
        else reject(new UnrolledError(data.code, data.message));
      };
      worker.onerror = (event) => {
        cancel();
        reject(
          new UnrolledError(
            'worker',
            `computation: ${event.message || 'the worker could not be loaded'} — reload the page`,
          ),
        );
      };
      worker.postMessage({ id, wasm, job } satisfies ToWorker);
    });
  return { explain, cancel };
}
