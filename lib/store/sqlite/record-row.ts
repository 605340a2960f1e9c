import type { StoredEpoch, StoredEvent, StoredTensor } from '../../protocol/delta.ts';
import { fromJson } from '../../protocol/packet.ts';
import type { Verdict } from '../../protocol/verdict.ts';

/** A row of table `tensor` without its data. */
export interface TensorRow {
  readonly id: number;
  readonly name: string;
  readonly layer: string | null;
  readonly step: number;
  readonly epoch: number;
  readonly wall_ms: number;
  readonly dtype: string;
  readonly shape: string;
  readonly axes: string;
  readonly attributes: string;
  readonly bytes: number;
}

export const TENSOR_COLUMNS = 'id, name, layer, step, epoch, wall_ms, dtype, shape, axes, attributes, bytes';

export function tensorOfRow(row: TensorRow): StoredTensor {
  return {
    id: row.id,
    name: row.name,
    layer: row.layer,
    step: row.step,
    epoch: row.epoch,
    wallMs: row.wall_ms,
    dtype: row.dtype as StoredTensor['dtype'],
    shape: fromJson(row.shape) as number[],
    axes: fromJson(row.axes) as string[],
    attributes: fromJson(row.attributes) as StoredTensor['attributes'],
    bytes: row.bytes,
  };
}

/** A row of table `event`. */
export interface EventRow {
  readonly id: number;
  readonly step: number;
  readonly epoch: number;
  readonly wall_ms: number;
  readonly kind: string;
  readonly level: string;
  readonly message: string;
  readonly data: string;
}

export function eventOfRow(row: EventRow): StoredEvent {
  return {
    id: row.id,
    step: row.step,
    epoch: row.epoch,
    wallMs: row.wall_ms,
    kind: row.kind as StoredEvent['kind'],
    level: row.level as StoredEvent['level'],
    message: row.message,
    data: fromJson(row.data) as StoredEvent['data'],
  };
}

/** A row of table `epoch` with the number of its segment. */
export interface EpochRow {
  readonly number: number;
  readonly epoch: number;
  readonly first_step: number;
  readonly step: number;
  readonly wall_ms: number;
  readonly snapshot: number;
}

export function epochOfRow(row: EpochRow): StoredEpoch {
  return {
    segment: row.number,
    epoch: row.epoch,
    firstStep: row.first_step,
    step: row.step,
    wallMs: row.wall_ms,
    snapshot: row.snapshot !== 0,
  };
}

/** A row of table `verdict`. */
export interface VerdictRow {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly layer: string | null;
  readonly onset_epoch: number;
  readonly announced_epoch: number;
  readonly end_epoch: number | null;
  readonly evidence: string;
  readonly remedies: string;
}

export function verdictOfRow(row: VerdictRow): Verdict {
  return {
    id: row.id,
    rule: row.rule as Verdict['rule'],
    severity: row.severity as Verdict['severity'],
    layer: row.layer,
    onsetEpoch: row.onset_epoch,
    announcedEpoch: row.announced_epoch,
    endEpoch: row.end_epoch,
    evidence: fromJson(row.evidence) as Verdict['evidence'],
    remedies: fromJson(row.remedies) as Verdict['remedies'],
  };
}
