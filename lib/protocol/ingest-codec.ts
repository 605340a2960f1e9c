import { INGEST_VERSION, type IngestRequest, type RunChange } from './ingest.ts';
import { type Column, pack } from './packet.ts';
import type { RecordBatch, ScalarBlock, TensorInfo, TensorRecord } from './record.ts';

/** A change as the head of a packet says it: what is bulky lies in columns, in the order of the changes. */
export type SentChange =
  | Exclude<RunChange, { kind: 'append' }>
  | (Omit<RecordBatch, 'scalars' | 'tensors'> & {
      readonly kind: 'append';
      /** Keys of the six columns of points; null when there are none. */
      readonly keys: ScalarBlock['keys'] | null;
      /** One column of bytes each. */
      readonly tensors: readonly TensorInfo[];
    });

/** Head of an ingest packet. */
export interface IngestHead extends Omit<IngestRequest, 'changes'> {
  readonly v: number;
  readonly changes: readonly SentChange[];
}

/**
 * A request as a packet: per append with points the columns steps, epochs, wallMs, seriesIndex, rowIndex, values, then per
 * tensor its bytes.
 */
export function encodeIngest({ run, sender, seq, changes }: IngestRequest): Uint8Array<ArrayBuffer> {
  const columns: Column[] = [];
  const sent = changes.map((change): SentChange => {
    if (change.kind !== 'append') return change;
    const { scalars, tensors, ...rest } = change.batch;
    if (scalars) columns.push(...columnsOf(scalars));
    for (const { data } of tensors) columns.push(data);
    return { kind: 'append', ...rest, keys: scalars?.keys ?? null, tensors: tensors.map(infoOf) };
  });
  const head: IngestHead = { v: INGEST_VERSION, run, sender, seq, changes: sent };
  return pack(head, columns) as Uint8Array<ArrayBuffer>;
}

function columnsOf({ steps, epochs, wallMs, seriesIndex, rowIndex, values }: ScalarBlock): Column[] {
  return [steps, epochs, wallMs, signed(seriesIndex), signed(rowIndex), values];
}

function signed({ buffer, byteOffset, length }: Uint32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

function infoOf({ data: _, ...info }: TensorRecord): TensorInfo {
  return info;
}
