import type { CustomCallback, LayersModel, Scalar } from '@tensorflow/tfjs';
import { messageOf } from '../lib/base/errors.ts';
import { SERIES } from '../lib/protocol/record.ts';
import type { FitCall, FitObserver } from './fit-hook.ts';
import { hookFit } from './fit-hook.ts';
import { trainedModel } from './model-info.ts';
import { ModelWatch } from './model-watch.ts';
import type { ProbeBatch } from './probe-batch.ts';
import { sampledProbe } from './probe-sample.ts';
import { RecordingRun, type Run } from './run.ts';
import type { RunSession } from './session.ts';
import type { Tf } from './tfjs-instance.ts';
import { constantLossOf, samplingSource, stepsPerEpochOf } from './training-data.ts';
import { whenTrainingEnds } from './training-flag.ts';
import { watchByHand } from './watch-by-hand.ts';
import { Yielding } from './yielding.ts';

/** What watching has cost so far: time inside our hooks and wrappers, in ms, and how often. */
export interface MonitorCost {
  /** In optimizer steps: hooks on cells and optimizer, reading what they saw, logging. */
  readonly stepMs: number;
  readonly steps: number;
  /** At epoch ends: snapshot of the probe, verdicts. */
  readonly epochMs: number;
  readonly epochs: number;
}

/** The training callback: give it to `fit` or `fitDataset`, alone or beside others. */
export interface Monitor extends CustomCallback {
  readonly run: Run;
  readonly cost: MonitorCost;
}

const TRAIN_STEP = { subset: 'train', per: 'step' };
const TRAIN_EPOCH = { subset: 'train', per: 'epoch' };
const VAL_EPOCH = { subset: 'val', per: 'epoch' };
/** What `fit` takes unless told. */
const DEFAULT_BATCH_SIZE = 32;
/** What tfjs adds to the logs of a batch beside what was measured. */
const NOT_LOGGED = new Set(['batch', 'size']);

type UnresolvedLogs = { readonly [name: string]: number | Scalar };

/** Makes the callback of a run. It hooks the model until its first `fit` has ended; later calls hook it again. */
export function createMonitor(tf: Tf, model: LayersModel, session: RunSession, given: ProbeBatch | null): Monitor {
  const training = new FitTraining(tf, model, session, given);
  const run = new RecordingRun(session, watchByHand, false);

  class UnrolledMonitor extends tf.CustomCallback {
    readonly run: Run = run;

    get cost(): MonitorCost {
      return training.cost;
    }

    override setParams(params: FitParams): void {
      super.setParams(params as never);
      training.params = params;
    }

    override setModel(trained: LayersModel): void {
      training.trained = trained;
    }

    override async onTrainBegin(): Promise<void> {
      training.trainBegins();
    }

    override async onEpochBegin(epoch: number): Promise<void> {
      training.epochBegins(epoch);
    }

    override async onBatchBegin(): Promise<void> {
      training.batchBegins();
    }

    override async onBatchEnd(_batch: number, logs?: unknown): Promise<void> {
      await training.batchEnds((logs ?? {}) as UnresolvedLogs);
    }

    override async onEpochEnd(_epoch: number, logs?: unknown): Promise<void> {
      await training.epochEnds((logs ?? {}) as UnresolvedLogs);
    }

    override async onTrainEnd(): Promise<void> {
      await training.trainEnds();
    }
  }

  // 'never': when to let the event loop turn is decided by Yielding, which knows what fit was asked.
  const monitor = new UnrolledMonitor({}, 'never' as never);
  training.isOurs = (callback) => callback === monitor;
  training.unhookFit = hookFit(model, training);
  return monitor as unknown as Monitor;
}

interface FitParams {
  readonly epochs?: number | null;
  readonly initialEpoch?: number | null;
  readonly steps?: number | null;
}

/** Follows calls of `fit` on one model and records them as one run. No method throws or rejects. */
class FitTraining implements FitObserver {
  readonly #tf: Tf;
  readonly #model: LayersModel;
  readonly #session: RunSession;
  readonly #watch: ModelWatch;
  readonly #yielding: Yielding;
  #given: ProbeBatch | null;
  #call: FitCall | null = null;
  #epochOffset: number | null = null;
  #completed = false;
  #fits = 0;
  /** A call of `fit` for one epoch after another call: of a loop of such calls none is known to be the last. */
  #isOneOfMany = false;
  #releaseFlag: (() => void) | null = null;
  #cost = { stepMs: 0, steps: 0, epochMs: 0, epochs: 0 };
  #spentAtBatch = 0;
  isOurs: (callback: unknown) => boolean = () => false;
  /** Gives `fit` of the model back. */
  unhookFit: () => void = () => undefined;
  params: FitParams = {};
  /** The model `fit` runs, as tfjs tells. */
  trained: LayersModel | null = null;

  constructor(tf: Tf, model: LayersModel, session: RunSession, given: ProbeBatch | null) {
    this.#tf = tf;
    this.#model = model;
    this.#session = session;
    this.#given = given;
    this.#watch = new ModelWatch(tf, model, session, {});
    this.#yielding = new Yielding(tf);
    this.#watch.describe();
    if (given) this.#watch.setProbe(given);
  }

  get cost(): MonitorCost {
    return this.#cost;
  }

  takesPart(callbacks: unknown): boolean {
    return Array.isArray(callbacks) ? callbacks.some(this.isOurs) : this.isOurs(callbacks);
  }

  fitBegins(call: FitCall): void {
    this.#safely(() => {
      this.#call = call;
      this.#session.revive();
      this.#yielding.every = call.args.yieldEvery;
      const source = samplingSource(this.#tf, this.#model, call);
      this.#watch.stepsPerEpoch = stepsPerEpochOf(call, source);
      this.#watch.batchSize = call.data === null ? null : (call.args.batchSize ?? DEFAULT_BATCH_SIZE);
      if (source) this.#watch.setConstantLoss(constantLossOf(this.#model, source.y, source.count));
      if (!this.#given && !this.#watch.probe) {
        const probe = source ? sampledProbe(this.#tf, this.#model, source) : null;
        if (probe) this.#watch.setProbe(probe);
        else
          this.#watch.say(
            'info',
            'no probe: there are no snapshots — give one as { probe: { x, y } }, since a dataset is never read ahead.',
          );
      }
      this.#watch.start();
      this.#watch.lint(call);
    });
  }

  trainBegins(): void {
    this.#safely(() => {
      this.#completed = false;
      this.#epochOffset = null;
      this.#session.revive();
      this.#checkModel();
      if (this.#call === null) this.#beginUnhooked();
      if (typeof this.params.steps === 'number') this.#watch.stepsPerEpoch = this.params.steps;
    });
  }

  epochBegins(epoch: number): void {
    this.#safely(() => {
      const session = this.#session;
      if (this.#epochOffset === null) {
        // A second fit that counts from 0 again goes on where the first one ended.
        this.#epochOffset = Math.max(0, session.epoch - epoch);
        const planned = this.params.epochs ?? this.#call?.args.epochs;
        this.#isOneOfMany = this.#fits++ > 0 && typeof planned === 'number' && planned - epoch === 1;
        const last = typeof planned === 'number' ? planned + this.#epochOffset : null;
        this.#watch.plan(last);
        session.recorder.update({
          epochsPlanned: last,
          stepsPerEpoch: this.#watch.stepsPerEpoch,
        });
      }
      session.epoch = epoch + 1 + this.#epochOffset;
      this.#watch.beginEpoch();
    });
  }

  batchBegins(): void {
    const started = performance.now();
    this.#spentAtBatch = this.#watch.spentMs;
    this.#safely(() => this.#watch.beforeStep());
    this.#cost.stepMs += performance.now() - started;
  }

  async batchEnds(logs: UnresolvedLogs): Promise<void> {
    const session = this.#session;
    // What ran inside the step itself; the rest of this method is timed as a whole.
    this.#cost.stepMs += this.#watch.spentMs - this.#spentAtBatch;
    const values = await this.#read(logs);
    const started = performance.now();
    this.#safely(() => {
      session.step++;
      const loss = values[SERIES.loss];
      this.#watch.afterStep(loss ?? null);
      session.recorder.log(values, session, TRAIN_STEP);
    });
    this.#cost.stepMs += performance.now() - started;
    this.#cost.steps++;
    await this.#yielding.afterBatch();
  }

  async epochEnds(logs: UnresolvedLogs): Promise<void> {
    const values = await this.#read(logs);
    const started = performance.now();
    this.#safely(() => {
      const session = this.#session;
      const { train, val } = bySubset(values);
      session.recorder.log(train, session, TRAIN_EPOCH);
      session.recorder.log(val, session, VAL_EPOCH);
      const losses = { train: train[SERIES.loss] ?? null, val: val[SERIES.loss] ?? null };
      this.#watch.endEpoch(losses, this.#isLastEpoch());
    });
    await this.#watch.decoded();
    this.#cost.epochMs += performance.now() - started;
    this.#cost.epochs++;
    await this.#yielding.afterEpoch();
  }

  /** As far as is known now: another callback may stop the training yet. */
  #isLastEpoch(): boolean {
    const planned = (this.params.epochs ?? 0) + (this.#epochOffset ?? 0);
    if (this.#isOneOfMany) return false;
    return this.#session.epoch === planned || this.trained?.stopTraining === true;
  }

  async trainEnds(): Promise<void> {
    this.#completed = true;
    const started = performance.now();
    if (!this.#isOneOfMany) this.#safely(() => this.#watch.trainingEnded());
    await this.#watch.decoded();
    this.#cost.epochMs += performance.now() - started;
    // The hook on fit ends the run; without it nobody else will.
    if (this.#call === null) await this.fitEnded(null);
  }

  async fitEnded(error: unknown): Promise<void> {
    this.#releaseFlag?.();
    this.#releaseFlag = null;
    this.#call = null;
    this.unhookFit();
    this.#yielding.every = undefined;
    this.#watch.stop();
    try {
      const { stopped } = this.#watch;
      if (error === null) await this.#session.end(stopped === null ? 'finished' : 'stopped', stopped, false);
      else await this.#session.end('failed', describeError(error), false);
    } catch (failure) {
      this.#watch.say('warning', `the end of the run could not be recorded: ${messageOf(failure)}`);
    }
  }

  /** Says so when `fit` runs on another model than the one this callback looks at. */
  #checkModel(): void {
    if (this.trained === null || this.trained === trainedModel(this.#model)) return;
    this.#watch.dropProbe();
    this.#watch.say(
      'warning',
      `model: fit trains ${JSON.stringify(this.trained.name)}, this callback was made for ${JSON.stringify(this.#model.name)} — ` +
        'only losses and metrics are recorded; give each model a callback of its own: unrolled(model)',
    );
  }

  /**
   * A later call of fit: its method is not wrapped any more. Its end shows in the flag that tfjs takes back when fit
   * settles, whatever the reason.
   */
  #beginUnhooked(): void {
    this.#watch.start();
    this.#releaseFlag = whenTrainingEnds(this.trained ?? trainedModel(this.#model), () => {
      this.#releaseFlag = null;
      if (!this.#completed) void this.fitEnded(new Error('fit ended early: another callback or a training step threw'));
    });
  }

  /** Numbers of logs, which may still hold scalars; those stay with tfjs. */
  async #read(logs: UnresolvedLogs): Promise<Record<string, number>> {
    const started = performance.now();
    const values: Record<string, number> = {};
    try {
      for (const name in logs) {
        if (NOT_LOGGED.has(name)) continue;
        const value = logs[name];
        if (typeof value === 'number') values[name] = value;
        else if (value) values[name] = (await value.data())[0] as number;
      }
    } catch (error) {
      this.#watch.say('warning', `logs could not be read: ${messageOf(error)}`);
    }
    this.#cost.stepMs += performance.now() - started;
    return values;
  }

  #safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#watch.say(
        'warning',
        `something could not be recorded: ${messageOf(error)} — training goes on; please report this.`,
      );
    }
  }
}

function bySubset(values: Readonly<Record<string, number>>): {
  readonly train: Record<string, number>;
  readonly val: Record<string, number>;
} {
  const train: Record<string, number> = {};
  const val: Record<string, number> = {};
  for (const name in values) {
    if (name.startsWith('val_')) val[name.slice(4)] = values[name] as number;
    else train[name] = values[name] as number;
  }
  return { train, val };
}

function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
