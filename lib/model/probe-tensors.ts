import { UnrolledError } from '../base/errors.ts';
import type { ModelParts, Tensor } from './tfjs-internals.ts';

/** A probe as a model takes it: one tensor for each input, and for each output or none at all. */
export interface ProbeTensors {
  readonly inputs: readonly Tensor[];
  readonly targets: readonly Tensor[];
}

/** The tensors of a probe, in the model's order. Throws an UnrolledError (`probe-shape`) where they do not fit it. */
export function probeTensors(model: ModelParts, x: unknown, y: unknown): ProbeTensors {
  const inputs = tensorsOf(x, model.inputNames, 'x');
  checkInputs(model, inputs);
  const targets = y === null || y === undefined ? [] : tensorsOf(y, model.outputNames, 'y');
  checkTargets(model, targets);
  return { inputs, targets };
}

function tensorsOf(data: unknown, names: readonly string[], what: string): Tensor[] {
  const list = Array.isArray(data) ? data : isTensor(data) ? [data] : isRecord(data) ? names.map((n) => data[n]) : [];
  if (list.length === 0 || !list.every(isTensor)) {
    throw new UnrolledError(
      'probe-shape',
      `Probe ${what}: not a tensor — give a tensor, an array of tensors, or an object with one for each of ${names.join(', ')}`,
    );
  }
  return list;
}

function isTensor(value: unknown): value is Tensor {
  return isRecord(value) && Array.isArray(value.shape) && typeof value.dataSync === 'function';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function checkInputs(model: ModelParts, inputs: readonly Tensor[]): void {
  if (inputs.length !== model.inputs.length) {
    throw new UnrolledError(
      'probe-shape',
      `Probe x: ${inputs.length} tensor(s) for a model of ${model.inputs.length} input(s) — give one for each input`,
    );
  }
  for (const [i, input] of model.inputs.entries()) {
    const given = inputs[i]!.shape;
    const fits =
      given.length === input.shape.length && input.shape.every((size, d) => size === null || size === given[d]);
    if (fits) continue;
    const batchOnly = input.shape[0] !== null && given.length === input.shape.length && given[0] !== input.shape[0];
    const hint = batchOnly
      ? `the model's batchInputShape fixes the batch size: give exactly ${input.shape[0]} sequences`
      : 'give it the shape the model is trained on, batch first';
    throw new UnrolledError('probe-shape', `Probe x: shape [${given}] for input [${input.shape}] — ${hint}`);
  }
}

function checkTargets(model: ModelParts, targets: readonly Tensor[]): void {
  if (targets.length === 0 || targets.length === model.outputs.length) return;
  throw new UnrolledError(
    'probe-shape',
    `Probe y: ${targets.length} tensor(s) for a model of ${model.outputs.length} output(s) — give one for each output`,
  );
}
