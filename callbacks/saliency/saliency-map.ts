import type { CapturedCell } from '../capture/model-layers.ts';
import { probeTensors } from '../capture/probe-tensors.ts';
import { restoringState } from '../capture/restoring-state.ts';
import type { ModelParts, Tensor, Tf } from '../capture/tfjs-internals.ts';
import { chosenOutput } from './chosen-output.ts';
import { Evaluator } from './evaluator.ts';
import { type ExplainedInput, explainedInput } from './explained-input.ts';
import { type Attribution, attribute } from './methods.ts';
import { areProbabilities, finalActivation, type OutputSpace } from './raw-output.ts';
import { type SaliencyBaseline, type SaliencyMethod, type SaliencyOptions, saliencyRequest } from './request.ts';

/** How much every part of an input matters for one number of the output; plain data. */
export interface SaliencyMap {
  readonly method: SaliencyMethod;
  readonly baseline: SaliencyBaseline;
  /** What the attributions belong to: the dimensions of a word's embedding, or the features of an input frame. */
  readonly scope: 'embedding' | 'input';
  /** [sequence, time, feature]; `occlusion` has one feature. */
  readonly shape: readonly [number, number, number];
  /** Row-major; NaN on padded steps. */
  readonly values: Float32Array;
  /** What is explained: a logit, or, where none was found, the logarithm of a probability, or the output itself. */
  readonly space: OutputSpace;
  /** The class explained, per sequence. */
  readonly classes: readonly number[];
  /** The output step explained, per sequence; null where the output has no time axis. */
  readonly steps: readonly number[] | null;
  /** The number explained, per sequence. */
  readonly scores: readonly number[];
  /** Per sequence, |Σ − (f(x) − f(x₀))| / |f(x) − f(x₀)|; only of integrated gradients. Above 0.05: do not believe it. */
  readonly completeness: readonly number[] | null;
  /** Points of the path used, per sequence; only of integrated gradients. */
  readonly points: readonly number[] | null;
}

/** A model and data to explain. */
export interface SaliencySubject {
  readonly tf: Tf;
  readonly model: ModelParts;
  readonly cells: readonly CapturedCell[];
  readonly x: unknown;
  /** Targets, or null. */
  readonly y: unknown;
}

/**
 * Explains one number of the output for every sequence. In inference mode; states of stateful layers and dropout masks are
 * put back, no tensor is left, no random number drawn but our own seeded ones. Throws an UnrolledError (`bad-option`,
 * `probe-shape`, `saliency-output`).
 */
export function saliencyMap({ tf, model, cells, x, y }: SaliencySubject, options: SaliencyOptions): SaliencyMap {
  const request = saliencyRequest(options);
  const { inputs: given, targets } = probeTensors(model, x, y);
  // of the type the model has it, so that tfjs hands on this very tensor and a layer called on it can be told
  const inputs = given.map((tensor, i) => tensor.cast(dtypeOf(model, i)));
  try {
    const input = restoringState(tf, cells, inputs[0]!.shape[0]!, () =>
      explainedInput(tf, model, inputs, request.input),
    );
    const final = finalActivation(model, request.target.output ?? 0);
    const chosen = chosenOutput(input, request.target, targets, final);
    const space = spaceOf(input, final.kind, chosen.output);
    const index = request.input;
    const asLogarithm = space === 'log-probability';
    const evaluator = new Evaluator({ tf, model, cells, inputs, index, input, chosen, asLogarithm });
    const restore = final.skip();
    try {
      const found = attribute(input, evaluator, request);
      const shape = [input.sequences, input.time, found.features] as const;
      return {
        ...{ method: request.method, baseline: request.baseline, scope: input.scope, shape, space },
        values: withoutPadding(found, input),
        classes: Array.from(chosen.classes),
        steps: chosen.steps && Array.from(chosen.steps),
        scores: Array.from(found.scores),
        completeness: found.completeness && Array.from(found.completeness),
        points: found.points && Array.from(found.points),
      };
    } finally {
      restore();
    }
  } finally {
    tf.dispose(inputs);
  }
}

function spaceOf(input: ExplainedInput, kind: string, output: number): OutputSpace {
  if (kind === 'softmax' || kind === 'sigmoid') return 'logit';
  const { shape, values } = input.outputs[output]!;
  return kind === 'unknown' && areProbabilities(values, shape.at(-1)!) ? 'log-probability' : 'output';
}

function withoutPadding({ values, features }: Attribution, { valid }: ExplainedInput): Float32Array {
  if (valid === null) return values;
  return values.map((value, i) => (valid[Math.floor(i / features)] === 1 ? value : Number.NaN));
}

function dtypeOf(model: ModelParts, index: number): Tensor['dtype'] {
  return (model.inputs[index] as { readonly dtype?: Tensor['dtype'] }).dtype ?? 'float32';
}
