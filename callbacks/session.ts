import { hostname } from 'node:os';
import type { Json, JsonObject } from '../lib/protocol/json.ts';
import type { EventRecord, Moment } from '../lib/protocol/record.ts';
import type { RunStatus } from '../lib/protocol/run.ts';
import { exitGuard } from '../lib/recorder/exit-guard.ts';
import { RunRecorder } from '../lib/recorder/run-recorder.ts';
import type { ResolvedRunOptions } from './options.ts';
import { generateRunId } from './run-names.ts';

/** How long the start of a run waits for the file; one that is locked longer is waited for in the background, in ms. */
const OPEN_WAIT_MS = 5_000;

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
  readonly options: ResolvedRunOptions;
  readonly say: Say;
  /** Optimizer updates so far, over all calls of `fit`. */
  step = 0;
  /** The epoch that runs or ended last, 1-based; 0 before the first. */
  epoch = 0;
  #live = true;

  private constructor(options: ResolvedRunOptions, environment: JsonObject, say: Say) {
    this.options = options;
    this.say = say;
    const { project, name, group, tags, notes, config, memory } = options;
    this.recorder = new RunRecorder(
      options.file,
      {
        id: generateRunId(),
        ...{ project, name, group, tags, notes, config, memory, environment },
        startedMs: Date.now(),
        host: hostname(),
        pid: process.pid,
      },
      (text) => say('warning', text),
    );
    exitGuard.add(this);
  }

  /**
   * Opens the run. Null when its file can never be written (the reason was said): training goes on unrecorded. A file
   * that is only locked or on a full disk is tried again while training goes on.
   */
  static async start(options: ResolvedRunOptions, environment: JsonObject, say: Say): Promise<RunSession | null> {
    const session = new RunSession(options, environment, say);
    await session.recorder.opened(OPEN_WAIT_MS);
    if (session.recorder.failed) {
      say('warning', 'training goes on, but this run is not recorded.');
      exitGuard.remove(session);
      await session.recorder.release(false);
      return null;
    }
    for (const remark of options.remarks) {
      say('warning', remark);
      session.event('log', 'warning', remark);
    }
    return session;
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
    exitGuard.touch(performance.now());
  }

  /** Training goes on after an end. */
  revive(): void {
    if (this.#live) return;
    this.#live = true;
    exitGuard.add(this);
    this.recorder.update({ status: 'live', statusDetail: null, finishedMs: null }, true);
  }

  /**
   * Ends the run, waiting within bounds until all of it is in the file. `close`: the file too, when no other run of this
   * process uses it. A later call only closes.
   */
  async end(status: RunStatus, detail: string | null, close: boolean): Promise<void> {
    exitGuard.remove(this);
    const written = this.#live ? await this.#endLive(status, detail, close) : await this.recorder.release(close);
    if (!written && !this.recorder.failed) {
      this.say(
        'warning',
        `${this.options.file}: what is left can not be written for 10 s now — is the file locked or the disk full?`,
      );
    }
  }

  endNow(status: RunStatus, detail: string | null): void {
    if (!this.#live) return;
    this.#live = false;
    this.recorder.endNow(status, detail);
  }

  #endLive(status: RunStatus, detail: string | null, close: boolean): Promise<boolean> {
    this.#live = false;
    return this.recorder.end(status, detail, close);
  }
}
