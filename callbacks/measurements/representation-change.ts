import { type CentredStates, centredStates, linearCka } from '../../lib/analysis/cka.ts';
import { evenRowIndices } from '../../lib/analysis/even-rows.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import type { LayerStates } from '../capture/capture.ts';
import type { Findings, Measurement } from './measurement.ts';

/** Steps of the probe that are compared, evenly spaced. */
const MOST_ROWS = 2_000;
/** Multiplications a comparison of one layer may take. */
const MOST_PRODUCTS = 2 ** 27;
/** Fewer rows than this for each unit, and what is compared is noise. */
const ROWS_PER_UNIT = 2;

/** The states of a layer at the snapshot before, on rows chosen at the first. */
interface Before {
  readonly shape: string;
  readonly rows: Int32Array;
  readonly states: CentredStates;
}

/** How far the states of each recurrent layer moved since the snapshot before: linear CKA, 1 = not at all. */
export const representationChange = (): Measurement => {
  const before = new Map<string, Before>();
  return {
    name: 'representation change',
    pace: 'every',
    snapshot({ probe }, findings) {
      for (const state of probe.states) if (state.quantity === 'h') compare(state, before, findings);
    },
  };
};

function compare(state: LayerStates, before: Map<string, Before>, findings: Findings): void {
  const { layer, values } = state;
  const units = state.shape[2];
  const most = Math.min(MOST_ROWS, Math.floor(MOST_PRODUCTS / units ** 2));
  if (most < ROWS_PER_UNIT * units) {
    findings.leftOut(`representation change of ${layer}: not measured — ${units} units would take seconds an epoch`);
    return;
  }
  const shape = state.shape.join();
  const known = before.get(layer);
  const rows = known?.shape === shape ? known.rows : evenRowIndices(values, units, most);
  if (rows.length < 2) return;
  const picked = new Float32Array(rows.length * units);
  for (const [i, row] of rows.entries()) picked.set(values.subarray(row * units, (row + 1) * units), i * units);
  const states = centredStates(picked, rows.length, units);
  if (known?.shape === shape) findings.scalar(SERIES.cka, { layer }, linearCka(known.states, states));
  before.set(layer, { shape, rows, states });
}
