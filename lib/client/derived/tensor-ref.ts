import type { StoredTensor } from '../../protocol/delta.ts';

/** Where a worker fetches tensors: the server, and which file the ids belong to. */
export interface TensorSource {
  readonly origin: string;
  readonly store: string;
}

/** What of a stored tensor a worker needs; can be sent to it. */
export type TensorRef = Pick<StoredTensor, 'id' | 'epoch' | 'name' | 'dtype' | 'shape' | 'bytes'>;

/** Only what a worker needs: attributes may be large. */
export function tensorRef({ id, epoch, name, dtype, shape, bytes }: StoredTensor): TensorRef {
  return { id, epoch, name, dtype, shape, bytes };
}

/** Whether states [sequence, time, unit] are `units` wide and have all of `rows` (of [sequence · time], ascending). */
export function hasRows(
  { shape: [sequences = 0, time = 0, width = 1] }: TensorRef,
  rows: Int32Array,
  units: number,
): boolean {
  return width === units && (rows.at(-1) ?? 0) < sequences * time;
}
