import { messageOf, UnrolledError } from '../base/errors.ts';
import type { Tf } from '../model/tfjs-internals.ts';
import { lacksKernel, startBackend } from './backend.ts';
import { explain } from './explain.ts';
import type { FromWorker, OnShare, ToWorker } from './job.ts';

/*
 * The worker's side: one job after the other. tfjs is loaded with the first; to cancel, the worker is ended.
 */

/** Least time between two reports, ms. */
const REPORT_MS = 100;

let tfjs: Promise<{ readonly tf: Tf; backend: string }> | null = null;
const say = (message: FromWorker) => self.postMessage(message);

self.onmessage = ({ data }: MessageEvent<ToWorker>) => void work(data);

async function work({ id, wasm, job }: ToWorker): Promise<void> {
  try {
    tfjs ??= load(wasm);
    const loaded = await tfjs;
    const { tf } = loaded;
    const report = reporter(id);
    let maps: Awaited<ReturnType<typeof explain>>;
    try {
      maps = await explain(tf, job, report);
    } catch (error) {
      if (loaded.backend === 'cpu' || !lacksKernel(error)) throw error;
      await tf.setBackend('cpu');
      loaded.backend = 'cpu';
      maps = await explain(tf, job, report);
    }
    say({ kind: 'done', id, maps, backend: loaded.backend });
  } catch (error) {
    const code = error instanceof UnrolledError ? error.code : 'internal';
    say({ kind: 'failed', id, code, message: messageOf(error) });
  }
}

async function load(wasm: string) {
  const tf = (await import('@tensorflow/tfjs')) as unknown as Tf;
  return { tf, backend: await startBackend(tf, wasm) };
}

function reporter(id: number): OnShare {
  let last = 0;
  return (share) => {
    const now = performance.now();
    if (now - last < REPORT_MS && share < 1) return;
    last = now;
    say({ kind: 'progress', id, share });
  };
}
