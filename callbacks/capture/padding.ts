import { hookMethod } from '../../lib/model/method-hook.ts';
import {
  type CallArguments,
  isModel,
  type LayerParts,
  type ModelParts,
  type Tensor,
} from '../../lib/model/tfjs-internals.ts';

type Call = (inputs: Tensor | Tensor[], kwargs: CallArguments) => Tensor | Tensor[];
type Entry = LayerParts & { readonly maskZero?: boolean; readonly maskValue?: number };
type Node = { readonly inboundLayers: readonly LayerParts[] };

/** Which steps of a batch count: [sequence, time], 1 where one does. */
export interface Validity {
  readonly layer: LayerParts;
  readonly time: number;
  readonly valid: Uint8Array;
}

/** Notes, while hooked, which steps are padding, where words or frames enter a model. */
export class PaddingTap {
  readonly #seen: Validity[] = [];

  /** Hooks the Embedding and Masking layers; returns what unhooks. */
  hook(model: ModelParts): () => void {
    const unhooks = entryLayers(model).map((layer) =>
      hookMethod<'call', Call>(layer, 'call', (original) => (inputs, kwargs) => {
        const [input] = [inputs].flat();
        const rank = layer.getClassName() === 'Masking' ? 3 : 2;
        if (input?.rank === rank) this.#note(layer, input);
        return original.call(layer, inputs, kwargs);
      }),
    );
    return () => {
      for (const unhook of unhooks) unhook();
    };
  }

  /**
   * The padding of the source a layer looks at, which must be `time` steps long: of the only such input upstream of it.
   * Null where there is none, or more than one.
   */
  upstreamOf(layer: LayerParts, time: number): Uint8Array | null {
    const above = ancestors(layer);
    const found = this.#seen.filter((one) => one.time === time && above.has(one.layer));
    return found.length === 1 ? found[0]!.valid : null;
  }

  #note(layer: Entry, input: Tensor): void {
    const [batch, time] = input.shape as [number, number];
    const values = input.dataSync();
    const valid = validOf(values, batch * time, layer.getClassName() === 'Masking' ? (layer.maskValue ?? 0) : 0);
    const isPadding = layer.getClassName() === 'Masking' || layer.maskZero || onlyAtEnds(valid, time);
    this.#seen.push({ layer, time, valid: isPadding ? valid : valid.fill(1) });
  }
}

/** A step counts where not all of its values are the padding's. */
function validOf(values: ArrayLike<number>, steps: number, padding: number): Uint8Array {
  const width = values.length / steps;
  const valid = new Uint8Array(steps);
  for (let i = 0; i < values.length; i++) if (values[i] !== padding) valid[Math.floor(i / width)] = 1;
  return valid;
}

/**
 * Whether word 0 looks like padding where nothing says so: in no sequence of the batch is it between other words, and
 * all sequences have it at the same side.
 */
function onlyAtEnds(valid: Uint8Array, time: number): boolean {
  let before = false;
  let after = false;
  for (let from = 0; from < valid.length; from += time) {
    const row = valid.subarray(from, from + time);
    const [first, last] = [row.indexOf(1), row.lastIndexOf(1)];
    if (first < 0 || row.subarray(first, last + 1).includes(0)) return false;
    before ||= first > 0;
    after ||= last < time - 1;
  }
  return !(before && after);
}

function ancestors(layer: LayerParts): ReadonlySet<LayerParts> {
  const seen = new Set<LayerParts>();
  const open = [layer];
  while (open.length > 0) {
    const nodes = (open.pop() as LayerParts & { readonly inboundNodes?: readonly Node[] }).inboundNodes ?? [];
    for (const above of nodes.flatMap(({ inboundLayers }) => inboundLayers)) {
      if (seen.has(above)) continue;
      seen.add(above);
      open.push(above);
    }
  }
  return seen;
}

function entryLayers(model: ModelParts): Entry[] {
  return model.layers.flatMap((layer) => {
    if (isModel(layer)) return entryLayers(layer);
    return ['Embedding', 'Masking'].includes(layer.getClassName()) ? [layer] : [];
  });
}
