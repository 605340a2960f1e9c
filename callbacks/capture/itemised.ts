import { type ProbeTensors, probeTensors } from '../../lib/model/probe-tensors.ts';
import { restoringState } from '../../lib/model/restoring-state.ts';
import { dropTape } from '../../lib/model/tape.ts';
import { type ModelParts, type Tensor, type Tf, trainedModel } from '../../lib/model/tfjs-internals.ts';
import type { ItemisedFlow } from './capture.ts';
import { jointNorms, type Norms, overSequences, reverseTime, unitNorms, validSteps } from './flow-statistics.ts';
import { type Adjoints, readAdjoints } from './flows.ts';
import type { ProbeRequest } from './probe.ts';
import { lossAtSteps } from './probe-loss.ts';
import { Recording } from './recording.ts';

/** State values (sequences × steps × units) that one pass may hold. */
const VALUES_A_PASS = 2 ** 22;

/** Adjoints of the loss at single steps, of one pass. */
export interface ItemisedAdjoints {
  /** The anchors of this pass; row a·sequences + b of every adjoint is of anchor a and sequence b. */
  readonly anchors: readonly number[];
  readonly sequences: number;
  readonly layers: readonly Adjoints[];
  /** Which rows have a loss at their anchor, 1 or 0; null when all have. */
  readonly anchored: Uint8Array | null;
}

/**
 * ‖∂L_k/∂s_t‖ of the loss at single steps: medians over sequences. Empty where the loss has no time axis.
 * Source: the matrix of RNNbow (Cashman et al., Visualizing the gradients of RNNs, 2017), here for any loss. Checked: the
 * adjoints of all anchors add up to those of the whole loss, as vectors.
 */
export function itemisedFlows(request: ProbeRequest, anchors: readonly number[]): ItemisedFlow[] {
  const rows = new Map<string, ItemisedFlow[]>();
  for (const pass of itemisedAdjoints(request, anchors)) {
    for (const layer of pass.layers) rows.set(layer.layer, [...(rows.get(layer.layer) ?? []), flowOf(layer, pass)]);
  }
  return [...rows.values()].map((parts) => ({
    ...parts[0]!,
    anchors: parts.flatMap((part) => part.anchors),
    values: Float32Array.from(parts.flatMap(({ values }) => Array.from(values))),
  }));
}

/**
 * The adjoints themselves, pass by pass. Sequences do not touch each other, so anchors share a pass: the probe is laid out
 * once for each, as further rows of the batch. A model of fixed batch size takes one pass for each anchor.
 */
export function itemisedAdjoints(request: ProbeRequest, anchors: readonly number[]): ItemisedAdjoints[] {
  const { tf, model, cells } = request;
  const { inputs, targets } = probeTensors(model, request.x, request.y);
  const losses = trainedModel(model).lossFunctions ?? [];
  if (targets.length === 0 || losses.length !== targets.length || cells.length === 0 || anchors.length === 0) return [];
  const batch = inputs[0]!.shape[0]!;
  const fixed = model.inputs.some(({ shape }) => shape[0] !== null);
  const most = Math.max(1, Math.floor(VALUES_A_PASS / valuesOfSequence(request, inputs, anchors)));
  const sequences = fixed ? batch : Math.min(batch, most);
  const together = fixed ? 1 : Math.max(1, Math.floor(most / sequences));
  const passes: ItemisedAdjoints[] = [];
  for (let from = 0; from < anchors.length; from += together) {
    const some = anchors.slice(from, from + together);
    const laid = {
      inputs: layOut(tf, inputs, sequences, some.length),
      targets: layOut(tf, targets, sequences, some.length),
    };
    try {
      const pass = runPass(request, laid, some, sequences);
      if (pass === null) return [];
      passes.push(pass);
    } finally {
      tf.dispose([...laid.inputs, ...laid.targets]);
    }
  }
  return passes;
}

/** State values that one sequence brings along, about: the longest time axis there is × all units. */
function valuesOfSequence({ cells }: ProbeRequest, inputs: readonly Tensor[], anchors: readonly number[]): number {
  const time = Math.max(anchors.at(-1)! + 1, ...inputs.map(({ shape }) => shape[1] ?? 1));
  const units = cells.reduce((sum, { cell }) => sum + [cell.stateSize].flat().reduce((all, size) => all + size, 0), 0);
  return time * Math.max(1, units);
}

/** The first sequences, `times` times one below the other; owned by the caller. */
function layOut(tf: Tf, tensors: readonly Tensor[], sequences: number, times: number): Tensor[] {
  return tensors.map((tensor) =>
    tf.tidy(() => tf.tile(tf.slice(tensor, 0, sequences), [times, ...tensor.shape.slice(1).map(() => 1)])),
  );
}

function runPass(
  { tf, model, cells, guard, record }: ProbeRequest,
  { inputs, targets }: ProbeTensors,
  anchors: readonly number[],
  sequences: number,
): ItemisedAdjoints | null {
  const steps = Int32Array.from({ length: anchors.length * sequences }, (_, i) => anchors[Math.floor(i / sequences)]!);
  const root = tf.scalar(0);
  const recording = new Recording(tf, guard, { states: false, root });
  let anchored: Uint8Array | null = null;
  const forward = () => {
    const outputs = outputsOf(model, inputs);
    const made = lossAtSteps(tf, model, { targets, outputs }, recording.calls, steps);
    if (made === null) throw new NoTimeAxis();
    const { mask, batch } = made.call;
    const valid = mask === null ? null : validSteps(mask.dataSync(), batch);
    anchored = valid && Uint8Array.from(steps, (t, row) => valid[t * batch + row]!);
    return made.loss.asScalar();
  };
  const backward = () => {
    // tidy, for tfjs keeps the value when its backward pass throws
    tf.tidy(() => void tf.valueAndGrad(forward)(root));
  };
  try {
    restoringState(tf, cells, steps.length, () => record(recording, backward));
    return { anchors, sequences, layers: readAdjoints(tf, recording, cells), anchored };
  } catch (error) {
    dropTape(tf);
    if (error instanceof NoTimeAxis) return null;
    throw error;
  } finally {
    recording.dispose();
    root.dispose();
  }
}

/** Nothing to itemise; thrown to leave a gradient pass. */
class NoTimeAxis extends Error {}

function outputsOf(model: ModelParts, inputs: readonly Tensor[]): Tensor[] {
  return [model.apply(inputs.length === 1 ? inputs[0]! : [...inputs], { training: false })].flat();
}

/** One row for each anchor of a pass. */
function flowOf(adjoints: Adjoints, { anchors, sequences, anchored }: ItemisedAdjoints): ItemisedFlow {
  const { layer, h, c, reversed, valid } = adjoints;
  const { batch, time } = h;
  const ran = c === null ? unitNorms(h, 1) : jointNorms(unitNorms(h, 1), unitNorms(c, 1));
  const norms: Norms = reversed ? reverseTime(ran, batch) : ran;
  const values = new Float32Array(anchors.length * time);
  for (const a of anchors.keys()) {
    const own = new Float64Array(time * sequences);
    const counts = new Uint8Array(time * sequences);
    for (let t = 0; t < time; t++) {
      for (let b = 0; b < sequences; b++) {
        const row = a * sequences + b;
        own[t * sequences + b] = norms[t * batch + row]!;
        counts[t * sequences + b] = (valid?.[t * batch + row] ?? 1) & (anchored?.[row] ?? 1);
      }
    }
    values.set(overSequences(own, sequences, counts).subarray(0, time), a * time);
  }
  return { layer, quantity: c === null ? 'h' : 'joint', anchors, time, values, sequences };
}
