import { UNIT } from '../../../lib/analysis/unit-states.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';

/** What can be wrong with a unit. A dead, a frozen and a redundant one exclude each other. */
export type UnitFault = keyof typeof UNIT;

/** In the order of their weight. */
export const UNIT_FAULTS: readonly UnitFault[] = ['dead', 'frozen', 'redundant', 'noGradient'];

/** The faults of a unit's byte, the gravest first. */
export function faultsOf(bits: number): readonly UnitFault[] {
  return UNIT_FAULTS.filter((fault) => (bits & UNIT[fault]) !== 0);
}

/** How many units have each fault; null where it was not looked for. */
export type FaultCounts = { readonly [fault in UnitFault]: number | null };

/** Counts a layer's faults. `judged` of the tensor says what was not looked for. */
export function faultCounts(bits: ArrayLike<number>, { attributes }: Pick<StoredTensor, 'attributes'>): FaultCounts {
  const judged = isObject(attributes.judged) ? attributes.judged : {};
  const count = (fault: UnitFault) => {
    if (judged[fault] === false) return null;
    let units = 0;
    for (let unit = 0; unit < bits.length; unit += 1) units += Number((bits[unit]! & UNIT[fault]) !== 0);
    return units;
  };
  return {
    dead: count('dead'),
    frozen: count('frozen'),
    redundant: count('redundant'),
    noGradient: count('noGradient'),
  };
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

/** A mark beside the rows of a heat map: in lane 0 what a unit does, in lane 1 that no gradient comes to it. */
export interface UnitMark {
  readonly fault: UnitFault;
  readonly lane: 0 | 1;
  /** Middle, in rows from the top: row 0 reaches from 0 to 1. */
  readonly at: number;
}

/**
 * The marks of units drawn in `rows` (unit of each row, top first). Where a row is lower than `pitch` px, neighbours
 * share a place, and the gravest of them is marked.
 */
export function unitMarks(
  bits: ArrayLike<number>,
  rows: ArrayLike<number>,
  rowHeight: number,
  pitch: number,
): readonly UnitMark[] {
  const shared = Math.max(1, Math.ceil(pitch / Math.max(1e-6, rowHeight)));
  const marks: UnitMark[] = [];
  for (let first = 0; first < rows.length; first += shared) {
    const last = Math.min(rows.length, first + shared);
    const found = new Set<UnitFault>();
    for (let row = first; row < last; row += 1) for (const fault of faultsOf(bits[rows[row]!] ?? 0)) found.add(fault);
    const at = (first + last) / 2;
    const gravest = UNIT_FAULTS.find((fault) => fault !== 'noGradient' && found.has(fault));
    if (gravest) marks.push({ fault: gravest, lane: 0, at });
    if (found.has('noGradient')) marks.push({ fault: 'noGradient', lane: 1, at });
  }
  return marks;
}
