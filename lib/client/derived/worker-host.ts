import { UnrolledError } from '../../base/errors.ts';
import type { FromWorker, JobInputs, JobKind, JobOutputs, JobProgress, ToWorker } from './jobs.ts';

/** What a host needs of a worker: a browser's `Worker` is one. */
export interface WorkerPort {
  postMessage(message: ToWorker): void;
  onmessage: ((event: { readonly data: FromWorker }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  terminate(): void;
}

/** Told how far a job is, and once, perhaps, what it has before it ends. */
type OnProgress<K extends JobKind> = (progress: JobProgress, early: JobOutputs[K] | null) => void;

interface Task {
  readonly kind: JobKind;
  readonly input: JobInputs[JobKind];
  readonly onProgress: OnProgress<JobKind>;
  readonly resolve: (output: JobOutputs[JobKind]) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane {
  port: WorkerPort | null;
  task: Task | null;
}

/**
 * Runs jobs in web workers, a few at once, in the order they were asked for. A worker is started when first needed and
 * kept; one whose job is given up is ended at once, whatever it is in the middle of.
 */
export class WorkerHost {
  readonly #make: () => WorkerPort;
  readonly #lanes: readonly Lane[];
  readonly #waiting: Task[] = [];

  constructor(make: () => WorkerPort, lanes = 2) {
    this.#make = make;
    this.#lanes = Array.from({ length: lanes }, () => ({ port: null, task: null }));
  }

  /** Rejects with the job's UnrolledError, `worker-failed`, or the signal's reason. */
  run<K extends JobKind>(
    kind: K,
    input: JobInputs[K],
    { signal, onProgress = () => undefined }: { signal?: AbortSignal; onProgress?: OnProgress<K> } = {},
  ): Promise<JobOutputs[K]> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const task: Task = {
        ...{ kind, input, reject },
        onProgress: onProgress as OnProgress<JobKind>,
        resolve: resolve as Task['resolve'],
      };
      this.#waiting.push(task);
      signal?.addEventListener('abort', () => this.#giveUp(task, signal.reason), { once: true });
      this.#next();
    });
  }

  /** Ends all workers; what was asked for is rejected. */
  close(): void {
    const closed = new UnrolledError('closed', 'worker: the page is closing — open it again');
    for (const task of this.#waiting.splice(0)) task.reject(closed);
    for (const lane of this.#lanes) this.#end(lane, closed);
  }

  #next(): void {
    for (const lane of this.#lanes) {
      if (lane.task || this.#waiting.length === 0) continue;
      const task = this.#waiting.shift()!;
      lane.task = task;
      try {
        lane.port ??= this.#start(lane);
        lane.port.postMessage({ kind: task.kind, input: task.input } as ToWorker);
      } catch (cause) {
        this.#end(lane, failure(cause instanceof Error ? cause.message : String(cause)));
      }
    }
  }

  #start(lane: Lane): WorkerPort {
    const port = this.#make();
    port.onmessage = ({ data }) => {
      if (lane.port === port) this.#hear(lane, data);
    };
    port.onerror = ({ message }) => {
      if (lane.port !== port) return;
      this.#end(lane, failure(message ?? 'it could not be loaded'));
      this.#next();
    };
    return port;
  }

  #hear(lane: Lane, message: FromWorker): void {
    const { task } = lane;
    if (!task) return;
    if (message.type === 'progress') {
      task.onProgress(message.progress, message.early);
      return;
    }
    lane.task = null;
    if (message.type === 'done') task.resolve(message.output);
    else task.reject(new UnrolledError(message.code, message.message));
    this.#next();
  }

  #giveUp(task: Task, reason: unknown): void {
    const at = this.#waiting.indexOf(task);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
      task.reject(reason);
      return;
    }
    const lane = this.#lanes.find((each) => each.task === task);
    if (!lane) return;
    this.#end(lane, reason);
    this.#next();
  }

  #end(lane: Lane, reason: unknown): void {
    lane.port?.terminate();
    lane.port = null;
    lane.task?.reject(reason);
    lane.task = null;
  }
}

function failure(why: string): UnrolledError {
  return new UnrolledError('worker-failed', `worker: ${why} — reload the page`);
}
