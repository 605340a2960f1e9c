import { useMemo } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import type { StoredTensor } from '../../lib/protocol/delta.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import { partOf } from '../../lib/protocol/tensor-part.ts';
import type { PanelState } from '../_kit/panel.tsx';
import { type ManyTensors, useManyTensors } from '../_kit/state/use-many-tensors.ts';
import { statesMessages } from './messages.ts';
import { type GateShares, gateNames, gateShares } from './select/gate-shares.ts';
import { gateStates } from './select/gate-states.ts';
import { leftOut } from './select/left-out.ts';
import type { SequenceStates } from './select/sequence-states.ts';
import { layerSnapshots, nearestSnapshot } from './select/snapshots.ts';
import { type FaultCounts, faultCounts } from './select/unit-marks.ts';

/** Snapshots of small tensors held around the playhead, and of the large gate activations. */
const SMALL_AROUND = 50;
const LARGE_AROUND = 3;

/** What the units of a layer and its gates do at the playhead. */
export interface LayerBehaviour {
  /** Gates whose activations were kept. */
  readonly gates: readonly string[];
  /** Gates there are but whose activations were not kept, and why; null: none. */
  readonly noGates: { readonly names: readonly string[]; readonly why: string } | null;
  readonly saturation: {
    readonly gates: readonly GateShares[];
    readonly before: readonly GateShares[] | null;
    readonly beforeEpoch: number | null;
    readonly epoch: number | null;
    readonly state: PanelState;
  };
  readonly bits: ArrayLike<number> | null;
  readonly faults: FaultCounts | null;
  /** Why there are no faults to show. */
  readonly noFaults: string;
  /** The activations of the chosen gate, of one sequence; null while none is chosen, or none is here. */
  readonly gateStates: SequenceStates | null;
  /** Null: no gate is chosen. */
  readonly gateState: { readonly state: PanelState; readonly epoch: number } | null;
}

/** Reads them, those nearest to the playhead first. `gate` null: no activations are fetched. */
export function useLayerBehaviour(
  data: RunData,
  revision: number,
  layer: string,
  gate: string | null,
  sequence: number,
  epoch: number | null,
): LayerBehaviour {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const stored = useMemo(
    () => ({
      saturation: layerSnapshots(data, layer, TENSOR.saturation),
      units: layerSnapshots(data, layer, TENSOR.unitState),
      gates: layerSnapshots(data, layer, TENSOR.gates),
    }),
    [data, revision, layer],
  );
  const names = useMemo(() => [...new Set(stored.gates.flatMap(gateNames))], [stored]);
  const chosen = gate !== null && names.includes(gate) ? gate : null;
  const saturation = useAround(stored.saturation, epoch, SMALL_AROUND);
  const units = useAround(stored.units, epoch, SMALL_AROUND);
  const gates = useAround(chosen === null ? NONE : stored.gates, epoch, LARGE_AROUND, sequence);

  const at = nearestSnapshot(stored.saturation, epoch);
  const before = at ? (stored.saturation[stored.saturation.indexOf(at) - 1] ?? null) : null;
  const [now, earlier] = [decoded(saturation, at), decoded(saturation, before)];
  const shares = useMemo(() => (now ? gateShares(now) : []), [now]);
  const ghosts = useMemo(() => (earlier ? gateShares(earlier) : null), [earlier]);
  const bits = decoded(units, nearestSnapshot(stored.units, epoch));
  const faults = useMemo(() => (bits ? faultCounts(bits.values, bits.info) : null), [bits]);
  const gatesAt = chosen === null ? null : nearestSnapshot(stored.gates, epoch);
  const activations = decoded(gates, gatesAt);
  const cut = useMemo(
    () => (activations && chosen !== null ? gateStates(activations, chosen, sequence) : null),
    [activations, chosen, sequence],
  );
  const hasGates = names.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const noGates = useMemo(
    () => (hasGates ? null : missingGates(data, layer, at)),
    [data, revision, layer, at, hasGates],
  );
  return {
    gates: names,
    noGates,
    saturation: {
      ...{ gates: shares, before: ghosts, beforeEpoch: before?.epoch ?? null, epoch: at?.epoch ?? null },
      state: saturationState(data, layer, at, epoch, now !== undefined, saturation),
    },
    bits: bits?.values ?? null,
    faults,
    noFaults: stored.units.length > 0 ? '' : (leftOut(data, layer, ['units']) ?? statesMessages.faults.none),
    gateStates: cut,
    gateState: gatesAt
      ? { epoch: gatesAt.epoch, state: activationState(data, layer, gatesAt, epoch, gates, sequence) }
      : null,
  };
}

/** The state is measured as if it were a gate. */
const STATE = 'state';
const NONE: readonly StoredTensor[] = [];

/** `sequence`: only that one of each, where they are of sequences. */
function useAround(
  stored: readonly StoredTensor[],
  epoch: number | null,
  around: number,
  sequence: number | null = null,
): ManyTensors {
  const at = nearestSnapshot(stored, epoch);
  const index = at ? stored.indexOf(at) : 0;
  const wanted = useMemo(() => {
    const whole = stored.slice(Math.max(0, index - around), index + around + 1);
    return sequence === null ? whole : whole.map((tensor) => partOf(tensor, sequence) ?? tensor);
  }, [stored, index, around, sequence]);
  return useManyTensors(wanted, epoch);
}

function decoded(held: ManyTensors, stored: StoredTensor | null) {
  return stored ? held.peek(stored.id) : undefined;
}

function missingGates(data: RunData, layer: string, saturation: StoredTensor | null) {
  const why = leftOut(data, layer, ['gates']);
  const known = saturation ? gateNames(saturation).filter((gate) => gate !== STATE) : [];
  return why === null || known.length === 0 ? null : { names: known, why };
}

function saturationState(
  data: RunData,
  layer: string,
  at: StoredTensor | null,
  epoch: number | null,
  isHere: boolean,
  held: ManyTensors,
): PanelState {
  const words = statesMessages.saturation;
  if (held.error) return { kind: 'error', message: held.error, onRetry: held.retry };
  const missing = leftOut(data, layer, ['gate saturation', 'units']);
  if (!at) return { kind: 'empty', sentence: missing ?? words.empty, ...(missing ? {} : { code: words.emptyCode }) };
  if (!isHere) return { kind: 'loading' };
  return epoch !== null && at.epoch !== epoch
    ? { kind: 'note', note: statesMessages.units.nearest(epoch, at.epoch) }
    : { kind: 'ready' };
}

function activationState(
  data: RunData,
  layer: string,
  at: StoredTensor,
  epoch: number | null,
  held: ManyTensors,
  sequence: number,
): PanelState {
  const words = statesMessages.units;
  if (held.error) return { kind: 'error', message: held.error, onRetry: held.retry };
  const kept = at.shape[1] ?? 0;
  const { sequences } = at.attributes;
  const count = typeof sequences === 'number' ? sequences : kept;
  if (sequence >= kept) {
    return { kind: 'empty', sentence: leftOut(data, layer, ['gates']) ?? words.sampled(kept, count) };
  }
  if (!held.peek(at.id)) return { kind: 'loading' };
  if (epoch !== null && at.epoch !== epoch) return { kind: 'note', note: words.nearest(epoch, at.epoch) };
  return kept < count ? { kind: 'note', note: words.sampled(kept, count) } : { kind: 'ready' };
}
