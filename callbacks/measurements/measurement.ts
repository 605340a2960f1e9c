import type { EpochReadings } from '../../lib/analysis/verdicts/history.ts';
import type { JsonObject } from '../../lib/protocol/json.ts';
import type { Context, EventRecord, Moment, TensorInfo, TensorRecord } from '../../lib/protocol/record.ts';
import type { LayerInfo, ProbeInfo } from '../../lib/protocol/run.ts';
import type { Capture, ProbeCapture, StepCapture } from '../capture/capture.ts';
import type { ByteBudget } from './byte-budget.ts';

/** A tensor before the moment it belongs to is known. */
export type MeasuredTensor = Omit<TensorInfo, 'step' | 'epoch' | 'wallMs'> & Pick<TensorRecord, 'data'>;

/** Where a measurement puts what it found; the moment is added there. */
export interface Findings {
  scalar(name: string, context: Context, value: number): void;
  /** The buffer of `data` is given away. `at`: the moment it belongs to, where that has passed. */
  tensor(tensor: MeasuredTensor, at?: Pick<Moment, 'step' | 'epoch'>): void;
  event(kind: EventRecord['kind'], level: EventRecord['level'], message: string, data?: JsonObject): void;
  /** What the rules are to judge of this epoch; lists are joined, everything else replaces. */
  reading(part: Partial<EpochReadings>): void;
  /** Says what was left out, and why, so that a view can. */
  leftOut(message: string): void;
}

/** A training step, sampled or not. */
export interface StepFrame {
  /** Optimizer updates since the start, this one included. */
  readonly step: number;
  /** The batch's loss as `fit` reports it; null when it is not known. */
  readonly loss: number | null;
  /** What was captured of it; null when it was not sampled. */
  readonly capture: StepCapture | null;
}

/** What a snapshot is of, and what it may take. */
export interface Snapshot {
  /** 1-based. */
  readonly epoch: number;
  /** The last epoch asked of `fit`. */
  readonly isLast: boolean;
  readonly layers: readonly LayerInfo[];
  readonly probe: ProbeCapture;
  /** Where it is known which source steps a target step comes from. */
  readonly alignment?: ProbeInfo['alignment'];
  /** The epoch's losses as `fit` reports them. */
  readonly losses: { readonly train: number | null; readonly val: number | null };
  /** Bytes all tensors of one snapshot may have together. */
  readonly bytes: ByteBudget;
  /** Reads weights and gradients, and runs further passes over the probe. */
  readonly capture: Pick<Capture, 'weights' | 'gradients' | 'itemised' | 'saliency'>;
  /** The probe as the model takes it; owned by the caller. `y` is null without targets. */
  readonly x: unknown;
  readonly y: unknown;
}

/** What there is at an epoch's end, with a snapshot or without. */
export interface EpochEnd {
  /** Optimizer updates since the start. */
  readonly step: number;
  readonly isLast: boolean;
  readonly losses: Snapshot['losses'];
  /** What the snapshot left of the epoch's bytes. */
  readonly bytes: ByteBudget;
  readonly layers: readonly LayerInfo[];
  readonly capture: Pick<Capture, 'weights'>;
}

/**
 * One thing that is measured, of one run: it may remember what it saw of that run, and knows nothing else than what it is
 * given. To add one, add a file and list it in all.ts.
 */
export interface Measurement {
  readonly name: string;
  /**
   * When its snapshot is due. `every`: at every snapshot. `spread`: dear; they take turns, one at an epoch's end, more where
   * the budget of time has room, and after the last epoch all that are cheap.
   */
  readonly pace: 'every' | 'spread';
  /** Bytes to be set aside at an epoch's end for what is always kept, before the snapshot is taken. */
  reserve?(end: Pick<EpochEnd, 'isLast' | 'losses' | 'bytes' | 'layers'>): number;
  /** Of every optimizer step. Must be cheap where nothing was captured. */
  step?(frame: StepFrame, findings: Findings): void;
  /** Of the probe at an epoch's end. */
  snapshot?(snapshot: Snapshot, findings: Findings): void;
  /** At an epoch's end, snapshot or not, after `snapshot`: for what was gathered over its steps. */
  epoch?(epoch: number, findings: Findings, end: EpochEnd): void;
  /** Training has ended (again): for what is only known then. `snapshot` may come again after it. */
  end?(findings: Findings): void;
}

/** Makes a measurement for one run. */
export type MakeMeasurement = () => Measurement;
