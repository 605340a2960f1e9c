import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';

/** How near to its ends each unit of a gate is kept, over all steps of the probe. `state`: the tanh state as a gate. */
export interface GateShares {
  readonly gate: string;
  /** Shares 0…1 of the steps near the lower and the upper end, by unit; NaN where nothing was counted. */
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  /** Units near an end, whichever, in more than `limit` of the steps. */
  readonly saturated: number;
  readonly limit: number;
}

/** What share of the steps makes a unit saturated, where a record does not say. */
const USUAL_LIMIT = 0.95;

/** The gates of a [gate, side, unit] tensor of shares, in its order; none of a tensor of another form. */
export function gateShares({ info, values }: DecodedTensor): readonly GateShares[] {
  const [count = 0, sides = 0, units = 0] = info.shape;
  const { saturatedShare } = info.attributes;
  const limit = typeof saturatedShare === 'number' ? saturatedShare : USUAL_LIMIT;
  if (sides !== 2 || values.length !== count * sides * units) return [];
  return gateNames(info)
    .slice(0, count)
    .map((gate, index) => {
      const left = values.subarray(2 * index * units, (2 * index + 1) * units);
      const right = values.subarray((2 * index + 1) * units, (2 * index + 2) * units);
      let saturated = 0;
      for (let unit = 0; unit < units; unit += 1) saturated += Number(isSaturated(left[unit]!, right[unit]!, limit));
      return { gate, left, right, saturated, limit };
    });
}

/** Whether a unit is near an end, whichever, in more than `limit` of the steps. */
export function isSaturated(left: number, right: number, limit: number): boolean {
  return left + right > limit;
}

/** The gates of a tensor of gates, in the order of its first axis. */
export function gateNames({ attributes }: Pick<StoredTensor, 'attributes'>): readonly string[] {
  const { gates } = attributes;
  return Array.isArray(gates) ? gates.filter((gate) => typeof gate === 'string') : [];
}

/**
 * The unit drawn nearest to a point of one triangle: `distance` says how far apart two (left, right) shares are, in px;
 * null where none is within `reach` px.
 */
export function nearestUnit(
  { left, right }: Pick<GateShares, 'left' | 'right'>,
  distance: (left: number, right: number) => number,
  reach: number,
): number | null {
  let [nearest, least]: [number | null, number] = [null, reach];
  for (let unit = 0; unit < left.length; unit += 1) {
    const away = distance(left[unit]!, right[unit]!);
    if (away <= least && (nearest === null || away < least)) [nearest, least] = [unit, away];
  }
  return nearest;
}
