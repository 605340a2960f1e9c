import type Database from 'better-sqlite3';
import { toJson } from '../../protocol/packet.ts';
import type { EpochRecord, EventRecord, RecordBatch, TensorRecord } from '../../protocol/record.ts';
import type { Verdict } from '../../protocol/verdict.ts';
import type { SegmentState } from './segment-state.ts';

/** Writes what is not a scalar. Runs inside the caller's transaction. */
export class RecordWriter {
  readonly #tensor: Database.Statement<unknown[]>;
  readonly #event: Database.Statement<unknown[]>;
  readonly #epoch: Database.Statement<unknown[]>;
  readonly #verdict: Database.Statement<unknown[]>;

  constructor(database: Database.Database) {
    this.#tensor = database.prepare(
      `INSERT INTO tensor (run, segment, name, layer, step, epoch, wall_ms, dtype, shape, axes, attributes, bytes, data)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#event = database.prepare(
      `INSERT INTO event (run, segment, step, epoch, wall_ms, kind, level, message, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#epoch = database.prepare(
      `INSERT OR REPLACE INTO epoch (segment, epoch, first_step, step, wall_ms, snapshot, revision) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#verdict = database.prepare(
      `INSERT OR REPLACE INTO verdict
       (run, id, rule, severity, layer, onset_epoch, announced_epoch, end_epoch, evidence, remedies, revision)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** Stores tensors, events, epochs and verdicts; the last two are marked with the run's new revision. */
  write(segment: SegmentState, batch: RecordBatch, revision: number): void {
    for (const tensor of batch.tensors) this.#writeTensor(segment, tensor);
    for (const event of batch.events) this.#writeEvent(segment, event);
    for (const epoch of batch.epochs) this.#writeEpoch(segment, epoch, revision);
    for (const verdict of batch.verdicts) this.#writeVerdict(segment, verdict, revision);
  }

  #writeTensor({ run, id }: SegmentState, tensor: TensorRecord): void {
    const { name, layer, step, epoch, wallMs, dtype, data } = tensor;
    const [shape, axes, attributes] = [toJson(tensor.shape), toJson(tensor.axes), toJson(tensor.attributes)];
    this.#tensor.run(run, id, name, layer, step, epoch, wallMs, dtype, shape, axes, attributes, data.byteLength, data);
  }

  #writeEvent({ run, id }: SegmentState, { step, epoch, wallMs, kind, level, message, data }: EventRecord): void {
    this.#event.run(run, id, step, epoch, wallMs, kind, level, message, toJson(data));
  }

  #writeEpoch({ id }: SegmentState, { epoch, firstStep, step, wallMs, snapshot }: EpochRecord, revision: number): void {
    this.#epoch.run(id, epoch, firstStep, step, wallMs, snapshot ? 1 : 0, revision);
  }

  #writeVerdict({ run }: SegmentState, verdict: Verdict, revision: number): void {
    const { id, rule, severity, layer, onsetEpoch, announcedEpoch, endEpoch } = verdict;
    const [evidence, remedies] = [toJson(verdict.evidence), toJson(verdict.remedies)];
    this.#verdict.run(
      run,
      id,
      rule,
      severity,
      layer,
      onsetEpoch,
      announcedEpoch,
      endEpoch,
      evidence,
      remedies,
      revision,
    );
  }
}
