import { UnrolledError } from '../../lib/base/errors.ts';
import { hookMethod } from '../../lib/model/method-hook.ts';
import type { CallArguments, LayerParts, ModelParts, Tensor, Tf } from '../../lib/model/tfjs-internals.ts';
import { type AttendingLayer, isWeighing, type WeighingLayer } from './attention-layers.ts';
import type { LayerAttention } from './capture.ts';
import { callPath } from './flows.ts';
import type { Guard } from './guard.ts';
import { PaddingTap } from './padding.ts';

/** Numbers read of one layer at most; where there are more, those of the first sequences. */
const MOST_VALUES = 8e6;

type Call = (inputs: Tensor | Tensor[], kwargs: CallArguments) => Tensor | Tensor[];

/** What a tap works with. */
export interface AttentionTapParts {
  readonly tf: Tf;
  readonly model: ModelParts;
  readonly layers: readonly AttendingLayer[];
  readonly guard: Guard;
  /** Told of a layer whose output is no attention. */
  readonly onError: (error: UnrolledError) => void;
}

/** Reads attention weights as a model runs on the probe. Serves one pass. */
export class AttentionTap {
  readonly attention: LayerAttention[] = [];
  readonly #parts: AttentionTapParts;
  readonly #padding = new PaddingTap();
  readonly #seen = new Map<LayerParts, Set<string>>();

  constructor(parts: AttentionTapParts) {
    this.#parts = parts;
  }

  /** Hooks the layers; returns what unhooks. */
  hook(): () => void {
    const { layers, model } = this.#parts;
    if (layers.length === 0) return () => {};
    const unhooks = [
      this.#padding.hook(model),
      ...layers.map((one) =>
        isWeighing(one.layer) ? this.#hookWeighing(one.path, one.layer) : this.#hookOutput(one.path, one.layer),
      ),
    ];
    return () => {
      for (const unhook of unhooks) unhook();
    };
  }

  /** Our own layer: its weights and the mask they were made with. */
  #hookWeighing(path: string, layer: WeighingLayer): () => void {
    let call: number | null = null;
    const unhookCall = hookMethod<'call', Call>(layer, 'call', (original) => (inputs, kwargs) => {
      call = this.#numberOf(layer, inputs);
      return original.call(layer, inputs, kwargs);
    });
    const unhookWeigh = hookMethod<'weigh', WeighingLayer['weigh']>(
      layer,
      'weigh',
      (original) => (query, key, mask) => {
        const weights = original.call(layer, query, key, mask);
        if (call !== null) {
          const number = call;
          this.#read(callPath(path, number), weights, () =>
            mask === null ? this.#padding.upstreamOf(layer, weights.shape[3]!) : bytes(mask),
          );
        }
        return weights;
      },
    );
    return () => {
      unhookWeigh();
      unhookCall();
    };
  }

  /** Any layer somebody named: its output. */
  #hookOutput(path: string, layer: LayerParts): () => void {
    return hookMethod<'call', Call>(layer, 'call', (original) => (inputs, kwargs) => {
      const output = original.call(layer, inputs, kwargs);
      const number = this.#numberOf(layer, inputs);
      if (number !== null) this.#readOutput(callPath(path, number), layer, [inputs].flat()[0]!, [output].flat());
      return output;
    });
  }

  #readOutput(path: string, layer: LayerParts, input: Tensor, outputs: readonly Tensor[]): void {
    const { guard, onError } = this.#parts;
    const weights = guard.attempt(() => outputs.find((one) => isAttention(one, input.shape[0]!)) ?? null, null);
    if (weights !== null) {
      this.#read(path, weights, () => this.#padding.upstreamOf(layer, weights.shape.at(-1)!));
      return;
    }
    const shapes = outputs.map(({ shape }) => `[${shape}]`).join(', ');
    onError(
      new UnrolledError(
        'attention-output',
        `attention of ${path} is not captured: its output ${shapes} is no attention — name a layer that gives weights, ` +
          'none below 0, [sequence, source], [sequence, target, source] or [sequence, head, target, source]',
      ),
    );
  }

  #read(path: string, weights: Tensor, maskOf: () => Uint8Array | null): void {
    const { tf, guard } = this.#parts;
    guard.attempt(() => {
      const shape = fourAxes(weights.shape);
      const each = shape[1] * shape[2] * shape[3];
      const sequences = Math.max(1, Math.min(shape[0], Math.floor(MOST_VALUES / each)));
      const values = tf.tidy(() => Float32Array.from(tf.slice(tf.reshape(weights, shape), 0, sequences).dataSync()));
      const mask = maskOf()?.slice(0, sequences * shape[3]) ?? null;
      const sourceMask = mask?.includes(0) ? mask : null;
      this.attention.push({ layer: path, shape: [sequences, shape[1], shape[2], shape[3]], values, sourceMask });
    }, undefined);
  }

  /** The turn of a call of a layer, from 1; null for a repeat, which tfjs makes for every further output that is used. */
  #numberOf(layer: LayerParts, inputs: Tensor | Tensor[]): number | null {
    const seen = this.#seen.get(layer) ?? new Set();
    this.#seen.set(layer, seen);
    const key = [inputs]
      .flat()
      .map(({ id }) => id)
      .join();
    if (seen.has(key)) return null;
    return seen.add(key).size;
  }
}

/** Whether an output can be attention weights of the probe's sequences. Rows that miss 1 are for the checks to find. */
function isAttention(output: Tensor, sequences: number): boolean {
  if (output.rank < 2 || output.rank > 4 || output.shape[0] !== sequences || output.dtype !== 'float32') return false;
  return output.dataSync().every((value) => !(value < 0));
}

function fourAxes(shape: readonly number[]): [number, number, number, number] {
  const [sequences, ...rest] = shape as [number, ...number[]];
  const [heads, targets, sources] = [...Array(3 - rest.length).fill(1), ...rest] as [number, number, number];
  return [sequences, heads, targets, sources];
}

function bytes(mask: Tensor): Uint8Array {
  return Uint8Array.from(mask.dataSync(), (value) => (value ? 1 : 0));
}
