import { type ModelParts, type Tensor, type Tf, trainedModel } from '../../lib/model/tfjs-internals.ts';
import type { ProbeCapture } from './capture.ts';
import { validSteps } from './flow-statistics.ts';
import type { LayerCall } from './recording.ts';

/**
 * Loss of the compiled model on the probe, as `fit` forms it: the mean of each output's loss, summed over outputs;
 * regularisation, which no state takes part in, is left out. An output with a time axis is anchored: only the last
 * valid step of every sequence enters, because losses of other steps hide how far the gradient reaches back.
 * Null without a loss or without a target for every output.
 */
export function probeLoss(
  tf: Tf,
  model: ModelParts,
  targets: readonly Tensor[],
  outputs: readonly Tensor[],
  calls: readonly LayerCall[],
): { loss: Tensor; anchor: ProbeCapture['anchor'] } | null {
  const losses = trainedModel(model).lossFunctions ?? [];
  if (losses.length !== outputs.length || targets.length !== outputs.length) return null;
  let anchored = false;
  const parts = outputs.map((output, i) => {
    const target = targets[i]!;
    const call = timeAxisOf(output, target, calls);
    if (call === null) return tf.mean(losses[i]!(target, output));
    anchored = true;
    const steps = lastValidSteps(call);
    return tf.mean(losses[i]!(atSteps(tf, target, steps), atSteps(tf, output, steps)));
  });
  const loss = parts.reduce((sum, part) => tf.add(sum, part));
  return { loss, anchor: anchored || endsInLastState(calls) ? 'last' : 'all' };
}

/**
 * Loss of one step of every sequence, summed over sequences: entry i of `steps` (true time) is of row i of the batch.
 * Outputs without a time axis are left out; null where no output has one. For what the sequences of a batch are each told
 * apart by: no sequence's loss depends on another's states.
 */
export function lossAtSteps(
  tf: Tf,
  model: ModelParts,
  { targets, outputs }: { readonly targets: readonly Tensor[]; readonly outputs: readonly Tensor[] },
  calls: readonly LayerCall[],
  steps: Int32Array,
): { loss: Tensor; call: LayerCall } | null {
  const losses = trainedModel(model).lossFunctions ?? [];
  if (losses.length !== outputs.length || targets.length !== outputs.length) return null;
  const parts = outputs.flatMap((output, i) => {
    const target = targets[i]!;
    const call = timeAxisOf(output, target, calls);
    if (call === null || steps.some((t) => t >= stepsOf(call))) return [];
    const mean = tf.mean(losses[i]!(atSteps(tf, target, steps), atSteps(tf, output, steps)));
    return [{ loss: tf.mul(mean, call.batch), call }];
  });
  if (parts.length === 0) return null;
  return { loss: parts.map(({ loss }) => loss).reduce((sum, part) => tf.add(sum, part)), call: parts.at(-1)!.call };
}

/** The recurrent call whose timesteps an output [sequence, time, …] still has; null when it has none. */
function timeAxisOf(output: Tensor, target: Tensor, calls: readonly LayerCall[]): LayerCall | null {
  const fits = (call: LayerCall) =>
    call.layer.returnSequences &&
    output.shape[0] === call.batch &&
    output.shape[1] === stepsOf(call) &&
    target.shape[1] === output.shape[1];
  return output.rank >= 3 && target.rank >= 2 ? (calls.findLast(fits) ?? null) : null;
}

/** Whether the model's last recurrent layer hands on its last state alone, so that the loss hangs on that step. */
function endsInLastState(calls: readonly LayerCall[]): boolean {
  const last = calls.at(-1);
  return last !== undefined && !last.layer.returnSequences;
}

function stepsOf(call: LayerCall): number {
  return call.cells.values().next().value?.steps ?? 0;
}

/** True-time index of every sequence's last valid step; 0 for a sequence that is all padding. */
function lastValidSteps({ mask, batch, ...call }: LayerCall): Int32Array {
  const time = stepsOf({ mask, batch, ...call });
  if (mask === null) return new Int32Array(batch).fill(time - 1);
  const valid = validSteps(mask.dataSync(), batch);
  return Int32Array.from({ length: batch }, (_, b) => {
    let t = time - 1;
    while (t > 0 && valid[t * batch + b] === 0) t--;
    return t;
  });
}

/**
 * One step of every sequence, the time axis kept with length 1: [sequence, 1, …]. Chosen and summed, not gathered: not
 * every backend has the gradient of a gather. The sum adds zeros only, so the values stay what they were.
 */
function atSteps(tf: Tf, tensor: Tensor, steps: Int32Array): Tensor {
  const [batch, time, ...rest] = tensor.shape as [number, number, ...number[]];
  const chosen = new Uint8Array(batch * time);
  for (const [b, t] of steps.entries()) chosen[b * time + t] = 1;
  const here = tf.tensor(chosen, [batch, time, ...rest.map(() => 1)], 'bool');
  return tf.sum(tf.where(here, tensor, tf.zerosLike(tensor)), 1, true);
}
