import type { LayersModel } from '@tensorflow/tfjs';
import type { Capture, LayerFlow, ProbeCapture } from './capture/capture.ts';
import type { ByteBudget } from './measurements/byte-budget.ts';
import type { Findings, Measurement, Snapshot } from './measurements/measurement.ts';
import { type ProbeBatch, withProbeTensors } from './probe-batch.ts';
import { expectedCosts, extentOf, type PassCosts, type SnapshotExtent } from './snapshot-plan.ts';
import type { SnapshotSchedule } from './snapshot-schedule.ts';
import type { Tf } from './tfjs-instance.ts';

/** Share of an epoch's bytes that the states of a reduced snapshot are meant for. */
const STATES_SHARE = 0.5;

/** A measurement that took less had nothing to do, in ms. */
const NOTHING_MS = 5;

/** What a taker of snapshots works with. */
export interface SnapshotParts {
  readonly tf: Tf;
  readonly model: LayersModel;
  readonly capture: Capture;
  readonly measurements: readonly Measurement[];
  readonly schedule: SnapshotSchedule;
  readonly findings: Findings;
  /** Bytes of one snapshot's tensors. */
  readonly epochBytes: number;
  /** Runs one measurement; says what fails. */
  attempt(what: string, work: () => void): void;
}

/** What a snapshot is taken of. */
export interface SnapshotOccasion {
  readonly epoch: number;
  readonly isLast: boolean;
  readonly losses: Snapshot['losses'];
  /** Bytes the epoch's tensors may have together. */
  readonly bytes: ByteBudget;
}

/** Takes snapshots of the probe as far as bytes and time allow, and says what was left out. */
export class SnapshotTaker {
  readonly #parts: SnapshotParts;
  readonly #costs: { [extent in SnapshotExtent]?: number } = {};
  /** The fastest training step seen, in ms, and how many sequences it had. */
  #step = { ms: Number.POSITIVE_INFINITY, batch: 1 };
  #batchFlows: readonly LayerFlow[] = [];

  constructor(parts: SnapshotParts) {
    this.#parts = parts;
  }

  /** Learns how long a training step takes without us. `batch`: its sequences, where known. */
  stepTook(ms: number, batch: number | null): void {
    this.#parts.schedule.trained(ms);
    if (ms < this.#step.ms) this.#step = { ms, batch: batch ?? this.#step.batch };
  }

  /** Learns the gradient flow of a training batch: it stands in where the probe is too dear. */
  batchFlowed(flows: readonly LayerFlow[]): void {
    this.#batchFlows = flows;
  }

  /** Measures the probe; false when the budget leaves no time for it. */
  take(probe: ProbeBatch, occasion: SnapshotOccasion): boolean {
    const { schedule } = this.#parts;
    const { epoch, isLast } = occasion;
    schedule.epochEnded();
    const extent = extentOf(schedule, this.#expected(probe), epoch, isLast);
    if (extent === null) return false;
    this.#sayReduced(extent, probe);
    const started = performance.now();
    const batch = extent === 'forward' ? firstSequences(probe, this.#sequencesKept(probe)) : probe;
    withProbeTensors(this.#parts.tf, batch, (x, y) => {
      const measured = this.#passOver(extent, x, y);
      const snapshot: Snapshot = {
        ...{ ...occasion, x, y: extent === 'whole' ? y : null, probe: measured },
        alignment: probe.info.alignment,
        layers: this.#parts.capture.layers,
        capture: readOnce(this.#parts.capture),
      };
      this.#measure('every', snapshot);
      const cost = performance.now() - started;
      schedule.spent('snapshot', epoch, cost);
      this.#costs[extent] = cost;
      if (extent !== 'batch') this.#spread(snapshot, cost);
    });
    return true;
  }

  /**
   * After a snapshot of an epoch that turned out to be the last: makes the dear measurements that had no turn, where a pass
   * over the probe is cheap. False where there is nothing left to make.
   */
  complete(probe: ProbeBatch, occasion: SnapshotOccasion): boolean {
    const { tf, measurements, schedule, capture } = this.#parts;
    const isMissing = ({ pace, name }: Measurement) => pace === 'spread' && schedule.lastOf(name) < occasion.epoch;
    const { whole } = this.#expected(probe);
    if (!schedule.isCheap(whole) || !measurements.some(isMissing)) return false;
    withProbeTensors(tf, probe, (x, y) => {
      const shared = { layers: capture.layers, capture: readOnce(capture) };
      this.#spread({ ...occasion, x, y, probe: this.#passOver('whole', x, y), ...shared }, whole);
    });
    return true;
  }

  #passOver(extent: SnapshotExtent, x: unknown, y: unknown): ProbeCapture {
    const { capture, model } = this.#parts;
    if (extent === 'whole') return capture.measureProbe(x, y);
    // A loss at every step hides in a batch's flow what the last step alone shows: such a flow is not judged.
    const hasTime = model.outputs.some(({ shape }) => shape.length > 2);
    const flows = hasTime ? [] : this.#batchFlows;
    if (extent === 'batch') return { flows, anchor: 'all', states: [], output: null, loss: Number.NaN };
    return { ...capture.measureProbe(x, null), flows };
  }

  #measure(pace: Measurement['pace'], snapshot: Snapshot): void {
    const { measurements, findings, attempt } = this.#parts;
    for (const one of measurements) {
      if (one.pace === pace) attempt(one.name, () => one.snapshot?.(snapshot, findings));
    }
  }

  /**
   * Dear measurements take turns: at an epoch's end the one that was not made for longest, further ones where their share
   * of the time has room, and after the last epoch all that are cheap.
   */
  #spread(snapshot: Snapshot, snapshotCost: number): void {
    const { schedule, measurements, findings, attempt } = this.#parts;
    const { epoch, isLast } = snapshot;
    const spread = measurements
      .filter(({ pace, name }) => pace === 'spread' && schedule.lastOf(name) < epoch)
      .sort((a, b) => schedule.lastOf(a.name) - schedule.lastOf(b.name));
    let hadTurn = false;
    for (const one of spread) {
      // what was never measured is taken to cost twice as much as a snapshot: the first time is the slowest
      const cost = schedule.costOf(one.name) ?? 2 * snapshotCost;
      const kept = isLast && schedule.isCheap(cost);
      if (!kept && !(hadTurn ? schedule.hasTimeFor(cost) : schedule.affordsTurn(cost))) {
        if (!schedule.isCheap(cost))
          findings.leftOut(`${one.name}: not measured — the budget of time has no room for it`);
        continue;
      }
      const started = performance.now();
      attempt(one.name, () => one.snapshot?.(snapshot, findings));
      const ms = performance.now() - started;
      schedule.spent(one.name, epoch, ms);
      // what has nothing to measure in this model takes nobody's turn
      hadTurn ||= ms > NOTHING_MS;
    }
  }

  #expected(probe: ProbeBatch): PassCosts {
    const guess = expectedCosts(Number.isFinite(this.#step.ms) ? this.#step.ms : 0, this.#step.batch, probe.info.count);
    // a snapshot without a pass costs what the weights' measurements take, and so does one with
    const beside = this.#costs.batch ?? 0;
    const { whole = guess.whole + beside, forward = guess.forward + beside } = this.#costs;
    return { whole, forward };
  }

  #sequencesKept(probe: ProbeBatch): number {
    const { capture, epochBytes, model } = this.#parts;
    // a model of fixed batch size takes all or none
    if (model.inputs.some(({ shape }) => shape[0] !== null)) return probe.info.count;
    const time = probe.x[0]?.shape[1] ?? 1;
    const units = capture.layers
      .filter(({ kind }) => kind === 'recurrent')
      .reduce((sum, layer) => sum + (layer.units ?? 0) * (layer.hasCellState ? 2 : 1), 0);
    const bytes = 2 * time * Math.max(1, units);
    return Math.max(1, Math.min(probe.info.count, Math.floor((STATES_SHARE * epochBytes) / bytes)));
  }

  #sayReduced(extent: SnapshotExtent, probe: ProbeBatch): void {
    const { findings } = this.#parts;
    const flow = 'the gradient flow is that of the last training batch sampled';
    if (extent === 'forward') {
      const kept = this.#sequencesKept(probe);
      findings.leftOut(
        `snapshots: a backward pass over the probe goes beyond the budget of time — states of ${kept} of ${probe.info.count} sequences, and ${flow}`,
      );
    }
    if (extent === 'batch') {
      findings.leftOut(`snapshots: a pass over the probe goes beyond the budget of time — no states, and ${flow}`);
    }
  }
}

/** The capture as a snapshot's measurements share it: weights and gradients are read from the backend once for all. */
function readOnce(capture: Capture): Snapshot['capture'] {
  let weights: ReturnType<Capture['weights']> | null = null;
  let gradients: ReturnType<Capture['gradients']> | null = null;
  return {
    weights() {
      weights ??= capture.weights();
      return weights;
    },
    gradients() {
      gradients ??= capture.gradients();
      return gradients;
    },
    itemised: (...request) => capture.itemised(...request),
    saliency: (...request) => capture.saliency(...request),
  };
}

/** The first sequences of a probe; its description stays that of the whole. */
function firstSequences(probe: ProbeBatch, count: number): ProbeBatch {
  const cut = ({ values, shape, dtype }: ProbeBatch['x'][number]) => {
    const [sequences = 1, ...rest] = shape;
    const kept = Math.min(count, sequences);
    return { values: values.subarray(0, (values.length / sequences) * kept), shape: [kept, ...rest], dtype };
  };
  return { ...probe, x: probe.x.map(cut), y: probe.y.map(cut) };
}
