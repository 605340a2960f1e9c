import type { CapturedCell } from '../model-layers.ts';
import { type ProbeTensors, probeTensors } from '../probe-tensors.ts';
import { restoringState } from '../restoring-state.ts';
import type { ModelParts, Tensor, Tf } from '../tfjs-internals.ts';
import { chosenOutput } from './chosen-output.ts';
import { Evaluator, type OnRows } from './evaluator.ts';
import { type ExplainedInput, explainedInput, outputsOf } from './explained-input.ts';
import type { OutputSpace, SaliencyMap } from './map.ts';
import { type Attribution, attribute } from './methods.ts';
import { areProbabilities, finalActivation } from './raw-output.ts';
import { type SaliencyOptions, type SaliencyRequest, saliencyRequest } from './request.ts';

/** A model and data to explain. */
export interface SaliencySubject {
  readonly tf: Tf;
  readonly model: ModelParts;
  readonly cells: readonly CapturedCell[];
  readonly x: unknown;
  /** Targets, or null. */
  readonly y: unknown;
  /** Which sequences of x; default all. */
  readonly sequences?: readonly number[];
  readonly onRows?: OnRows;
}

/**
 * Explains one number of the output for every sequence. In inference mode; states of stateful layers and dropout masks are
 * put back, no tensor is left, no random number drawn but our own seeded ones. Throws an UnrolledError (`bad-option`,
 * `probe-shape`, `saliency-output`).
 */
export function saliencyMap(subject: SaliencySubject, options: SaliencyOptions): SaliencyMap {
  const { tf, model, cells, x, y } = subject;
  const request = saliencyRequest(options);
  const given = probeTensors(model, x, y);
  const { sequences, onRows } = subject;
  if (sequences === undefined) return mapOf(tf, model, cells, given, request, onRows);
  // a model of a fixed batch size takes all or none
  if (model.inputs[0]!.shape[0] !== null) return selected(mapOf(tf, model, cells, given, request, onRows), sequences);
  const of = (tensors: readonly Tensor[]) => tensors.map((tensor) => tf.gather(tensor, [...sequences]));
  const [inputs, targets] = [of(given.inputs), of(given.targets)];
  try {
    return mapOf(tf, model, cells, { inputs, targets }, request, onRows);
  } finally {
    tf.dispose([...inputs, ...targets]);
  }
}

function mapOf(
  tf: Tf,
  model: ModelParts,
  cells: readonly CapturedCell[],
  { inputs: given, targets }: ProbeTensors,
  request: SaliencyRequest,
  onRows: OnRows | undefined,
): SaliencyMap {
  // of the type the model has it, so that tfjs hands on this very tensor and a layer called on it can be told
  const inputs = given.map((tensor, i) => tensor.cast(dtypeOf(model, i)));
  try {
    const run = () => restoringState(tf, cells, inputs[0]!.shape[0]!, () => outputsOf(tf, model, inputs));
    const input = explainedInput(model, inputs, request.input, run);
    const final = finalActivation(model, request.target.output ?? 0);
    const chosen = chosenOutput(input, request.target, targets, final);
    const space = spaceOf(input, final.kind, chosen.output);
    const index = request.input;
    const asLogarithm = space === 'log-probability';
    const evaluator = new Evaluator({ tf, model, cells, inputs, index, input, chosen, asLogarithm, onRows });
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
        baselineScores: found.baselineScores && Array.from(found.baselineScores),
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

/** The map of some of its sequences. */
function selected(map: SaliencyMap, sequences: readonly number[]): SaliencyMap {
  const [, time, features] = map.shape;
  const size = time * features;
  const of = <T>(list: readonly T[]) => sequences.map((b) => list[b]!);
  const values = new Float32Array(sequences.length * size);
  for (const [i, b] of sequences.entries()) values.set(map.values.subarray(b * size, (b + 1) * size), i * size);
  return {
    ...map,
    shape: [sequences.length, time, features],
    values,
    classes: of(map.classes),
    steps: map.steps && of(map.steps),
    scores: of(map.scores),
    baselineScores: map.baselineScores && of(map.baselineScores),
    completeness: map.completeness && of(map.completeness),
    points: map.points && of(map.points),
  };
}

function spaceOf(input: ExplainedInput, kind: string, output: number): OutputSpace {
  if (kind === 'softmax' || kind === 'sigmoid') return 'logit';
  const { shape, values } = input.outputs[output]!;
  return kind === 'unknown' && areProbabilities(values(), shape.at(-1)!) ? 'log-probability' : 'output';
}

function withoutPadding({ values, features }: Attribution, { valid }: ExplainedInput): Float32Array {
  if (valid === null) return values;
  return values.map((value, i) => (valid[Math.floor(i / features)] === 1 ? value : Number.NaN));
}

function dtypeOf(model: ModelParts, index: number): Tensor['dtype'] {
  return (model.inputs[index] as { readonly dtype?: Tensor['dtype'] }).dtype ?? 'float32';
}
