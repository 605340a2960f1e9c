import type { RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import type { EpochOfRun } from '../../_kit/state/playhead.ts';
import { attentionLayers, attentionSnapshots } from '../../attention/select/snapshots.ts';
import { leftOut } from '../../states/select/left-out.ts';
import { nearestSnapshot, type StateQuantity, stateLayers, stateSnapshots } from '../../states/select/snapshots.ts';
import { differencesMessages } from '../differences-messages.ts';

const words = differencesMessages.lacks;

/** Why two runs cannot be held against each other, and the code that helps. */
export interface Lack {
  readonly sentence: string;
  readonly code?: string;
}

/** Snapshots of the same probe in two runs. */
export interface SnapshotPair {
  readonly left: StoredTensor;
  readonly right: StoredTensor;
  readonly layer: string;
  readonly otherLayer: string;
}

/** A pair, or why there is none. */
export type Found<T> = { readonly pair: T; readonly lack: null } | { readonly pair: null; readonly lack: Lack };

const lacking = (sentence: string, code?: string) =>
  ({ pair: null, lack: code === undefined ? { sentence } : { sentence, code } }) as const;

/** The run held against the reference (the first): the one looked at, else the next one. */
export function otherRun(runs: readonly RunData[], focus: RunData | null): RunData | null {
  const [reference, next] = runs;
  return focus && focus !== reference && runs.includes(focus) ? focus : (next ?? null);
}

/** What keeps two runs from being held against each other example by example; null: nothing. */
export function probeLack({ info: a }: RunData, { info: b }: RunData): Lack | null {
  const without = [a, b].filter(({ probe }) => probe === null).map(({ name }) => name);
  if (without.length > 0) return { sentence: words.noProbe(without), code: words.probeCode };
  if (a.probe!.digest === b.probe!.digest) return null;
  const sentence = words.otherProbe(a.name, a.probe!.digest.slice(0, 8), b.name, b.probe!.digest.slice(0, 8));
  return { sentence, code: words.probeCode };
}

/** The layer of the other run: of the same path, else at the same place among its kind. */
export function partnerLayer(layers: readonly string[], others: readonly string[], layer: string): string | null {
  return others.find((path) => path === layer) ?? others[layers.indexOf(layer)] ?? null;
}

/** The recurrent layers of a run, by path. */
export function statePaths(run: RunData): readonly string[] {
  return stateLayers(run).map(({ path }) => path);
}

/** The layer that is shown of the reference: the chosen one, else its first. */
export function shownLayer(layers: readonly string[], chosen: string | null): string | null {
  return layers.find((path) => path === chosen) ?? layers[0] ?? null;
}

/** Cell states where they are asked for and both have them, else hidden states. */
export function sharedQuantity(runs: readonly RunData[], wanted: string | null): StateQuantity {
  return wanted === 'c' && runs.every((run) => stateLayers(run).every(({ hasCellState }) => hasCellState)) ? 'c' : 'h';
}

/** States of the same probe where the runs stand, of each run the last that are not newer (else its first). */
export function statePair(
  reference: RunData,
  other: RunData | null,
  chosen: string | null,
  quantity: StateQuantity,
  stands: EpochOfRun,
): Found<SnapshotPair> {
  if (!other) return lacking(words.alone);
  const layers = statePaths(reference);
  const layer = shownLayer(layers, chosen);
  const otherLayer = layer === null ? null : partnerLayer(layers, statePaths(other), layer);
  if (layer === null || otherLayer === null) {
    return lacking(words.notRecurrent((layer === null ? reference : other).info.name));
  }
  const lack = probeLack(reference, other);
  if (lack) return { pair: null, lack };
  const left = nearestSnapshot(stateSnapshots(reference, layer, quantity), stands(reference));
  const right = nearestSnapshot(stateSnapshots(other, otherLayer, quantity), stands(other));
  if (!left) return lacking(noStates(reference, layer, quantity));
  if (!right) return lacking(noStates(other, otherLayer, quantity));
  const [one, two] = [left.shape[1] ?? 0, right.shape[1] ?? 0];
  if (one !== two) return lacking(words.otherLength(reference.info.name, one, other.info.name, two));
  return { pair: { left, right, layer, otherLayer }, lack: null };
}

/** Why a layer has no states: what was left out, or that no epoch ended yet. */
function noStates(run: RunData, layer: string, quantity: StateQuantity): string {
  const why = leftOut(run, layer, [quantity]);
  if (why) return words.leftOut(run.info.name, why);
  return run.epochs.length === 0 ? words.notYet(run.info.name) : words.noSnapshot(run.info.name, layer);
}

/** Attention on the same probe where the runs stand, of each run the last that is not newer (else its first). */
export function attentionPair(
  reference: RunData,
  other: RunData | null,
  chosen: string | null,
  stands: EpochOfRun,
): Found<SnapshotPair> {
  if (!other) return lacking(words.alone);
  const layers = attentionLayers(reference);
  const layer = shownLayer(layers, chosen);
  const otherLayer = layer === null ? null : partnerLayer(layers, attentionLayers(other), layer);
  if (layer === null || otherLayer === null) {
    const { info } = layer === null ? reference : other;
    return lacking(words.noAttention(info.name), words.attentionCode);
  }
  const lack = probeLack(reference, other);
  if (lack) return { pair: null, lack };
  const left = nearestSnapshot(attentionSnapshots(reference, layer), stands(reference));
  const right = nearestSnapshot(attentionSnapshots(other, otherLayer), stands(other));
  if (!left || !right) return lacking(words.noAttention((left ? other : reference).info.name), words.attentionCode);
  const size = ({ shape }: StoredTensor) => `${shape[2] ?? 0} × ${shape[3] ?? 0}`;
  if (size(left) !== size(right)) {
    return lacking(words.otherSize(reference.info.name, size(left), other.info.name, size(right)));
  }
  return { pair: { left, right, layer, otherLayer }, lack: null };
}
