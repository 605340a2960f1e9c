import type * as TensorFlow from '@tensorflow/tfjs';
import type { Tf } from '../tfjs-internals.ts';
import {
  type AttentionConfig,
  type AttentionOptions,
  type AttentionSizes,
  attentionConfig,
  attentionSizes,
} from './attention-config.ts';
import { attentionScores, maskedSoftmax } from './attention-scores.ts';
import { type SourceLayer, type SourceLayers, sourceLayer } from './source-layer.ts';

type Layer = TensorFlow.layers.Layer;
type Tensor = TensorFlow.Tensor;
type SymbolicTensor = TensorFlow.SymbolicTensor;

/** What tfjs gives for a weight of a layer. */
interface WeightVariable {
  read(): Tensor;
}

/** An attention layer: see {@link attention}. */
export interface AttentionLayer extends Layer {
  /**
   * Attention weights [sequence, head, target, source] of heads [sequence, head, step, depth]; `mask` is [sequence, source]
   * or null. Every pass goes through it, so it is where weights are captured.
   */
  weigh(query: Tensor, key: Tensor, mask: Tensor | null): Tensor;
}

/** Makes attention layers of one tfjs. */
export interface AttentionClass {
  new (options?: AttentionOptions): AttentionLayer;
}

// One class per tfjs, because registering another under the same name would part layers from their class.
const classes = new WeakMap<Tf, AttentionClass>();

/** The attention layer class of a tfjs namespace, registered with it so that `modelFromJSON` finds it. */
export function attentionClass(tf: Tf): AttentionClass {
  const known = classes.get(tf);
  if (known !== undefined) return known;
  const sources = sourceLayer(tf);
  const made = makeClass(tf, sources);
  tf.serialization.registerClass(sources.Source as never);
  tf.serialization.registerClass(made as never);
  classes.set(tf, made);
  return made;
}

function makeClass(tf: Tf, sources: SourceLayers): AttentionClass {
  class Attention extends tf.layers.Layer {
    static readonly className = 'Attention';
    private readonly config: AttentionConfig;
    private readonly weightsByName = new Map<string, WeightVariable>();
    private source: SourceLayer | null = null;

    constructor(options: AttentionOptions = {}) {
      super(options as never);
      this.config = attentionConfig(options);
      this.supportsMasking = true;
    }

    override build(shapes: TensorFlow.Shape | TensorFlow.Shape[]): void {
      const sizes = attentionSizes(this.config, shapes as TensorFlow.Shape[]);
      for (const [i, [name, shape]] of weightShapes(this.config, sizes).entries()) this.weight(name, shape, i);
      this.built = true;
    }

    override computeOutputShape(shapes: TensorFlow.Shape | TensorFlow.Shape[]): TensorFlow.Shape | TensorFlow.Shape[] {
      const given = shapes as TensorFlow.Shape[];
      const { value, flatQuery } = attentionSizes(this.config, given);
      const { heads, units, returnScores } = this.config;
      const [batch, target] = given[0]!;
      const targets = flatQuery ? [] : [target!];
      const context = [batch!, ...targets, heads > 1 ? (units ?? value) : value];
      if (!returnScores) return context;
      return [context, [batch!, ...(heads > 1 ? [heads] : []), ...targets, given[1]![1]!]];
    }

    override apply(
      inputs: Tensor | Tensor[] | SymbolicTensor | SymbolicTensor[],
      kwargs?: TensorFlow.serialization.ConfigDict,
    ) {
      return super.apply(this.withSource(inputs) as Tensor[], kwargs as never);
    }

    override call(
      inputs: Tensor | Tensor[],
      kwargs: { mask?: Tensor | (Tensor | null)[] | null } | null,
    ): Tensor | Tensor[] {
      return tf.tidy(() => {
        const given = inputs as Tensor[];
        const mask = this.sourceMask(given, kwargs?.mask);
        const [query, values, keys = values] = given.slice(
          0,
          given.length - (this.config.maskInput ? 1 : 0),
        ) as Tensor[];
        const flat = query!.rank === 2;
        const weights = this.weigh(
          this.headsOf(flat ? tf.expandDims(query!, 1) : query!, 'query_kernel'),
          this.headsOf(keys!, 'key_kernel'),
          mask,
        );
        const context = this.joined(tf.matMul(weights, this.headsOf(values!, 'value_kernel')));
        const out = flat ? tf.squeeze(context, [1]) : context;
        if (!this.config.returnScores) return out;
        const axes = [...(this.config.heads === 1 ? [1] : []), ...(flat ? [2] : [])];
        return [out, axes.length > 0 ? tf.squeeze(weights, axes) : weights];
      });
    }

    weigh(query: Tensor, key: Tensor, mask: Tensor | null): Tensor {
      const { score, scale } = this.config;
      const weight = this.read('score_kernel') ?? this.read('score_vector');
      const factor = scale ? 1 / Math.sqrt(key.shape[3]!) : 1;
      const scores = attentionScores(tf, query, key, { score, factor, ...(weight ? { weight } : {}) });
      return maskedSoftmax(tf, scores, mask);
    }

    /** The context belongs to the steps of the query, and so does its mask. */
    override computeMask(inputs: Tensor | Tensor[], mask?: Tensor | Tensor[]): Tensor | Tensor[] {
      const [query] = inputs as Tensor[];
      const own = query?.rank === 3 && Array.isArray(mask) ? (mask[0] ?? null) : null;
      return (this.config.returnScores ? [own, null] : own) as Tensor | Tensor[];
    }

    override getConfig(): TensorFlow.serialization.ConfigDict {
      return { ...super.getConfig(), ...this.config };
    }

    /** Puts, where the model is put together, the layer between that hands on the mask of the values. */
    private withSource(inputs: unknown): unknown {
      if (!Array.isArray(inputs) || this.config.maskInput) return inputs;
      const values: unknown = inputs[1];
      if (!(values instanceof tf.SymbolicTensor) || sources.isSource(values.sourceLayer)) return inputs;
      this.source ??= new sources.Source({ name: `${this.name}_source` });
      return inputs.with(1, this.source.apply(values));
    }

    private sourceMask(inputs: readonly Tensor[], masks: Tensor | (Tensor | null)[] | null | undefined): Tensor | null {
      if (this.config.maskInput) return inputs.at(-1)!;
      // a lone mask is the query's, or one left over from another layer: the executor hands on no other
      return sources.maskOf(inputs[1]!) ?? (Array.isArray(masks) ? (masks[1] ?? null) : null);
    }

    /** [sequence, step, feature] as [sequence, head, step, depth], projected where there is something to project by. */
    private headsOf(tensor: Tensor, kernel: string): Tensor {
      const [batch, steps, features] = tensor.shape as [number, number, number];
      const weight = this.read(kernel);
      const flat = weight && tf.matMul(tf.reshape(tensor, [batch * steps, features]), weight as TensorFlow.Tensor2D);
      const depth = (weight ? weight.shape[1]! : features) / this.config.heads;
      const split = tf.reshape(flat ?? tensor, [batch, steps, this.config.heads, depth]);
      return tf.transpose(split, [0, 2, 1, 3]);
    }

    /** [sequence, head, target, depth] as [sequence, target, feature]. */
    private joined(context: Tensor): Tensor {
      const [batch, heads, steps, depth] = context.shape as [number, number, number, number];
      const joined = tf.reshape(tf.transpose(context, [0, 2, 1, 3]), [batch * steps, heads * depth]);
      const weight = this.read('output_kernel');
      const out = weight ? tf.matMul(joined as TensorFlow.Tensor2D, weight as TensorFlow.Tensor2D) : joined;
      return tf.reshape(out, [batch, steps, out.shape[1]!]);
    }

    private weight(name: string, shape: number[], index: number): void {
      const { seed } = this.config;
      const initializer = tf.initializers.glorotUniform(seed === null ? {} : { seed: seed + index });
      this.weightsByName.set(
        name,
        this.addWeight(name, shape, 'float32', initializer as never) as unknown as WeightVariable,
      );
    }

    private read(name: string): Tensor | undefined {
      return this.weightsByName.get(name)?.read();
    }
  }
  return Attention as unknown as AttentionClass;
}

/** Names and shapes of the weights, in the order they are made. */
function weightShapes({ score, heads, units }: AttentionConfig, sizes: AttentionSizes): readonly [string, number[]][] {
  const many = heads > 1;
  const width = units ?? (many ? sizes.value : sizes.key);
  const shapes: [string, number[]][] = [];
  if (many || score === 'additive') {
    shapes.push(['query_kernel', [sizes.query, width]], ['key_kernel', [sizes.key, width]]);
  }
  if (score === 'general') {
    shapes.push(['score_kernel', many ? [heads, width / heads, width / heads] : [1, sizes.query, sizes.key]]);
  }
  if (score === 'additive') shapes.push(['score_vector', [heads, width / heads]]);
  if (many) shapes.push(['value_kernel', [sizes.value, width]], ['output_kernel', [width, width]]);
  return shapes;
}
