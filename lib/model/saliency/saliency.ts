import type { LayersModel } from '@tensorflow/tfjs';
import { readModelLayers } from '../model-layers.ts';
import type { ModelParts, Tf } from '../tfjs-internals.ts';
import type { SaliencyMap } from './map.ts';
import type { SaliencyOptions } from './request.ts';
import { saliencyMap } from './saliency-map.ts';

/**
 * How much every input step matters for one number of a model's output. `x` (and `y`, the targets, or null) are tensors,
 * lists of them, or records by name; they stay the caller's. See {@link SaliencyMap}.
 */
export function saliencyOf(tf: Tf, model: LayersModel, x: unknown, y: unknown, options: SaliencyOptions): SaliencyMap {
  const parts = model as unknown as ModelParts;
  return saliencyMap({ tf, model: parts, cells: readModelLayers(parts).cells, x, y }, options);
}
