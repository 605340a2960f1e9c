import type { AttentionOptions } from '../../lib/model/attention/attention-config.ts';
import { type AttentionLayer, attentionClass } from '../../lib/model/attention/attention-layer.ts';
import { tfNamespace } from '../tfjs-instance.ts';

/** Where a layer of ours takes tfjs from. */
export interface LayerPlace {
  /** The tfjs namespace the model is made with. Default: the installed `@tensorflow/tfjs`. */
  readonly tf?: unknown;
}

/**
 * An attention layer: `attention({ score: 'additive' }).apply([query, values])`.
 *
 * Inputs are query [sequence, target, feature] or [sequence, feature], values [sequence, source, feature] and, if they
 * differ from the values, keys of as many steps. The output is the context: for every query the sum of the values,
 * weighted by a softmax over `score(query, key)`. With `returnScores` it is `[context, weights]`, weights
 * [sequence, target, source], or [sequence, head, target, source] with several heads; no target axis where the query
 * has none.
 *
 * Padded sources get no weight: the mask that an Embedding with `maskZero` or a Masking layer gave the values reaches
 * the layer also through recurrent layers (a small layer `…_source` in front sees to it). A sequence that is padding
 * alone gives zeros. Throws an UnrolledError `bad-option`, `attention-inputs` or `no-tfjs`.
 *
 * Checked against PyTorch in float64, outputs and gradients, and by finite differences.
 */
export function attention(options: AttentionOptions = {}, place: LayerPlace = {}): AttentionLayer {
  return new (attentionClass(tfNamespace(place.tf)))(options);
}

/** Makes our layers known to tfjs, which `modelFromJSON` and `loadLayersModel` need in a process that made none. */
export function registerLayers(place: LayerPlace = {}): void {
  attentionClass(tfNamespace(place.tf));
}
