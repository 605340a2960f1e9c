import { evenRows } from '../../lib/analysis/even-rows.ts';
import {
  type GateSides,
  gateSides,
  SATURATED_SHARE,
  STATE_RANGE,
  saturatedUnits,
} from '../../lib/analysis/gate-saturation.ts';
import { MOST_UNITS_COMPARED, unitStates } from '../../lib/analysis/unit-states.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import type { LayerStates } from '../capture/capture.ts';
import { layerOfPath } from './layer-of-path.ts';
import type { Findings, Measurement, Snapshot } from './measurement.ts';
import { storedGates } from './stored-gates.ts';

/** State values that are looked at: beyond that, evenly spaced steps. */
const MOST_VALUES = 2 ** 22;
/** Gates that end at 0 and 1. */
const SQUASHED = new Set(['sigmoid', 'hardSigmoid']);

/** How the units of each recurrent layer behave on the probe: saturated gates, dead, frozen and redundant units. */
export const unitBehaviour = (): Measurement => ({
  name: 'units',
  pace: 'every',
  snapshot(snapshot, findings) {
    for (const state of snapshot.probe.states) if (state.quantity === 'h') measureLayer(state, snapshot, findings);
  },
});

function measureLayer(state: LayerStates, snapshot: Snapshot, findings: Findings): void {
  const { layer } = state;
  const units = state.shape[2];
  const picked = evenRows(state.values, units, Math.max(2, Math.floor(MOST_VALUES / units)));
  if (picked.rows < 2) {
    for (const what of ['units', 'gate saturation'])
      findings.leftOut(`${what} of ${layer}: not measured — the probe has fewer than two finite states`);
    return;
  }
  const bounded = activationOf(layerOfPath(snapshot.layers, layer), 'activation') === 'tanh';
  const gradients = snapshot.probe.unitGradients?.find((one) => one.layer === layer)?.values;
  const found = unitStates({ ...picked, bounded, ...(gradients ? { gradients } : {}) });
  const sides = sidesOf(layer, snapshot, bounded ? picked.values : null, units);
  if (found.redundant === null) {
    findings.leftOut(`redundant units of ${layer}: not looked for — more than ${MOST_UNITS_COMPARED} units`);
  }
  const saturated = saturatedShare(sides, units);
  const context = { layer };
  findings.scalar(SERIES.dead, context, found.dead);
  findings.scalar(SERIES.frozen, context, found.frozen);
  if (found.redundant !== null) findings.scalar(SERIES.redundant, context, found.redundant);
  if (saturated !== null) findings.scalar(SERIES.saturated, context, saturated);
  const { dead, frozen, redundant } = found;
  findings.reading({
    units: [{ layer, saturated: saturated ?? Number.NaN, dead, frozen, redundant: redundant ?? Number.NaN }],
  });
  keepBits(found.bits, layer, gradients !== undefined, redundant !== null, snapshot, findings);
  keepSides(sides, layer, units, snapshot, findings);
}

/** Sides by gate; the state is a gate of its own where it ends at ±1. */
type Sides = ReadonlyMap<string, GateSides>;

const STATE = 'state';

function sidesOf(layer: string, { probe, layers }: Snapshot, state: Float32Array | null, units: number): Sides {
  const squashed = SQUASHED.has(activationOf(layerOfPath(layers, layer), 'recurrentActivation'));
  const gates = squashed ? storedGates(probe).filter((one) => one.layer === layer) : [];
  const sides = gates.map(({ gate, values }) => [gate, gateSides(values, units)] as const);
  return new Map(state === null ? sides : [...sides, [STATE, gateSides(state, units, STATE_RANGE)] as const]);
}

function saturatedShare(sides: Sides, units: number): number | null {
  if (sides.size === 0) return null;
  const all = [...sides.values()].reduce((sum, of) => sum + saturatedUnits(of), 0);
  return all / (sides.size * units);
}

function keepSides(sides: Sides, layer: string, units: number, { bytes }: Snapshot, findings: Findings): void {
  if (sides.size === 0) return;
  const values = new Float32Array(sides.size * 2 * units);
  if (!bytes.take(values.byteLength)) {
    findings.leftOut(`gate saturation of ${layer}: not kept — the budget of an epoch is ${bytes.total} bytes`);
    return;
  }
  for (const [i, { left, right }] of [...sides.values()].entries()) {
    values.set(left, 2 * i * units);
    values.set(right, (2 * i + 1) * units);
  }
  findings.tensor({
    name: TENSOR.saturation,
    layer,
    dtype: 'float32',
    shape: [sides.size, 2, units],
    axes: ['gate', 'side', 'unit'],
    attributes: {
      gates: [...sides.keys()],
      sides: ['left', 'right'],
      saturatedShare: SATURATED_SHARE,
      zeroGradient: [...sides.values()].map(({ zeroGradient }) => (Number.isNaN(zeroGradient) ? null : zeroGradient)),
    },
    data: new Uint8Array(values.buffer),
  });
}

function keepBits(
  bits: Uint8Array,
  layer: string,
  gradient: boolean,
  redundancy: boolean,
  { bytes }: Snapshot,
  findings: Findings,
): void {
  if (!bytes.take(bits.byteLength)) {
    findings.leftOut(`what units of ${layer} are: not kept — the budget of an epoch is ${bytes.total} bytes`);
    return;
  }
  findings.tensor({
    name: TENSOR.unitState,
    layer,
    dtype: 'uint8',
    shape: [bits.length],
    axes: ['unit'],
    attributes: { judged: { redundant: redundancy, noGradient: gradient } },
    data: bits,
  });
}

function activationOf(layer: LayerInfo | undefined, which: 'activation' | 'recurrentActivation'): string {
  const name = layer?.config[which];
  return typeof name === 'string' ? name : '';
}
