import { rowsOf } from '../../../lib/analysis/linalg/rows.ts';
import { unitClusters } from '../../../lib/analysis/states/unit-clusters.ts';
import { orderByGate } from '../../../lib/analysis/states/unit-order.ts';
import type { UnitOrderName } from '../../../lib/client/page-state.ts';
import { orderByScore } from '../concepts/concept-view.ts';
import { type SequenceStates, unitOrder } from './sequence-states.ts';

/** More units take too long to cluster while one looks on. */
export const MOST_CLUSTERED = 512;

/** What an order of units can be made of; null: it is not there. */
export interface OrderSources {
  /** States of the newest snapshot, so that rows stay while epochs are scrubbed. */
  readonly states: SequenceStates;
  readonly gate: SequenceStates | null;
  readonly scores: Float32Array | null;
}

/** The unit in each row, top first; of clusters the first row of each. */
export interface UnitRows {
  readonly rows: Int32Array;
  readonly starts: Int32Array | null;
}

/** Rows in an order; by index where what the order needs is not there. */
export function unitRows(order: UnitOrderName, { states, gate, scores }: OrderSources): UnitRows {
  const plain = (rows: Int32Array): UnitRows => ({ rows, starts: null });
  if (order === 'peak') return plain(unitOrder(states, 'peak'));
  if (order === 'gate' && gate?.units === states.units) return plain(orderByGate(matrixOf(gate)));
  if (order === 'concept' && scores?.length === states.units) return plain(orderByScore(scores));
  if (order === 'cluster' && states.units <= MOST_CLUSTERED) {
    const { order: rows, starts } = unitClusters(matrixOf(states));
    return { rows, starts };
  }
  return plain(unitOrder(states, 'index'));
}

/** The steps that are not padded, [steps × units]. */
function matrixOf(states: SequenceStates) {
  const steps = Array.from({ length: states.time }, (_, t) => t).filter((t) => !states.isPadded(t));
  const values = new Float64Array(steps.length * states.units);
  for (const [i, t] of steps.entries()) {
    for (let unit = 0; unit < states.units; unit += 1) values[i * states.units + unit] = states.value(unit, t);
  }
  return rowsOf(values, steps.length, states.units);
}
