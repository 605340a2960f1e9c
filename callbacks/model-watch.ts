import type { LayersModel } from '@tensorflow/tfjs';
import { consoleLine } from '../lib/analysis/verdicts/console-line.ts';
import { historyToJson } from '../lib/analysis/verdicts/history-json.ts';
import { messageOf } from '../lib/base/errors.ts';
import { type EpochRecord, SERIES } from '../lib/protocol/record.ts';
import type { RuleId } from '../lib/protocol/verdict.ts';
import type { Capture } from './capture/capture.ts';
import { createCapture } from './capture/index.ts';
import { Decoder, type DecodingOccasion } from './decoder.ts';
import type { FitCall } from './fit-hook.ts';
import { sayFindings } from './lint.ts';
import { createMeasurements } from './measurements/all.ts';
import { ByteBudget } from './measurements/byte-budget.ts';
import type { EpochEnd, Findings, Measurement } from './measurements/measurement.ts';
import { describeModel, trainedModel, weightHandles } from './model-info.ts';
import { topologyRecord } from './model-topology.ts';
import { type ProbeBatch, probeRecords } from './probe-batch.ts';
import { recordedFindings } from './recorded-findings.ts';
import type { EpochLosses } from './run.ts';
import type { RunSession } from './session.ts';
import { SnapshotSchedule } from './snapshot-schedule.ts';
import { SnapshotTaker } from './snapshot-taker.ts';
import { StepSampler } from './step-sampler.ts';
import { StopOn } from './stop-on.ts';
import type { Tf } from './tfjs-instance.ts';
import { type VerdictChange, VerdictKeeper } from './verdict-keeper.ts';
import { verdictLink } from './verdict-link.ts';

/** Gradient flow of training batches is kept at most this often an epoch… */
const FLOWS_PER_EPOCH = 32;
/** …and, where the length of an epoch is not known, not more often than this, in ms. */
const FLOW_PAUSE_MS = 1_000;
/** Share of an epoch's bytes that it may have at most. */
const FLOW_SHARE = 0.25;

/** The epoch that ended last, for the case that none comes after it. */
interface EndedEpoch {
  readonly record: EpochRecord;
  readonly losses: EpochLosses;
  readonly bytes: ByteBudget;
  readonly isLast: boolean;
  /** The weights it ended with. */
  readonly weights: readonly object[];
}

/**
 * Measures one model for one run: samples optimizer steps, takes snapshots of the probe, judges. No method throws;
 * what fails is said once and given up.
 */
export class ModelWatch {
  readonly #tf: Tf;
  readonly #model: LayersModel;
  readonly #session: RunSession;
  readonly #capture: Capture;
  readonly #findings: Findings;
  /** The same, for steps: counts bytes. */
  readonly #stepFindings: Findings;
  readonly #sampler: StepSampler;
  readonly #snapshots: SnapshotTaker;
  readonly #decoder: Decoder;
  #decoding: Promise<void> = Promise.resolve();
  readonly #measurements: readonly Measurement[];
  readonly #verdicts: VerdictKeeper;
  readonly #stopOn: StopOn;
  #probe: ProbeBatch | null = null;
  #said = new Set<string>();
  #flowEvery: number | null;
  #lastFlow = { step: Number.NEGATIVE_INFINITY, ms: Number.NEGATIVE_INFINITY };
  #wanted = false;
  #paired = false;
  #isLinted = false;
  #hasTopology = false;
  #begun = { ms: 0, spentMs: 0 };
  #epochFirstStep = 1;
  #epochSteps = 0;
  /** Bytes of tensors that the steps of the epoch left, and of one step's gradient flow. */
  #stepBytes = 0;
  #flowBytes = 0;
  /** Steps of the last whole epoch: where nobody tells, the next is taken to be as long. */
  #stepsBefore: number | null = null;
  #saidInterval: number | null = null;
  #ended: EndedEpoch | null = null;
  /** An epoch without a snapshot that was not told of yet. */
  #missing: number | null = null;
  /** Steps of an epoch, where `fit` tells. */
  stepsPerEpoch: number | null = null;
  /** Sequences of a training batch, where known. */
  batchSize: number | null = null;

  constructor(tf: Tf, model: LayersModel, session: RunSession, options: { readonly optimizer?: object }) {
    this.#tf = tf;
    this.#model = model;
    this.#session = session;
    this.#flowEvery = session.options.every;
    // Half of the time budget is for steps, half for snapshots.
    this.#sampler = new StepSampler(session.options.budget.time / 2, session.options.every);
    this.#verdicts = new VerdictKeeper(session.options.memory);
    this.#stopOn = new StopOn(session.options.stopOn, (reason, rule) => this.#stopTraining(reason, rule));
    this.#findings = recordedFindings(session, (part) => this.#verdicts.reading(part));
    this.#stepFindings = {
      ...this.#findings,
      tensor: (tensor, at) => {
        this.#stepBytes += tensor.data.byteLength;
        this.#findings.tensor(tensor, at);
      },
    };
    this.#measurements = createMeasurements(session.options.saliency);
    this.#capture = createCapture(tf, model, {
      ...options,
      attention: session.options.attention,
      onError: (error) => this.say('warning', error.message),
    });
    const schedule = new SnapshotSchedule(session.options.budget.time / 2);
    this.#decoder = new Decoder({
      ...{ schedule, findings: this.#findings, epoch: () => session.epoch },
      warn: (message) => this.say('warning', message),
    });
    this.#snapshots = new SnapshotTaker({
      ...{ tf, model, capture: this.#capture, measurements: this.#measurements, findings: this.#findings },
      schedule,
      epochBytes: session.options.budget.epochBytes,
      attempt: (what, work) => this.#attempt(what, work),
    });
  }

  /** Time spent inside the hooks on cells and optimizer and in measuring, in ms. */
  get spentMs(): number {
    return this.#capture.spentMs;
  }

  get probe(): ProbeBatch | null {
    return this.#probe;
  }

  /** Sets the batch that every epoch is measured on, and stores it. */
  setProbe(probe: ProbeBatch): void {
    this.#probe = probe;
    const { recorder } = this.#session;
    recorder.update({ probe: probe.info });
    for (const record of probeRecords(this.#model, probe, Date.now())) recorder.tensor(record);
    recorder.post();
  }

  /** From now on there are no snapshots: the probe is not this model's. */
  dropProbe(): void {
    this.#probe = null;
    this.#session.recorder.update({ probe: null });
  }

  /** Why the training was stopped by `stopOn`; null when it was not. */
  get stopped(): string | null {
    return this.#stopOn.reason;
  }

  /** A `fit` begins that is to end after this epoch. */
  plan(epochs: number | null): void {
    this.#stopOn.reset();
    this.#verdicts.epochsPlanned = epochs;
  }

  /** Sets the loss of a prediction that ignores the input. */
  setConstantLoss(loss: number | null): void {
    this.#verdicts.constantLoss = loss;
  }

  /** Hooks the model and says what it is. Before `fit` is best; inside onTrainBegin will do. */
  start(): void {
    this.#attempt('the model', () => {
      this.#capture.install();
      this.describe();
      this.#keepTopology();
      if (this.#capture.layers.every(({ kind }) => kind !== 'recurrent')) {
        this.say(
          'info',
          `no recurrent layer${this.#capture.notCaptured.length > 0 ? ' that can be captured' : ''}: scalars and weight gradients are recorded; there is no gradient flow and there are no states.`,
        );
      }
      for (const { layer, className, reason } of this.#capture.notCaptured) {
        this.say('info', `${layer} (${className}) is not captured: ${reason}`, true);
      }
    });
  }

  /** Notes what the model is, in the run. */
  describe(): void {
    const info = describeModel(this.#model, this.#capture.layers);
    this.#verdicts.model = info;
    this.#session.recorder.update({ model: info });
  }

  /** Once: a model does not change between fits. */
  #keepTopology(): void {
    if (this.#hasTopology) return;
    this.#hasTopology = true;
    this.#attempt('the model topology', () => {
      this.#session.recorder.tensor(topologyRecord(this.#tf, this.#model, this.#session.moment));
    });
  }

  /** Looks at the settings of the model, and of the call that trains it, once a run. */
  lint(call: FitCall | null): void {
    if (this.#isLinted || !this.#session.options.lint) return;
    this.#isLinted = true;
    this.#attempt('the settings', () => {
      const info = describeModel(this.#model, this.#capture.layers);
      sayFindings(this.#session, { model: this.#model, info, call, probe: this.#probe });
    });
  }

  /** Takes every hook out. */
  stop(): void {
    this.#sayMissing();
    for (const one of this.#measurements) this.#attempt(one.name, () => one.end?.(this.#findings));
    this.#attempt('the verdicts', () => this.#tell(this.#verdicts.catchUp()));
    this.#attempt('unhooking', () => this.#capture.uninstall());
  }

  /** Before an optimizer step. */
  beforeStep(): void {
    this.#attempt('sampling', () => {
      this.#wanted = this.#sampler.due;
      this.#paired = this.#sampler.follows;
      this.#capture.sample({
        weights: this.#wanted,
        flow: this.#wanted && this.#flowIsDue(),
        cosine: this.#paired,
      });
    });
    this.#begun = { ms: performance.now(), spentMs: this.#capture.spentMs };
  }

  /** After an optimizer step, the session being at it. `loss` is the step's, if known. */
  afterStep(loss: number | null): void {
    const stepMs = performance.now() - this.#begun.ms;
    const started = performance.now();
    const spentInStep = this.#capture.spentMs - this.#begun.spentMs;
    if (loss !== null) {
      this.#verdicts.loss(loss);
      this.#stopOn.loss(loss, this.#session.step);
    }
    this.#attempt('a step', () => this.#measureStep(loss));
    const cost = this.#wanted || this.#paired ? spentInStep + performance.now() - started : null;
    this.#sayMissing();
    this.#epochSteps++;
    this.#sampler.stepped(Math.max(0, stepMs - spentInStep), cost, this.#stepsOfEpoch);
    this.#snapshots.stepTook(stepMs - spentInStep, this.batchSize);
    this.#wanted = false;
    this.#paired = false;
    this.#session.touch();
  }

  /** An epoch begins. */
  beginEpoch(): void {
    this.#epochFirstStep = this.#session.step + 1;
    this.#epochSteps = 0;
    this.#stepBytes = 0;
  }

  /** The epoch the session is in has ended: measures the probe, judges, and records all of it. */
  endEpoch(losses: EpochLosses, isLast: boolean): void {
    const { recorder } = this.#session;
    const bytes = new ByteBudget(this.#session.options.budget.epochBytes);
    bytes.take(Math.min(this.#stepBytes, bytes.total));
    const { layers } = this.#capture;
    for (const one of this.#measurements) bytes.setAside(one.reserve?.({ isLast, losses, bytes, layers }) ?? 0);
    const snapshot = this.#attempt('the snapshot', () => this.#snapshot(losses, isLast, bytes)) ?? false;
    bytes.release();
    const record = { ...this.#session.moment, firstStep: this.#epochFirstStep, snapshot };
    recorder.epoch(record);
    const weights = this.#attempt('the weights', () => weightHandles(this.#model)) ?? [];
    this.#ended = { record, losses, bytes, isLast, weights };
    const { epoch, step } = this.#session;
    const end: EpochEnd = { step, isLast, losses, bytes, layers, capture: this.#capture };
    for (const one of this.#measurements) this.#attempt(one.name, () => one.epoch?.(epoch, this.#findings, end));
    this.#attempt('the verdicts', () => this.#judge(losses, snapshot, isLast));
    this.#saySampling();
    this.#stepsBefore = this.#epochSteps;
    this.beginEpoch();
    recorder.post();
    if (snapshot && this.#probe !== null) this.#decode(this.#probe, { step, epoch, isLast, bytes });
  }

  /** Resolves when what a script decodes of the probe is recorded, if it does so; never rejects. */
  decoded(): Promise<void> {
    return this.#decoding;
  }

  #decode(probe: ProbeBatch, occasion: DecodingOccasion): void {
    const decoding = this.#decoder.decode(probe, occasion).then(() => this.#session.recorder.post());
    // one after the other: in a loop of one's own the next epoch may end meanwhile
    this.#decoding = Promise.all([this.#decoding, decoding]).then(() => undefined);
  }

  /**
   * Training has ended as it should. Where nobody knew the last epoch to be the last (it was stopped early, a loop of one's
   * own), what is kept of every last epoch is measured now, provided that the weights are still those it ended with.
   */
  trainingEnded(): void {
    const ended = this.#ended;
    this.#ended = null;
    const probe = this.#probe;
    if (ended === null || probe === null || ended.isLast || ended.record.step !== this.#session.step) return;
    this.#attempt('the last snapshot', () => {
      const handles = weightHandles(this.#model);
      if (handles.some((handle, i) => handle !== ended.weights[i])) return;
      const { record, losses, bytes } = ended;
      const occasion = { epoch: record.epoch, isLast: true, losses, bytes };
      if (record.snapshot) {
        if (!this.#snapshots.complete(probe, occasion)) return;
      } else {
        if (!this.#snapshots.take(probe, occasion)) return;
        this.#missing = null;
        this.#session.recorder.epoch({ ...record, snapshot: true });
        this.#decode(probe, { step: record.step, epoch: record.epoch, isLast: true, bytes });
      }
      this.#verdicts.amend();
      this.#noteReadings();
    });
  }

  /** Says something once: in the run, and on the console when it is a warning or asked for. */
  say(level: 'info' | 'warning', message: string, onConsole = level === 'warning'): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    if (onConsole) this.#session.say(level, message);
    this.#session.event('capture', level, message);
  }

  /** The learning rate, where the optimizer tells one. */
  learningRate(): number | null {
    const optimizer = trainedModel(this.#model).optimizer as unknown as { readonly learningRate?: unknown } | undefined;
    return typeof optimizer?.learningRate === 'number' ? optimizer.learningRate : null;
  }

  #measureStep(loss: number | null): void {
    const { step } = this.#session;
    const capture = this.#wanted || this.#paired ? this.#capture.take() : null;
    const before = this.#stepBytes;
    for (const measurement of this.#measurements) measurement.step?.({ step, loss, capture }, this.#stepFindings);
    if (capture === null) return;
    if (capture.flows.length > 0) {
      this.#flowBytes = this.#stepBytes - before;
      this.#lastFlow = { step, ms: performance.now() };
      this.#snapshots.batchFlowed(capture.flows);
    }
    this.#verdicts.step(capture);
    const rate = this.learningRate();
    if (rate !== null) this.#findings.scalar(SERIES.learningRate, {}, rate);
  }

  #flowIsDue(): boolean {
    const { epochBytes } = this.#session.options.budget;
    if (this.#stepBytes + this.#flowBytes > FLOW_SHARE * epochBytes) {
      this.#findings.leftOut(
        `gradient flow of training batches: not of all steps sampled — the budget of an epoch is ${epochBytes} bytes`,
      );
      return false;
    }
    const steps = this.#session.step + 1 - this.#lastFlow.step;
    if (this.#flowEvery !== null) return steps >= this.#flowEvery;
    if (this.#stepsOfEpoch !== null) return steps >= this.#stepsOfEpoch / FLOWS_PER_EPOCH;
    return performance.now() - this.#lastFlow.ms >= FLOW_PAUSE_MS;
  }

  /** Measures the probe; false when there is none, or no time for it. */
  #snapshot(losses: EpochLosses, isLast: boolean, bytes: ByteBudget): boolean {
    const { epoch } = this.#session;
    if (this.#probe === null) return false;
    if (this.#snapshots.take(this.#probe, { epoch, isLast, losses, bytes })) return true;
    this.#missing = epoch;
    return false;
  }

  /** Once it is known that no snapshot was made afterwards. */
  #sayMissing(): void {
    if (this.#missing === null) return;
    const message = `no snapshot at epoch ${this.#missing}: it would go beyond the budget of time`;
    this.#missing = null;
    this.#session.event('capture', 'info', message);
  }

  /** Takes the limits as they are now. */
  #readLimits(): void {
    const read = this.#session.limits?.read();
    if (!read) return;
    this.#verdicts.limits = read.limits;
    if (read.trouble) this.say('warning', read.trouble);
    else if (read.isNew) this.say('info', `epoch ${this.#session.epoch}: verdicts are judged by limits of your own`);
  }

  /** Ends the training the way tfjs has it: after the step or epoch that runs. */
  #stopTraining(reason: string, rule: RuleId): void {
    trainedModel(this.#model).stopTraining = true;
    this.#session.say('warning', `training ends, ${reason} — stopOn asks for it`);
    this.#session.event('log', 'warning', reason, { stopOn: rule });
  }

  #judge(losses: EpochLosses, snapshot: boolean, isLast: boolean): void {
    this.#readLimits();
    const changes = this.#verdicts.epoch({
      epoch: this.#session.epoch,
      trainLoss: losses.train,
      valLoss: losses.val,
      learningRate: this.learningRate(),
      ...{ snapshot, isLast },
    });
    this.#noteReadings();
    for (const { verdict, isNew } of changes) if (isNew) this.#stopOn.announced(verdict);
    this.#tell(changes);
  }

  /** Of one epoch the last ones count. */
  #noteReadings(): void {
    const { latest, constantLoss } = this.#verdicts;
    if (!latest) return;
    const message = `what verdicts look at, epoch ${latest.epoch}`;
    this.#session.event('readings', 'info', message, historyToJson(latest, constantLoss));
  }

  #tell(changes: readonly VerdictChange[]): void {
    for (const { verdict, isNew } of changes) {
      this.#session.recorder.verdict(verdict);
      if (!isNew) continue;
      const line = consoleLine(verdict, verdictLink(this.#session.recorder.id, verdict, this.#session.dashboard));
      this.#session.say(verdict.severity === 'info' ? 'info' : 'warning', line);
      this.#session.event('log', verdict.severity === 'info' ? 'info' : 'warning', line, { verdict: verdict.id });
    }
  }

  get #stepsOfEpoch(): number | null {
    return this.stepsPerEpoch ?? this.#stepsBefore;
  }

  /** At the first epoch's end, and whenever the interval has changed by half since it was said. */
  #saySampling(): void {
    const { interval } = this.#sampler;
    const said = this.#saidInterval;
    if (said !== null && interval < 2 * said && said < 2 * interval) return;
    this.#saidInterval = interval;
    const { epoch, options } = this.#session;
    const since = said === null ? '' : `, from epoch ${epoch} on`;
    const message = `gradients are sampled at ${interval === 1 ? 'every step' : `one step in ${interval}`}${since}`;
    this.#session.event('capture', 'info', message, { interval, share: options.budget.time / 2 });
  }

  #attempt<T>(what: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.say('warning', `${what} could not be captured: ${messageOf(error)} — training goes on.`);
      return undefined;
    }
  }
}
