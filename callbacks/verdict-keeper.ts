import { median } from '../lib/analysis/quantiles.ts';
import type { EpochHistory, EpochReadings, RunHistory } from '../lib/analysis/verdicts/history.ts';
import { judge } from '../lib/analysis/verdicts/judge.ts';
import { DEFAULT_LIMITS, type Limits } from '../lib/analysis/verdicts/limits.ts';
import type { ModelInfo } from '../lib/protocol/run.ts';
import type { Verdict } from '../lib/protocol/verdict.ts';
import type { StepCapture } from './capture/capture.ts';

/** Up to this many epochs a run is judged at the end of each… */
const EVERY_UP_TO = 200;

/** A verdict that is new or has changed; `isNew`: a person has not been told of it. */
export interface VerdictChange {
  readonly verdict: Verdict;
  readonly isNew: boolean;
}

/**
 * Gathers what verdicts depend on, epoch by epoch, and judges it. Each time all of the history is judged, so in a long run
 * that is done at every ⌈epochs / 200⌉-th epoch: what it costs an epoch stays the same, and onset and announcement do not
 * depend on when it is done.
 */
export class VerdictKeeper {
  readonly #memory: number | null;
  readonly #epochs: EpochHistory[] = [];
  readonly #known = new Map<string, Verdict>();
  #nonFinite = { loss: 0, gradient: 0, weight: 0 };
  #gradientNorms: number[] = [];
  #readings: EpochReadings = { layers: [] };
  #unjudged = false;
  model: ModelInfo | null = null;
  /** Loss of a prediction that ignores the input, once known. */
  constantLoss: number | null = null;
  /** Epochs asked of `fit`, where known. */
  epochsPlanned: number | null = null;
  /** What verdicts are judged by; all of the history is, whenever it changes. */
  limits: Limits = DEFAULT_LIMITS;

  constructor(memory: number | null) {
    this.#memory = memory;
  }

  /** Notes the loss of a step. */
  loss(value: number): void {
    if (!Number.isFinite(value)) this.#nonFinite.loss++;
  }

  /** Notes a sampled step. */
  step({ weights, globalGradientNorm }: StepCapture): void {
    if (weights.length === 0) return;
    if (Number.isFinite(globalGradientNorm)) this.#gradientNorms.push(globalGradientNorm);
    else this.#nonFinite.gradient++;
    this.#nonFinite.weight += weights.filter(({ weightNorm }) => !Number.isFinite(weightNorm)).length;
  }

  /** Takes what a measurement found of the epoch that runs: lists are joined, everything else replaces. */
  reading(part: Partial<EpochReadings>): void {
    this.#readings = joined(this.#readings, part);
  }

  /** The epoch closed last. */
  get latest(): EpochHistory | undefined {
    return this.#epochs.at(-1);
  }

  /**
   * Closes an epoch and gives the verdicts that are new or changed; none where it is not judged now. It is at the first
   * epoch with something that is not finite, and at the last.
   */
  epoch(end: {
    readonly epoch: number;
    readonly trainLoss: number | null;
    readonly valLoss: number | null;
    readonly learningRate: number | null;
    readonly snapshot: boolean;
    readonly isLast?: boolean;
  }): readonly VerdictChange[] {
    const { isLast = false, ...told } = end;
    const wasFinite = isSound(this.latest);
    this.#epochs.push({
      ...told,
      ...this.#readings,
      nonFinite: this.#nonFinite,
      gradientNorm: this.#gradientNorms.length > 0 ? median(this.#gradientNorms) : null,
    });
    this.#nonFinite = { loss: 0, gradient: 0, weight: 0 };
    this.#gradientNorms = [];
    this.#readings = { layers: [] };
    this.#unjudged = true;
    const count = this.#epochs.length;
    const isDue = count % Math.ceil(count / EVERY_UP_TO) === 0;
    return isDue || isLast || (wasFinite && !isSound(this.latest)) ? this.catchUp() : [];
  }

  /** Puts what was found since the last epoch was closed to that epoch: its probe was measured afterwards. */
  amend(): void {
    const last = this.#epochs.pop();
    if (!last) return;
    this.#epochs.push({ ...joined(last, this.#readings), snapshot: true });
    this.#readings = { layers: [] };
    this.#unjudged = true;
  }

  /** Judges what was not judged yet: for a training that ends before it was to. */
  catchUp(): readonly VerdictChange[] {
    if (!this.#unjudged) return [];
    this.#unjudged = false;
    return this.#changes();
  }

  #changes(): readonly VerdictChange[] {
    const history: RunHistory = {
      model: this.model,
      memory: this.#memory,
      epochs: this.#epochs,
      epochsPlanned: this.epochsPlanned,
      constantPredictionLoss: this.constantLoss,
    };
    const verdicts = judge(history, this.limits);
    return [...verdicts, ...this.#withdrawn(verdicts)].flatMap((verdict) => {
      const before = this.#known.get(verdict.id);
      this.#known.set(verdict.id, verdict);
      return before && JSON.stringify(before) === JSON.stringify(verdict)
        ? []
        : [{ verdict, isNew: before === undefined }];
    });
  }

  /** Verdicts that held by other limits and hold by the present ones no more: they end here. */
  #withdrawn(verdicts: readonly Verdict[]): readonly Verdict[] {
    const ids = new Set(verdicts.map(({ id }) => id));
    const epoch = this.latest?.epoch ?? 0;
    return [...this.#known.values()]
      .filter(({ id, endEpoch }) => endEpoch === null && !ids.has(id))
      .map((verdict) => ({ ...verdict, endEpoch: Math.max(epoch, verdict.announcedEpoch + 1) }));
  }
}

function joined<T extends EpochReadings>(readings: T, part: Partial<EpochReadings>): T {
  const all = { ...readings } as Record<string, unknown>;
  for (const [name, found] of Object.entries(part)) {
    const before = all[name];
    all[name] = Array.isArray(found) && Array.isArray(before) ? [...before, ...found] : found;
  }
  return all as unknown as T;
}

/** Whether nothing but numbers was met in an epoch; true where there was none. */
function isSound(epoch: EpochHistory | undefined): boolean {
  return epoch === undefined || Object.values(epoch.nonFinite).every((count) => count === 0);
}
