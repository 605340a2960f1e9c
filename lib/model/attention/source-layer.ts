import type * as TensorFlow from '@tensorflow/tfjs';
import type { Tf } from '../tfjs-internals.ts';

type Tensor = TensorFlow.Tensor;

/** Hands on what it is given; see {@link sourceLayer}. */
export type SourceLayer = TensorFlow.layers.Layer;

/** The layer class that notes masks, and what it noted. */
export interface SourceLayers {
  readonly Source: new (config: { readonly name?: string }) => SourceLayer;
  isSource(layer: unknown): boolean;
  /** The mask [sequence, step] that came with a tensor: noted in this pass, or left on it by the layer that made it. */
  maskOf(values: Tensor): Tensor | null;
}

/**
 * A layer of one input that hands it on and notes its mask. tfjs 4.22 calls a layer with the mask of its first input
 * alone, and where none of its inputs has one, with whatever mask an earlier layer was called with; only `computeMask`,
 * which comes after `call`, is told the right ones. So a layer of several inputs needs another in front that was told.
 */
export function sourceLayer(tf: Tf): SourceLayers {
  const outputs = new WeakMap<Tensor, Tensor>();
  const masks = new WeakMap<Tensor, Tensor | null>();

  class AttentionSource extends tf.layers.Layer {
    static readonly className = 'AttentionSource';

    constructor(config: { readonly name?: string }) {
      super(config);
      this.supportsMasking = true;
    }

    override computeOutputShape(shape: TensorFlow.Shape | TensorFlow.Shape[]) {
      return shape;
    }

    override call(inputs: Tensor | Tensor[]): Tensor {
      const input = single(inputs);
      const output = tf.clone(input);
      outputs.set(input, output);
      return output;
    }

    override computeMask(inputs: Tensor | Tensor[], mask?: Tensor | Tensor[]): Tensor {
      const own = Array.isArray(mask) ? mask[0] : mask;
      const output = outputs.get(single(inputs));
      if (output !== undefined && own) masks.set(output, own);
      return own as Tensor;
    }
  }

  return {
    Source: AttentionSource,
    isSource: (layer) => layer instanceof AttentionSource,
    maskOf: (values) => masks.get(values) ?? (values as { kerasMask?: Tensor | null }).kerasMask ?? null,
  };
}

function single(inputs: Tensor | Tensor[]): Tensor {
  return Array.isArray(inputs) ? inputs[0]! : inputs;
}
