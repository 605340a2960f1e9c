import { UnrolledError } from '../lib/base/errors.ts';
import type { RunPosition } from '../lib/protocol/ingest.ts';
import type { Json } from '../lib/protocol/json.ts';
import type { EventRecord, Moment } from '../lib/protocol/record.ts';
import type { RunPatch, RunStatus } from '../lib/protocol/run.ts';
import { type Opening, RunRecorder } from '../lib/recorder/run-recorder.ts';
import { recordConsole } from './console-record.ts';
import type { ResolvedRunOptions } from './options.ts';
import type { LimitsSource, SessionParts } from './platform/platform.ts';
import { generateRunId } from './run-names.ts';

/** How long the start of a run waits for file or server; what takes longer is waited for in the background, in ms. */
const OPEN_WAIT_MS = 5_000;
/** How long a resume waits to hear where the run was, in ms: nothing can be logged before. */
const RESUME_WAIT_MS = 10_000;

/** Prints one line for a person; the default is the console. */
export type Say = (level: 'info' | 'warning', text: string) => void;

/** The console, each line marked as ours. Never throws. */
export const sayOnConsole: Say = (level, text) => {
  const line = text.startsWith('unrolled ') ? text : `Unrolled: ${text}`;
  if (level === 'info') console.log(line);
  else console.warn(line);
};

/**
 * A run while this process writes it: where training is (step, epoch), what is said of it, and its end, which comes with
 * the process at the latest.
 */
export class RunSession {
  readonly recorder: RunRecorder;
  readonly say: Say;
  readonly #parts: SessionParts;
  #options: ResolvedRunOptions;
  /** Optimizer updates so far, over all calls of `fit`, and before a resume. */
  step = 0;
  /** The epoch that runs or ended last, 1-based; 0 before the first. */
  epoch = 0;
  #live = true;
  #stopConsole: (() => void) | null = null;

  private constructor(options: ResolvedRunOptions, parts: SessionParts, say: Say) {
    this.#options = options;
    this.#parts = parts;
    this.say = say;
    this.recorder = new RunRecorder(parts.sink, openingOf(options, parts), (text) => say('warning', text));
    parts.guard.add(this);
  }

  /** What the run was told; of a resumed one with the project and name it has. */
  get options(): ResolvedRunOptions {
    return this.#options;
  }

  /**
   * Opens the run. Null when it can never be written (the reason was said): training goes on unrecorded. A file that is
   * only locked or on a full disk, a server that is away, are tried again while training goes on. Rejects with
   * `unknown-run` or `run-live` when a run can't be resumed.
   */
  static async start(options: ResolvedRunOptions, parts: SessionParts, say: Say): Promise<RunSession | null> {
    const session = new RunSession(options, parts, say);
    await session.recorder.opened(OPEN_WAIT_MS);
    if (!session.recorder.failed && options.resume) {
      const position = await session.recorder.resumed(RESUME_WAIT_MS);
      if (position instanceof UnrolledError && REFUSALS.has(position.code)) {
        await session.#leave();
        throw new UnrolledError(position.code, `resume: ${position.message} (in ${parts.sink.place})`);
      }
      if (position === null || position instanceof UnrolledError) {
        say('warning', `resume: nothing was heard of run ${options.resume.id} from ${parts.sink.place}.`);
        say('warning', 'training goes on, but this run is not recorded.');
        await session.#leave();
        return null;
      }
      session.#goOnFrom(position, options.resume.patch);
    }
    if (session.recorder.failed) {
      say('warning', 'training goes on, but this run is not recorded.');
      await session.#leave();
      return null;
    }
    for (const remark of options.remarks) {
      say('warning', remark);
      session.event('log', 'warning', remark);
    }
    session.#noteChanges();
    session.#listen();
    return session;
  }

  #goOnFrom({ project, name, step, epoch }: RunPosition, patch: RunPatch): void {
    this.#options = { ...this.#options, project, name: patch.name ?? name };
    this.step = step;
    this.epoch = epoch;
    this.recorder.update({ ...patch, environment: this.#parts.environment });
    this.event('resume', 'info', `resumed after epoch ${epoch}, step ${step}`, { epoch, step });
    this.recorder.post();
  }

  #noteChanges(): void {
    const diff = this.#parts.changes;
    if (!diff) return;
    const lines = diff.split('\n').filter((line) => /^[+-](?![+-]{2} )/.test(line)).length;
    this.event('diff', 'info', `${lines} lines are changed since the commit`, { diff });
  }

  /** Keeps what the process prints while the run is live. */
  #listen(): void {
    const { listenToConsole } = this.#parts;
    if (listenToConsole) this.#stopConsole ??= recordConsole(this, listenToConsole);
  }

  #stopListening(): void {
    this.#stopConsole?.();
    this.#stopConsole = null;
  }

  async #leave(): Promise<void> {
    this.#live = false;
    this.#parts.guard.remove(this);
    await this.recorder.release(false);
  }

  /** Where the limits of the verdicts come from; null where only the defaults are. */
  get limits(): LimitsSource | null {
    return this.#parts.limits ?? null;
  }

  /** URL of the dashboard that shows the run; null where none is known, or none runs. */
  get dashboard(): string | null {
    return this.options.dashboard ?? this.#parts.dashboard?.() ?? null;
  }

  /** Now, in training. */
  get moment(): Moment {
    return { step: this.step, epoch: this.epoch, wallMs: Date.now() };
  }

  /** Notes something that happened. */
  event(
    kind: EventRecord['kind'],
    level: EventRecord['level'],
    message: string,
    data: { [key: string]: Json } = {},
  ): void {
    this.recorder.event({ ...this.moment, kind, level, message, data });
  }

  /** To be called now and then during training: lets Ctrl-C through a blocked event loop. */
  touch(): void {
    this.#parts.guard.touch(performance.now());
  }

  /** Training goes on after an end. */
  revive(): void {
    if (this.#live) return;
    this.#live = true;
    this.#parts.guard.add(this);
    this.#listen();
    this.recorder.update({ status: 'live', statusDetail: null, finishedMs: null }, true);
  }

  /**
   * Ends the run, waiting within bounds until all of it is in the file. `close`: the file too, when no other run of this
   * process uses it. A later call only closes.
   */
  async end(status: RunStatus, detail: string | null, close: boolean): Promise<void> {
    this.#parts.guard.remove(this);
    const written = this.#live ? await this.#endLive(status, detail, close) : await this.recorder.release(close);
    if (!written && !this.recorder.failed) {
      const { place, words } = this.#parts.sink;
      this.say('warning', `${place}: ${words.late}`);
    }
  }

  endNow(status: RunStatus, detail: string | null): void {
    if (!this.#live) return;
    this.#live = false;
    this.#stopListening();
    this.recorder.endNow(status, detail);
  }

  #endLive(status: RunStatus, detail: string | null, close: boolean): Promise<boolean> {
    this.#live = false;
    this.#stopListening();
    return this.recorder.end(status, detail, close);
  }
}

/** Why a run is not resumed: for the script to hear. */
const REFUSALS = new Set(['unknown-run', 'run-live', 'other-sender']);

function openingOf(options: ResolvedRunOptions, { host, pid, environment }: SessionParts): Opening {
  const startedMs = Date.now();
  if (options.resume) return { kind: 'resume', run: options.resume.id, by: { host, pid, startedMs } };
  const { project, name, group, tags, notes, config, memory } = options;
  const told = { project, name, group, tags, notes, config, memory };
  return { kind: 'create', run: { id: generateRunId(), ...told, environment, startedMs, host, pid } };
}
