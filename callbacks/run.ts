import type { LayersModel } from '@tensorflow/tfjs';
import type { Context } from '../lib/protocol/record.ts';
import { keptName, type ProbeOptions } from './options.ts';
import type { RunSession } from './session.ts';

/** Where logged values belong. */
export interface LogPlace {
  /** Optimizer updates since the start; default one more than at the last log. */
  readonly step?: number;
  /** 1-based; default as at the last log. */
  readonly epoch?: number;
  /** What the values are about: `{ subset: 'val' }`. */
  readonly context?: { readonly [key: string]: string };
}

export interface WatchOptions {
  readonly probe?: ProbeOptions;
  /** The tfjs namespace the model was made with, where there is none to import. */
  readonly tf?: unknown;
  /** The optimizer of a custom loop; default the one the model was compiled with. */
  readonly optimizer?: object;
}

/** A run in the hands of a training script. No method throws because of the disk, and none waits for it but finish. */
export interface Run {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  /** False when switched off, or when the file can't be written: everything is a no-op then. */
  readonly recording: boolean;
  /** Logs numbers. NaN and ±Infinity are data. Logged twice at one step, the last value wins (soon after, it is refused and counted). */
  log(values: { readonly [name: string]: number }, place?: LogPlace): void;
  /** Captures gradients and states of a model that a custom loop trains. Throws an UnrolledError for a wrong model or probe. */
  watch(model: LayersModel, options?: WatchOptions): void;
  /** Says that an epoch has ended: a watched model's probe is measured. Epochs that `log` moves on from end by themselves. */
  endEpoch(): void;
  /** Ends the run: resolves when everything is in the file, and the file is closed if this was its last run here. */
  finish(status?: 'finished' | 'failed' | 'stopped', detail?: string): Promise<void>;
}

/** The losses logged last in an epoch, as far as verdicts look at them. */
export interface EpochLosses {
  readonly train: number | null;
  readonly val: number | null;
}

/** What a run needs of a watched model. */
export interface Watched {
  /** Records what the optimizer steps since the last call left. `loss` is the training step's, where it was logged. */
  afterStep(loss: number | null): void;
  /** Ends the epoch the session is in; `isLast`: none comes after it. */
  endEpoch(losses: EpochLosses, isLast: boolean): void;
  /** Training has ended as it should, after the epoch that ended last. */
  trainingEnded(): void;
  /** Resolves when what a script decodes at the epochs that have ended is recorded; never rejects. */
  decoded(): Promise<void>;
  stop(): void;
}

/** Starts watching a model for a session. */
export type StartWatching = (session: RunSession, model: LayersModel, options: WatchOptions) => Watched;

/** A run that records. In a run that `fit` drives (`byHand` false) epochs end there, and nowhere else. */
export class RecordingRun implements Run {
  readonly #session: RunSession;
  readonly #byHand: boolean;
  readonly #startWatching: StartWatching;
  #watched: Watched | null = null;
  #warnedOf = new Set<string>();
  #endedEpoch = 0;
  #epochFirstStep = 0;
  #losses: EpochLosses = { train: null, val: null };

  constructor(session: RunSession, startWatching: StartWatching, byHand: boolean) {
    this.#session = session;
    this.#byHand = byHand;
    this.#startWatching = startWatching;
  }

  get id(): string {
    return this.#session.recorder.id;
  }

  get project(): string {
    return this.#session.options.project;
  }

  get name(): string {
    return this.#session.options.name;
  }

  get recording(): boolean {
    return !this.#session.recorder.failed;
  }

  log(values: { readonly [name: string]: number }, place: LogPlace = {}): void {
    const session = this.#session;
    const step = place.step ?? session.step + 1;
    const epoch = place.epoch ?? session.epoch;
    if (!isCount(step) || !isCount(epoch) || typeof values !== 'object' || values === null) {
      this.#refuse(
        'bad-place',
        `log: step ${String(step)}, epoch ${String(epoch)} — both must be whole numbers from 0 on, the values an object; not kept`,
      );
      return;
    }
    if (epoch > session.epoch && session.epoch > this.#endedEpoch) this.endEpoch();
    if (epoch !== session.epoch) this.#epochFirstStep = step;
    session.step = step;
    session.epoch = epoch;
    this.#watched?.afterStep(trainLossOf(values, place.context));
    this.#noteLosses(values, place.context);
    session.recorder.log(keptNames(values), session, contextOf(place.context));
    session.touch();
  }

  watch(model: LayersModel, options: WatchOptions = {}): void {
    this.#watched?.stop();
    this.#watched = null;
    this.#watched = this.#startWatching(this.#session, model, options);
  }

  endEpoch(): void {
    this.#endEpoch(false);
  }

  #endEpoch(isLast: boolean): void {
    const session = this.#session;
    if (!this.#byHand) return;
    if (session.epoch === 0) session.epoch = 1;
    if (session.epoch <= this.#endedEpoch) return;
    this.#endedEpoch = session.epoch;
    if (this.#watched) this.#watched.endEpoch(this.#losses, isLast);
    else session.recorder.epoch({ ...session.moment, firstStep: this.#epochFirstStep, snapshot: false });
    this.#losses = { train: null, val: null };
    session.recorder.post();
  }

  async finish(status: 'finished' | 'failed' | 'stopped' = 'finished', detail?: string): Promise<void> {
    const session = this.#session;
    if (status === 'finished' && session.epoch > this.#endedEpoch) this.#endEpoch(true);
    if (status === 'finished') this.#watched?.trainingEnded();
    await this.#watched?.decoded();
    this.#watched?.stop();
    this.#watched = null;
    await session.end(status, detail ?? null, true);
  }

  #noteLosses(values: { readonly [name: string]: number }, context: LogPlace['context']): void {
    const { loss, val_loss: valLoss } = values;
    const isVal = context?.subset === 'val';
    if (typeof loss === 'number')
      this.#losses = isVal ? { ...this.#losses, val: loss } : { ...this.#losses, train: loss };
    if (typeof valLoss === 'number') this.#losses = { ...this.#losses, val: valLoss };
  }

  #refuse(reason: string, message: string): void {
    this.#session.recorder.drop(reason, 1);
    if (this.#warnedOf.has(reason)) return;
    this.#warnedOf.add(reason);
    this.#session.say('warning', message);
  }
}

/** A run that does nothing: switched off, or nowhere to write. */
export function silentRun(project: string, name: string): Run {
  return {
    ...{ id: '', project, name, recording: false },
    log: () => undefined,
    watch: () => undefined,
    endEpoch: () => undefined,
    finish: () => Promise.resolve(),
  };
}

/** The loss of a training step among what was logged. */
function trainLossOf(values: { readonly [name: string]: number }, context: LogPlace['context']): number | null {
  return typeof values.loss === 'number' && context?.subset !== 'val' ? values.loss : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function contextOf(context: LogPlace['context']): Context | undefined {
  if (context === undefined || context === null) return undefined;
  for (const key in context) {
    if (typeof context[key] !== 'string') {
      return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, String(value)]));
    }
  }
  return context;
}

/** The values under names as they are kept; the same object unless a name is too long. */
function keptNames(values: { readonly [name: string]: number }): { readonly [name: string]: number } {
  for (const name in values) {
    if (name.length > 512) {
      return Object.fromEntries(Object.entries(values).map(([key, value]) => [keptName('series', key, []), value]));
    }
  }
  return values;
}
