import type { LayersModel } from '@tensorflow/tfjs';
import { UnrolledError } from '../../lib/base/errors.ts';
import { siblingNames } from '../../lib/model/layer-path.ts';
import { isModel, type LayerParts, type ModelParts, type Tensor } from '../../lib/model/tfjs-internals.ts';

/** Our own attention layer, as far as capturing needs it: see callbacks/layers. */
export interface WeighingLayer extends LayerParts {
  weigh(query: Tensor, key: Tensor, mask: Tensor | null): Tensor;
}

/** A layer whose attention weights are captured. */
export interface AttendingLayer {
  readonly path: string;
  readonly layer: LayerParts;
}

/** Whether a layer is our attention layer. */
export function isWeighing(layer: LayerParts): layer is WeighingLayer {
  return layer.getClassName() === 'Attention' && typeof (layer as Partial<WeighingLayer>).weigh === 'function';
}

/**
 * Our attention layers and those named, by path or by their name in tfjs, in model order. Throws an UnrolledError
 * (`bad-option`) that lists the model's layers where there is none of that name.
 */
export function attendingLayers(model: ModelParts, names: readonly string[]): readonly AttendingLayer[] {
  const all = layersOf(model, '');
  const called = ({ path, layer }: AttendingLayer, name: string) => path === name || layer.name === name;
  for (const name of names) {
    if (all.some((one) => called(one, name))) continue;
    const known = all.map(({ path }) => path).join(', ');
    throw new UnrolledError('bad-option', `attention: no layer ${JSON.stringify(name)} — give one of ${known}`);
  }
  return all.filter((one) => isWeighing(one.layer) || names.some((name) => called(one, name)));
}

/** Checks the names for a model that is about to be watched: see {@link attendingLayers}. */
export function checkAttention(model: LayersModel, names: readonly string[]): void {
  attendingLayers(model as unknown as ModelParts, names);
}

function layersOf(model: ModelParts, prefix: string): AttendingLayer[] {
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const names = siblingNames(layers.map((layer) => ({ name: layer.name, className: layer.getClassName() })));
  return layers.flatMap((layer, i) => {
    const path = prefix + names[i];
    return isModel(layer) ? [{ path, layer }, ...layersOf(layer, `${path}/`)] : [{ path, layer }];
  });
}
