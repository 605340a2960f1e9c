import { messageOf, UnrolledError } from '../../base/errors.ts';
import { API_BASE } from '../../protocol/api-answers.ts';
import { decodeTensor } from '../../protocol/tensor-codec.ts';
import { formatRows, LONGEST_ROWS, takeRows } from '../../protocol/tensor-rows.ts';
import { fetchBytes } from '../window.ts';
import type { FromWorker, Job, JobKind, ReadTensor, ToWorker } from './jobs.ts';
import { matchJob } from './match-job.ts';
import { projectionJob } from './projection-job.ts';
import { scoresJob } from './scores-job.ts';
import { searchJob } from './search-job.ts';
import { similarityJob } from './similarity-job.ts';
import type { TensorSource } from './tensor-ref.ts';

/** What a worker talks through: its own global scope. */
export interface ServedPort {
  postMessage(message: FromWorker): void;
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
}

/** Progress is told at most so often, in ms. */
const TELL_MS = 50;

const JOBS: { readonly [K in JobKind]: Job<K> } = {
  projection: projectionJob,
  scores: scoresJob,
  search: searchJob,
  match: matchJob,
  similarity: similarityJob,
};

/** Carries out what is asked through `port`, one job at a time, and tells how far it is. */
export function serveJobs(port: ServedPort, fetchFn: typeof fetch = fetch): void {
  port.onmessage = ({ data }) => void serve(port, data, fetchFn);
}

async function serve(port: ServedPort, { kind, input }: ToWorker, fetchFn: typeof fetch): Promise<void> {
  try {
    const run = (JOBS[kind] as Job<JobKind>)(input, reader(input.source, fetchFn));
    let toldMs = 0;
    let step = await run.next();
    while (!step.done) {
      const { early = null, ...progress } = step.value;
      if (early || performance.now() - toldMs >= TELL_MS) {
        toldMs = performance.now();
        port.postMessage({ type: 'progress', progress, early });
      }
      step = await run.next();
    }
    port.postMessage({ type: 'done', output: step.value });
  } catch (error) {
    const code = error instanceof UnrolledError ? error.code : 'worker-failed';
    port.postMessage({ type: 'failed', code, message: messageOf(error) });
  }
}

/** Fetches what a job reads. Rows are cut by the server, unless there are too many gaps between them for a URL. */
function reader({ origin, store }: TensorSource, fetchFn: typeof fetch): ReadTensor {
  return async (tensor, rows) => {
    const url = `${origin}${API_BASE}/tensors/${tensor.id}?store=${encodeURIComponent(store)}`;
    if (!rows) return decodeTensor(tensor, await fetchBytes(fetchFn, url)).values;
    if (rows.length === 0) return [];
    const text = formatRows(rows);
    const isShort = text.length <= LONGEST_ROWS;
    const bytes = await fetchBytes(fetchFn, isShort ? `${url}&rows=${text}` : url);
    const data = isShort ? bytes : takeRows({ ...tensor, data: bytes }, rows).data;
    return decodeTensor({ ...tensor, shape: [rows.length, tensor.shape.at(-1) ?? 1] }, data).values;
  };
}
