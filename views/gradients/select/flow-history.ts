import { judgedQuantity, readsBackward } from '../../../lib/analysis/flow-profile.ts';
import type { Quantity } from '../../../lib/client/page-state.ts';
import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import type { LayerInfo, ModelInfo } from '../../../lib/protocol/run.ts';
import type { Verdict } from '../../../lib/protocol/verdict.ts';
import { worstFirst } from '../../_kit/verdict-words.ts';
import { type FlowCurves, type flowCurves, quantitiesOf } from './flow-curves.ts';

/** Layers with a gradient flow, in model order. */
export function flowLayers(model: ModelInfo | null): readonly LayerInfo[] {
  return model?.layers.filter(({ kind }) => kind === 'recurrent') ?? [];
}

/** The layer to show: the chosen one where it has a flow, else the first that has. Null when there is none. */
export function flowLayer(model: ModelInfo | null, chosen: string | null): LayerInfo | null {
  const layers = flowLayers(model);
  return layers.find(({ path }) => path === chosen) ?? layers[0] ?? null;
}

/**
 * The layer the worst verdict of a run speaks of: what the view opens with, unless a layer was chosen. Of the whole run,
 * so that it does not change while epochs are scrubbed.
 */
export function judgedLayer(verdicts: readonly Verdict[]): string | null {
  const diseases = verdicts.filter(({ severity, layer }) => severity !== 'info' && layer !== null);
  return worstFirst(diseases)[0]?.layer ?? null;
}

/** Where a flow was measured: on the probe at epoch end, or (where no probe could be) on training batches. */
export type FlowSource = 'probe' | 'batch';

/** The flow tensors of a layer, one per epoch (the newest), by rising epoch. */
export interface FlowTensors {
  readonly source: FlowSource;
  readonly tensors: readonly StoredTensor[];
}

/** The tensors to show: those of the probe; only where there are none, those of the training batches. */
export function flowTensors(tensors: readonly StoredTensor[], layer: string): FlowTensors {
  const probe = newestByEpoch(tensors, TENSOR.flow, layer);
  if (probe.length > 0) return { source: 'probe', tensors: probe };
  const batch = newestByEpoch(tensors, TENSOR.batchFlow, layer);
  return { source: batch.length > 0 ? 'batch' : 'probe', tensors: batch };
}

/** Of the tensors of a layer's flow on the probe, those by lag: only of sequences that differ in length. */
export function lagTensors(tensors: readonly StoredTensor[], layer: string): readonly StoredTensor[] {
  return newestByEpoch(tensors, TENSOR.flowByLag, layer);
}

function newestByEpoch(tensors: readonly StoredTensor[], name: string, layer: string): readonly StoredTensor[] {
  const byEpoch = new Map<number, StoredTensor>();
  for (const tensor of tensors) {
    if (tensor.name === name && tensor.layer === layer && tensor.shape.length === 3) byEpoch.set(tensor.epoch, tensor);
  }
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}

/** The flow of one layer over the epochs. */
export interface FlowHistory {
  readonly layer: LayerInfo;
  readonly backward: boolean;
  readonly source: FlowSource;
  /** The loss is read at the last step alone. */
  readonly isAnchoredLast: boolean;
  /** Quantities to choose from, and the one shown. */
  readonly quantities: readonly Quantity[];
  readonly quantity: Quantity;
  /** Whether verdicts and the stated horizon judge the quantity shown. */
  readonly isJudged: boolean;
  /** T; 0 before the first tensor is known. */
  readonly time: number;
  /** Epochs with a snapshot, rising; null = its bytes are on their way. */
  readonly curves: ReadonlyMap<number, FlowCurves | null>;
  /** Epochs whose curves are here, rising. */
  readonly epochs: readonly number[];
}

/** Reads what is here of a layer's flow. `peek` gives a tensor's bytes, or undefined while they are on their way. */
export function flowHistory(
  data: Pick<RunData, 'tensors'>,
  layer: LayerInfo,
  chosen: Quantity | null,
  peek: (id: number) => DecodedTensor | undefined,
  read: typeof flowCurves,
): FlowHistory {
  const { source, tensors } = flowTensors(data.tensors, layer.path);
  const newest = tensors.at(-1);
  const quantities: readonly Quantity[] = newest
    ? quantitiesOf({ info: newest })
    : layer.hasCellState
      ? ['h', 'c', 'joint']
      : ['h'];
  const judged = judgedQuantity(quantities);
  const quantity = chosen && quantities.includes(chosen) ? chosen : judged;
  const backward = readsBackward(layer);
  const curves = new Map<number, FlowCurves | null>();
  const lags = new Map(
    source === 'probe' ? lagTensors(data.tensors, layer.path).map((lag) => [lag.epoch, lag.id]) : [],
  );
  for (const { id, epoch } of tensors) {
    const decoded = peek(id);
    const lag = lags.get(epoch);
    const byLag = lag === undefined ? null : peek(lag);
    curves.set(epoch, decoded && byLag !== undefined ? read(decoded, quantity, backward, byLag) : null);
  }
  return {
    layer,
    backward,
    source,
    isAnchoredLast: newest?.attributes.anchor === 'last',
    quantities,
    quantity,
    isJudged: quantity === judged,
    time: tensors.reduce((most, { shape }) => Math.max(most, shape[2] ?? 0), 0),
    curves,
    epochs: [...curves].filter(([, each]) => each !== null).map(([epoch]) => epoch),
  };
}
