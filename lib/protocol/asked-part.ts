import { UnrolledError } from '../base/errors.ts';
import type { TensorRecord } from './record.ts';
import { takePart } from './tensor-part.ts';
import { takeRows } from './tensor-rows.ts';

/** What of a tensor is asked for: one sequence (0-based), some rows (ascending); neither is all of it. */
export interface AskedPart {
  readonly sequence?: number | undefined;
  readonly rows?: Int32Array | undefined;
}

/** Whether all of a tensor is asked for. */
export function isWhole({ sequence, rows }: AskedPart): boolean {
  return sequence === undefined && rows === undefined;
}

/**
 * Shape and bytes of what is asked for of a tensor: its own where that is all of it, else of a new buffer the caller owns.
 * Throws UnrolledError `bad-request` where a tensor has no such part, or two are asked for.
 */
export function askedPart(
  tensor: Pick<TensorRecord, 'name' | 'dtype' | 'shape' | 'axes' | 'data'>,
  { sequence, rows }: AskedPart,
): Pick<TensorRecord, 'shape' | 'data'> {
  if (sequence !== undefined && rows) {
    throw new UnrolledError('bad-request', `tensor ${tensor.name}: a sequence and rows — ask for one of them`);
  }
  if (rows) return takeRows(tensor, rows);
  return sequence === undefined ? tensor : takePart(tensor, sequence);
}
