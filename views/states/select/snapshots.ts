import type { RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import type { LayerInfo } from '../../../lib/protocol/run.ts';

export type StateQuantity = 'h' | 'c';

/** Layers with states, in model order. */
export function stateLayers(data: RunData): readonly LayerInfo[] {
  return data.info.model?.layers.filter(({ kind }) => kind === 'recurrent') ?? [];
}

/** The state snapshots of a layer, one per epoch, in epoch order; of two of one epoch the later. */
export function stateSnapshots(data: RunData, layer: string, quantity: StateQuantity): readonly StoredTensor[] {
  return layerSnapshots(data, layer, quantity === 'h' ? TENSOR.h : TENSOR.c);
}

/** What was stored of a layer under a name, one per epoch, in epoch order; of two of one epoch the later. */
export function layerSnapshots(data: RunData, layer: string, name: string): readonly StoredTensor[] {
  return lastPerEpoch(data.tensors.filter((tensor) => tensor.name === name && tensor.layer === layer));
}

/** The outputs of the probe, one per epoch, in epoch order. */
export function outputSnapshots(data: RunData): readonly StoredTensor[] {
  return lastPerEpoch(data.tensors.filter(({ name, attributes }) => name === TENSOR.probeOutput && !attributes.part));
}

/** A tensor stored once for the probe: its input or target. */
export function probeTensor(data: RunData, name: typeof TENSOR.probeX | typeof TENSOR.probeY): StoredTensor | null {
  return data.tensors.find((tensor) => tensor.name === name && !tensor.attributes.part) ?? null;
}

/** The snapshot of an epoch, or the nearest one before it, or else after it. */
export function nearestSnapshot(snapshots: readonly StoredTensor[], epoch: number | null): StoredTensor | null {
  if (epoch === null) return snapshots.at(-1) ?? null;
  return snapshots.findLast((each) => each.epoch <= epoch) ?? snapshots[0] ?? null;
}

function lastPerEpoch(tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  return [...new Map(tensors.map((tensor) => [tensor.epoch, tensor])).values()].sort((a, b) => a.epoch - b.epoch);
}
