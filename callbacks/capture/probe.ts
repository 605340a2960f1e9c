import { UnrolledError } from '../../lib/base/errors.ts';
import type { LayerStates, ProbeCapture } from './capture.ts';
import { validSteps } from './flow-statistics.ts';
import { callPath, readFlows } from './flows.ts';
import type { Guard } from './guard.ts';
import type { CapturedCell } from './model-layers.ts';
import { probeLoss } from './probe-loss.ts';
import { readSteps, type StepValues } from './read-steps.ts';
import { Recording } from './recording.ts';
import { restoringState } from './restoring-state.ts';
import { engineState, type ModelParts, type Tensor, type Tf, trainedModel } from './tfjs-internals.ts';

/** What measuring a probe needs. */
export interface ProbeRequest {
  readonly tf: Tf;
  readonly model: ModelParts;
  readonly cells: readonly CapturedCell[];
  readonly guard: Guard;
  /** Inputs and targets: a tensor, an array of them, or an object by input or output name. `y` may be null. */
  readonly x: unknown;
  readonly y: unknown;
  /** Runs a pass with the cells hooked to a recording. */
  record<T>(recording: Recording, pass: () => T): T;
}

/**
 * One pass over the probe in inference mode (dropout off, moving statistics), with the states of all recurrent layers,
 * the output, the loss and the gradient flow. Stateful layers start from zeros and get their states back. Throws an
 * UnrolledError where inputs do not fit the model: it is called between training steps, never inside one.
 */
export function measureProbe(request: ProbeRequest): ProbeCapture {
  const { tf, model, cells, guard } = request;
  const inputs = tensorsOf(request.x, model.inputNames, 'x');
  checkInputs(model, inputs);
  const targets = request.y === null || request.y === undefined ? [] : tensorsOf(request.y, model.outputNames, 'y');
  checkTargets(model, targets);
  const root = tf.scalar(0);
  const recording = new Recording(tf, guard, { states: true, root });
  try {
    const pass = () =>
      request.record(recording, () =>
        runPass(tf, model, { inputs, targets }, recording, cells.length > 0 ? root : null),
      );
    const { output, anchor, loss } = restoringState(tf, cells, inputs[0]!.shape[0]!, pass);
    const flows = readFlows(tf, recording, cells, 'batch-mean x B');
    return { flows, anchor, states: readStates(tf, recording, cells), output, loss };
  } finally {
    recording.dispose();
    root.dispose();
  }
}

/** Forward, and, where there are a loss and a root that it hangs on by the recurrent cells, backward. */
function runPass(
  tf: Tf,
  model: ModelParts,
  { inputs, targets }: { readonly inputs: readonly Tensor[]; readonly targets: readonly Tensor[] },
  recording: Recording,
  root: Tensor | null,
): Pick<ProbeCapture, 'output' | 'anchor' | 'loss'> {
  let output: ProbeCapture['output'] = null;
  let anchor: ProbeCapture['anchor'] = 'all';
  const forward = (): Tensor | null => {
    const applied = model.apply(inputs.length === 1 ? inputs[0]! : [...inputs], { training: false });
    const outputs = Array.isArray(applied) ? applied : [applied];
    output = { shape: outputs[0]!.shape, values: Float32Array.from(outputs[0]!.dataSync()) };
    const made = probeLoss(tf, model, targets, outputs, recording.calls);
    anchor = made?.anchor ?? anchor;
    return made?.loss ?? null;
  };
  const hasLoss = targets.length > 0 && (trainedModel(model).lossFunctions ?? []).length === targets.length;
  if (root === null || !hasLoss) {
    const loss = tf.tidy(() => forward()?.dataSync()[0] ?? Number.NaN);
    return { output, anchor, loss };
  }
  try {
    const { value, grad } = tf.valueAndGrad(() => forward()!.asScalar())(root);
    const loss = value.dataSync()[0]!;
    tf.dispose([value, grad]);
    return { output, anchor, loss };
  } catch (error) {
    dropTape(tf);
    throw error;
  }
}

/** Frees what tfjs saved for the backward pass: it does not do so itself when the forward pass throws. */
function dropTape(tf: Tf): void {
  const { activeTape, gradientDepth } = engineState(tf);
  if (gradientDepth === 0) tf.dispose((activeTape ?? []).map(({ saved }) => saved ?? []));
}

function readStates(tf: Tf, recording: Recording, cells: readonly CapturedCell[]): LayerStates[] {
  const states: LayerStates[] = [];
  for (const { call, number } of recording.liveCalls('inputs')) {
    for (const { path, layer, cell, hasCellState } of cells) {
      const trace = layer === call.layer ? call.cells.get(cell) : undefined;
      if (trace === undefined || trace.h.length === 0) continue;
      const valid = call.mask === null ? null : validSteps(call.mask.dataSync(), call.batch);
      const units = trace.h[0]!.shape[1]!;
      const read = (tensors: readonly Tensor[]) =>
        inTrueTime(readSteps(tf, tensors, trace.steps, call.batch, units), layer.goBackwards, valid);
      const shape = [call.batch, trace.steps, units] as const;
      const name = callPath(path, number);
      states.push({ layer: name, quantity: 'h', shape, values: read(trace.h) });
      if (hasCellState) states.push({ layer: name, quantity: 'c', shape, values: read(trace.c) });
    }
  }
  return states;
}

/** [step, sequence, unit] as [sequence, time, unit] in true time; NaN on padded steps. */
function inTrueTime(
  { values, time, batch, units }: StepValues,
  reversed: boolean,
  valid: Uint8Array | null,
): Float32Array {
  const out = new Float32Array(values.length).fill(Number.NaN);
  for (let step = 0; step < time; step++) {
    const t = reversed ? time - 1 - step : step;
    for (let b = 0; b < batch; b++) {
      if (valid !== null && valid[t * batch + b] === 0) continue;
      const from = (step * batch + b) * units;
      out.set(values.subarray(from, from + units), (b * time + t) * units);
    }
  }
  return out;
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
