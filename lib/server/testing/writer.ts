import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { EpochRecord, EventRecord, TensorInfo } from '../../protocol/record.ts';
import type { NewRun, RunPatch } from '../../protocol/run.ts';
import type { Verdict } from '../../protocol/verdict.ts';
import type { Row } from './blocks.ts';

/** What a writer process is told. */
export type WriterOrder =
  | { readonly do: 'create'; readonly run: NewRun }
  | {
      readonly do: 'append';
      readonly runId: string;
      readonly rows: readonly Row[];
      readonly tensors?: readonly (TensorInfo & { readonly values: readonly number[] })[];
      readonly epochs?: readonly EpochRecord[];
      readonly events?: readonly EventRecord[];
      readonly verdicts?: readonly Verdict[];
    }
  | { readonly do: 'update'; readonly runId: string; readonly patch: RunPatch }
  | { readonly do: 'close' };

type Appended = Omit<Extract<WriterOrder, { do: 'append' }>, 'do' | 'runId' | 'rows'>;

/** A process that writes runs, as a trainer would. */
export class Writer {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Opens (creates) the store of a data folder in another process. */
  static async start(dir: string): Promise<Writer> {
    const child = fork(fileURLToPath(new URL('./writer-process.ts', import.meta.url)), [dir], {
      execArgv: ['--conditions=unrolled-source'],
      // structured clone: NaN and infinities are data
      serialization: 'advanced',
    });
    const writer = new Writer(child);
    await writer.#answer();
    return writer;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  create(id: string, more: Partial<NewRun> = {}): Promise<void> {
    return this.#tell({ do: 'create', run: { ...newRun(id), ...more } });
  }

  append(runId: string, rows: readonly Row[], more: Appended = {}): Promise<void> {
    return this.#tell({ do: 'append', runId, rows, ...more });
  }

  update(runId: string, patch: RunPatch): Promise<void> {
    return this.#tell({ do: 'update', runId, patch });
  }

  /** Closes the store and ends the process. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.send({ do: 'close' } satisfies WriterOrder);
    await ended;
  }

  /** Ends the process as an out-of-memory killer would. */
  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async #tell(order: WriterOrder): Promise<void> {
    this.#child.send(order);
    await this.#answer();
  }

  async #answer(): Promise<void> {
    const done = new AbortController();
    try {
      const [answer] = (await Promise.race([
        once(this.#child, 'message', { signal: done.signal }),
        once(this.#child, 'exit', { signal: done.signal }).then(() => [{ ok: false, message: 'the writer ended' }]),
      ])) as [{ readonly ok: boolean; readonly message?: string }];
      if (!answer.ok) throw new Error(answer.message);
    } finally {
      done.abort();
    }
  }
}

function newRun(id: string): NewRun {
  return {
    id,
    project: 'tests',
    name: id,
    group: null,
    tags: [],
    notes: '',
    config: {},
    memory: null,
    startedMs: Date.now(),
    host: hostname(),
    pid: 0,
    environment: {},
  };
}
