import { readsBackward } from '../../../lib/analysis/flow-profile.ts';
import type { FlowScale } from '../../../lib/client/page-state.ts';
import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import type { LayerInfo, RunInfo } from '../../../lib/protocol/run.ts';
import { gradientsMessages } from '../messages.ts';
import { nearestEpoch } from './epoch-span.ts';
import { type flowCurves, quantitiesOf, scaleOffset } from './flow-curves.ts';
import { type FlowHistory, flowLayer, flowTensors } from './flow-history.ts';

/** Another run's profile, dashed in its colour. */
export interface ReferenceCurve {
  readonly name: string;
  readonly label: string;
  readonly colour: number;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/** The snapshot of another run to compare with. */
export interface Reference {
  readonly info: RunInfo;
  readonly layer: LayerInfo;
  readonly tensor: StoredTensor;
  /** The epoch it was asked for. */
  readonly epoch: number;
}

/** Another run's snapshot nearest to an epoch, of the same layer or the first that has a flow; null without one, and before its first epoch ended. */
export function referenceTensor(data: RunData, layerPath: string, epoch: number | null): Reference | null {
  const layer = flowLayer(data.info.model, layerPath);
  if (!layer || !epoch) return null;
  const { tensors, source } = flowTensors(data.tensors, layer.path);
  const nearest = nearestEpoch(
    tensors.map((tensor) => tensor.epoch),
    epoch,
  );
  const tensor = tensors.find((each) => each.epoch === nearest);
  return tensor && source === 'probe' ? { info: data.info, layer, tensor, epoch } : null;
}

/**
 * The curve of another run. Sequences of another length are aligned at their last step, where the loss is read.
 * Where the quantity was not recorded (an LSTM beside a GRU) the other run's own h stands for it.
 */
export function referenceCurve(
  { info, layer, tensor, epoch }: Reference,
  decoded: DecodedTensor,
  history: FlowHistory,
  scale: FlowScale,
  read: typeof flowCurves,
): ReferenceCurve {
  const quantity = quantitiesOf(decoded).includes(history.quantity) ? history.quantity : 'h';
  const curves = read(decoded, quantity, readsBackward(layer));
  const offset = scaleOffset(curves, scale);
  const shift = history.time - curves.time;
  const words = gradientsMessages.profile;
  return {
    name: info.name,
    label: tensor.epoch === epoch ? words.referenceLabel(info.name) : words.referenceAt(info.name, tensor.epoch),
    colour: info.colour,
    xs: Float64Array.from({ length: curves.time }, (_, step) => step + 1 + shift),
    ys: curves.median.map((y) => y - offset),
  };
}
