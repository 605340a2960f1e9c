import { messageOf, UnrolledError } from '../../base/errors.ts';
import { hookMethod } from '../method-hook.ts';
import type { CapturedCell } from '../model-layers.ts';
import { restoringState } from '../restoring-state.ts';
import { dropTape } from '../tape.ts';
import type { CallArguments, ModelParts, Tensor, Tf } from '../tfjs-internals.ts';
import type { ChosenOutput } from './chosen-output.ts';
import { type ExplainedInput, isInput } from './explained-input.ts';
import { logarithm } from './raw-output.ts';

/** What one pass may hold, in bytes, roughly. */
const PASS_BYTES = 32e6;
const MOST_ROWS = 512;

/** A changed copy of one example's input. */
export interface Variant {
  readonly example: number;
  /** Writes the input [time, feature] into `row`, which holds the unchanged one. */
  change(row: Float32Array): void;
}

/** What the chosen number is of each variant, and how it depends on the input. */
export interface Evaluation {
  readonly values: Float64Array;
  /** [variant, time, feature]; null where it was not asked for. */
  readonly gradients: Float32Array | null;
}

type Call = (inputs: Tensor | Tensor[], kwargs: CallArguments) => Tensor | Tensor[];

/** Called after every pass: input rows evaluated so far, and how many are expected by now. */
export type OnRows = (done: number, expected: number) => void;

/** The model as a function from an input to the chosen number of the output. */
export class Evaluator {
  readonly #tf: Tf;
  readonly #model: ModelParts;
  readonly #cells: readonly CapturedCell[];
  readonly #inputs: readonly Tensor[];
  readonly #index: number;
  readonly #input: ExplainedInput;
  readonly #chosen: ChosenOutput;
  readonly #asLogarithm: boolean;
  /** Variants that are evaluated in one pass. */
  readonly rows: number;
  readonly #size: number;
  readonly #onRows: OnRows | undefined;
  #done = 0;
  #expected = 0;

  constructor(parts: {
    readonly tf: Tf;
    readonly model: ModelParts;
    readonly cells: readonly CapturedCell[];
    readonly inputs: readonly Tensor[];
    readonly index: number;
    readonly input: ExplainedInput;
    readonly chosen: ChosenOutput;
    readonly asLogarithm: boolean;
    readonly onRows?: OnRows | undefined;
  }) {
    const { tf, model, cells, inputs, index, input, chosen, asLogarithm } = parts;
    this.#tf = tf;
    this.#model = model;
    this.#cells = cells;
    this.#inputs = inputs;
    this.#index = index;
    this.#input = input;
    this.#chosen = chosen;
    this.#asLogarithm = asLogarithm;
    this.#size = input.time * input.features;
    this.#onRows = parts.onRows;
    this.rows = model.inputs[0]!.shape[0] ?? rowsOfPass(input, cells);
  }

  /** Says that so many more variants are going to be evaluated. */
  expect(variants: number): void {
    this.#expected += variants;
  }

  /** Evaluates variants, as many at a time as fit. */
  evaluate(variants: readonly Variant[], wantGradient: boolean): Evaluation {
    const values = new Float64Array(variants.length);
    const gradients = wantGradient ? new Float32Array(variants.length * this.#size) : null;
    for (let from = 0; from < variants.length; from += this.rows) {
      const chunk = variants.slice(from, from + this.rows);
      const count = chunk.length;
      // a model of a fixed batch size takes no other
      const batch = this.#model.inputs[0]!.shape[0] ?? count;
      while (chunk.length < batch) chunk.push(chunk.at(-1)!);
      const done = this.#pass(chunk, wantGradient);
      values.set(done.values.subarray(0, count), from);
      gradients?.set(done.gradients!.subarray(0, count * this.#size), from * this.#size);
      this.#done += count;
      this.#onRows?.(this.#done, Math.max(this.#done, this.#expected));
    }
    return { values, gradients };
  }

  #pass(variants: readonly Variant[], wantGradient: boolean): Evaluation {
    const tf = this.#tf;
    const made: Tensor[] = [];
    const own = <T extends Tensor>(tensor: T): T => {
      made.push(tensor);
      return tensor;
    };
    try {
      const changed = own(this.#changed(variants));
      const examples = own(
        tf.tensor1d(
          variants.map(({ example }) => example),
          'int32',
        ),
      );
      const { entry } = this.#input;
      const inputs = this.#inputs.map((input, i) =>
        i === this.#index && entry === null ? changed : own(tf.gather(input, examples)),
      );
      const choice = own(this.#choice(variants));
      return restoringState(tf, this.#cells, variants.length, () =>
        wantGradient ? this.#backward(inputs, changed, choice) : this.#forward(inputs, changed, choice),
      );
    } finally {
      tf.dispose(made);
    }
  }

  #forward(inputs: readonly Tensor[], changed: Tensor, choice: Tensor): Evaluation {
    let values = new Float64Array();
    this.#tf.tidy(() => {
      values = Float64Array.from(this.#chosenOf(inputs, changed, changed, choice).dataSync());
    });
    return { values, gradients: null };
  }

  #backward(inputs: readonly Tensor[], changed: Tensor, choice: Tensor): Evaluation {
    const tf = this.#tf;
    let values = new Float64Array();
    let gradients = new Float32Array();
    try {
      // tidy, for tfjs keeps the value when its backward pass throws
      tf.tidy(() => {
        const { grad } = tf.valueAndGrad((x: Tensor) => {
          const chosen = this.#chosenOf(inputs, changed, x, choice);
          values = Float64Array.from(chosen.dataSync());
          return tf.sum(chosen).asScalar();
        })(changed);
        gradients = Float32Array.from(grad.dataSync());
      });
      return { values, gradients };
    } catch (error) {
      dropTape(tf);
      throw this.#input.time === 1 ? ofOneStep(error) : error;
    }
  }

  /** The chosen number of every row; `x` stands in for `changed`. */
  #chosenOf(inputs: readonly Tensor[], changed: Tensor, x: Tensor, choice: Tensor): Tensor {
    const tf = this.#tf;
    const { entry } = this.#input;
    const given = inputs.map((input) => (input === changed ? x : input));
    const unhook = entry === null ? () => {} : this.#replace(entry, inputs[this.#index]!, x);
    try {
      const applied = this.#model.apply(given.length === 1 ? given[0]! : given, { training: false });
      const output = [applied].flat()[this.#chosen.output]!;
      const numbers = this.#asLogarithm ? logarithm(tf, output) : output;
      const axes = output.shape.map((_, axis) => axis).slice(1);
      // chosen by where, not by a product: 0·∞ would be NaN
      const isChosen = tf.notEqual(choice, 0);
      return tf.sum(tf.mul(tf.where(isChosen, numbers, tf.zerosLike(numbers)), choice), axes);
    } finally {
      unhook();
    }
  }

  /** Lets a layer, where it is called on the input, give out `x`: as a copy, since tfjs disposes what it has done with. */
  #replace(entry: NonNullable<ExplainedInput['entry']>, input: Tensor, x: Tensor): () => void {
    return hookMethod<'call', Call>(
      entry,
      'call',
      (original) => (given, kwargs) => (isInput(given, input) ? x.clone() : original.call(entry, given, kwargs)),
    );
  }

  #changed(variants: readonly Variant[]): Tensor {
    const { values, shape } = this.#input;
    const rows = new Float32Array(variants.length * this.#size);
    for (const [i, { example, change }] of variants.entries()) {
      const row = rows.subarray(i * this.#size, (i + 1) * this.#size);
      row.set(values.subarray(example * this.#size, (example + 1) * this.#size));
      change(row);
    }
    return this.#tf.tensor(rows, [variants.length, ...shape.slice(1)]);
  }

  /** 0 but for the chosen number of each row. */
  #choice(variants: readonly Variant[]): Tensor {
    const { shape, places, signs } = this.#chosen;
    const width = shape.reduce((product, size) => product * size, 1);
    const choice = new Float32Array(variants.length * width);
    for (const [i, { example }] of variants.entries()) choice[i * width + places[example]!] = signs[example]!;
    return this.#tf.tensor(choice, [variants.length, ...shape]);
  }
}

/** tfjs 4.22 cannot take the gradient of a recurrent layer's input where that is of one step alone. */
function ofOneStep(error: unknown): UnrolledError {
  const message = `the gradient of sequences of one step: ${messageOf(error)} — use { method: 'occlusion' }`;
  return new UnrolledError('saliency-output', message, { cause: error });
}

/** A step of a cell leaves about 16 numbers a unit behind for the backward pass. */
function rowsOfPass({ time, features }: ExplainedInput, cells: readonly CapturedCell[]): number {
  const units = cells.reduce((sum, { cell }) => sum + [cell.stateSize].flat()[0]!, 0);
  return Math.min(MOST_ROWS, Math.max(1, Math.floor(PASS_BYTES / (4 * time * (features * 2 + units * 16)))));
}
