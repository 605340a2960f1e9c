import type { CapturedCell } from '../../lib/model/model-layers.ts';
import { type ProbeTensors, probeTensors } from '../../lib/model/probe-tensors.ts';
import { restoringState } from '../../lib/model/restoring-state.ts';
import { dropTape } from '../../lib/model/tape.ts';
import { type ModelParts, type Tensor, type Tf, trainedModel } from '../../lib/model/tfjs-internals.ts';
import type { LayerStates, ProbeCapture } from './capture.ts';
import { validSteps } from './flow-statistics.ts';
import { callPath, flowOf, readAdjoints } from './flows.ts';
import { readGates } from './gates.ts';
import type { Guard } from './guard.ts';
import { probeLoss } from './probe-loss.ts';
import { readSteps } from './read-steps.ts';
import { Recording } from './recording.ts';
import { inTrueTime } from './true-time.ts';
import { unitGradients } from './unit-gradients.ts';

/** What measuring a probe needs. */
export interface ProbeRequest {
  readonly tf: Tf;
  readonly model: ModelParts;
  readonly cells: readonly CapturedCell[];
  readonly guard: Guard;
  /** What goes wrong with the gates costs the gates alone. */
  readonly gateGuard?: Guard;
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
  const { tf, model, cells, guard, gateGuard = guard } = request;
  const { inputs, targets } = probeTensors(model, request.x, request.y);
  const root = tf.scalar(0);
  const recording = new Recording(tf, guard, { states: true, inputs: true, root });
  try {
    const pass = () =>
      request.record(recording, () =>
        runPass(tf, model, { inputs, targets }, recording, cells.length > 0 ? root : null),
      );
    const { output, anchor, loss } = restoringState(tf, cells, inputs[0]!.shape[0]!, pass);
    const adjoints = readAdjoints(tf, recording, cells);
    return {
      flows: adjoints.map((one) => flowOf(one, 'batch-mean x B')),
      anchor,
      states: readStates(tf, recording, cells),
      gates: gateGuard.attempt(() => readGates(tf, recording, cells), []),
      unitGradients: adjoints.map(unitGradients),
      output,
      loss,
    };
  } finally {
    recording.dispose();
    root.dispose();
  }
}

/** Forward, and, where there are a loss and a root that it hangs on by the recurrent cells, backward. */
function runPass(
  tf: Tf,
  model: ModelParts,
  { inputs, targets }: ProbeTensors,
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
    let loss = Number.NaN;
    // tidy, for tfjs keeps the value when its backward pass throws
    tf.tidy(() => {
      loss = tf
        .valueAndGrad(() => forward()!.asScalar())(root)
        .value.dataSync()[0]!;
    });
    return { output, anchor, loss };
  } catch (error) {
    dropTape(tf);
    throw error;
  }
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
      const of = { layer: name, shape, validSteps: valid?.includes(0) ? valid : null };
      states.push({ ...of, quantity: 'h', values: read(trace.h) });
      if (hasCellState) states.push({ ...of, quantity: 'c', values: read(trace.c) });
    }
  }
  return states;
}
