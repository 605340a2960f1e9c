import { UnrolledError } from '../../base/errors.ts';
import { hookMethod } from '../method-hook.ts';
import {
  type CallArguments,
  isModel,
  type LayerParts,
  type ModelParts,
  type Tensor,
  type Tf,
} from '../tfjs-internals.ts';

/** The input that is explained, as numbers: what an Embedding makes of words, else the frames themselves. */
export interface ExplainedInput {
  readonly scope: 'embedding' | 'input';
  /** The layer whose output takes the place of the input: an Embedding, or a Masking that must not see changed frames. */
  readonly entry: LayerParts | null;
  /** As the model has it: [sequence, …]. */
  readonly shape: readonly number[];
  readonly sequences: number;
  readonly time: number;
  readonly features: number;
  /** [sequence, time, feature] */
  readonly values: Float32Array;
  /** 1 where a step counts, [sequence, time]; null where nothing is masked. */
  readonly valid: Uint8Array | null;
  /** The model's outputs on it. */
  readonly outputs: readonly ModelOutput[];
}

/** One output of a model. */
export interface ModelOutput {
  readonly shape: readonly number[];
  /** May have to run the model for them. */
  readonly values: () => Float32Array;
}

type Call = (inputs: Tensor | Tensor[], kwargs: CallArguments) => Tensor | Tensor[];
type Entry = LayerParts & { readonly maskZero?: boolean; readonly maskValue?: number };

/** What a model's input `index` is turned into. `run` runs the model on `inputs` and gives its outputs. */
export function explainedInput(
  model: ModelParts,
  inputs: readonly Tensor[],
  index: number,
  run: () => readonly ModelOutput[],
): ExplainedInput {
  const input = inputs[index];
  if (input === undefined) {
    throw new UnrolledError(
      'bad-option',
      `saliency.input: ${index} — the model has ${inputs.length} inputs, from 0 on`,
    );
  }
  const frames = () => ({ entry: null, shape: [...input.shape], values: Float32Array.from(input.dataSync()) });
  const entries = entryLayers(model);
  const declared = declaredOutputs(model, input.shape[0]!, run);
  if (entries.length === 0 && declared !== null) return described(frames(), input, declared);
  let noted: { readonly entry: Entry; readonly shape: number[]; readonly values: Float32Array } | null = null;
  const unhooks = entries.map((entry) =>
    hookMethod<'call', Call>(entry, 'call', (original) => (given, kwargs) => {
      const output = original.call(entry, given, kwargs);
      if (noted === null && isInput(given, input)) {
        const made = [output].flat()[0]!;
        noted = { entry, shape: [...made.shape], values: Float32Array.from(made.dataSync()) };
      }
      return output;
    }),
  );
  try {
    const outputs = run();
    return described(noted ?? frames(), input, outputs);
  } finally {
    for (const unhook of unhooks) unhook();
  }
}

/** The outputs without running the model, which often nobody asks the values of; null where their shape is not known. */
function declaredOutputs(
  model: ModelParts,
  sequences: number,
  run: () => readonly ModelOutput[],
): readonly ModelOutput[] | null {
  if (model.outputs.some(({ shape }) => shape.slice(1).includes(null))) return null;
  return model.outputs.map(({ shape }, i) => ({
    shape: [sequences, ...(shape.slice(1) as number[])],
    values: () => run()[i]!.values(),
  }));
}

/** Whether a layer is called on a tensor itself. */
export function isInput(given: Tensor | Tensor[], input: Tensor): boolean {
  return [given].flat()[0]?.id === input.id;
}

/** Runs a model, in inference mode, and reads its outputs. */
export function outputsOf(tf: Tf, model: ModelParts, inputs: readonly Tensor[]): readonly ModelOutput[] {
  const outputs: ModelOutput[] = [];
  tf.tidy(() => {
    const applied = model.apply(inputs.length === 1 ? inputs[0]! : [...inputs], { training: false });
    for (const output of [applied].flat()) {
      const values = Float32Array.from(output.dataSync());
      outputs.push({ shape: [...output.shape], values: () => values });
    }
  });
  return outputs;
}

function described(
  {
    entry,
    shape,
    values,
  }: { readonly entry: Entry | null; readonly shape: readonly number[]; readonly values: Float32Array },
  input: Tensor,
  outputs: ExplainedInput['outputs'],
): ExplainedInput {
  const [sequences, ...rest] = shape as [number, ...number[]];
  const time = rest.length > 1 ? rest[0]! : 1;
  const features = rest.reduce((product, size) => product * size, 1) / time;
  const scope = entry?.getClassName() === 'Embedding' ? 'embedding' : 'input';
  const valid = entry === null ? null : validSteps(entry, input, sequences * time);
  return { scope, entry, shape, sequences, time, features, values, valid, outputs };
}

function validSteps(entry: Entry, input: Tensor, steps: number): Uint8Array | null {
  const masked = entry.getClassName() === 'Masking' ? (entry.maskValue ?? 0) : entry.maskZero ? 0 : null;
  if (masked === null) return null;
  const values = input.dataSync();
  const width = values.length / steps;
  const valid = new Uint8Array(steps);
  for (let i = 0; i < values.length; i++) if (values[i] !== masked) valid[Math.floor(i / width)] = 1;
  return valid.includes(0) ? valid : null;
}

/** All Embedding and Masking layers, nested ones too. */
function entryLayers(model: ModelParts): Entry[] {
  return model.layers.flatMap((layer) => {
    if (isModel(layer)) return entryLayers(layer);
    return ['Embedding', 'Masking'].includes(layer.getClassName()) ? [layer] : [];
  });
}
