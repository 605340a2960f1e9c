import type { LayersModel } from '@tensorflow/tfjs';
import { constantPredictionLoss } from '../lib/analysis/verdicts/constant-prediction.ts';
import type { FitCall } from './fit-hook.ts';
import { lossName, trainedModel } from './model-info.ts';
import type { TensorLike, TrainingData } from './probe-sample.ts';
import type { Tf } from './tfjs-instance.ts';

/** Targets with more values are not read: that would hold up the start of training. */
const MOST_VALUES = 8e6;

/**
 * What a probe can be sampled from in this call: the data trained on, without what `validationSplit` holds out; of a
 * dataset, which must not be iterated, the validation data where they are tensors. Null where there are none.
 */
export function samplingSource(tf: Tf, model: LayersModel, { data, args }: FitCall): TrainingData | null {
  const validation = Array.isArray(args.validationData) ? (args.validationData as unknown[]) : null;
  const source = data ?? (validation ? { x: validation[0], y: validation[1] } : null);
  if (source === null) return null;
  const x = tensors(tf, source.x, model.inputNames);
  const y = tensors(tf, source.y, model.outputNames);
  if (x === null || y === null) return null;
  const split = data ? (args.validationSplit ?? 0) : 0;
  const all = x[0]?.shape[0] ?? 0;
  return { x, y, count: split > 0 && split < 1 ? Math.floor(all * (1 - split)) : all };
}

/** Loss of a prediction that ignores the input, on these targets; null where it isn't known for this loss or model. */
export function constantLossOf(model: LayersModel, targets: readonly TensorLike[], count: number): number | null {
  const [target] = targets;
  if (targets.length !== 1 || target === undefined || target.size > MOST_VALUES) return null;
  const rows = Math.min(count, target.shape[0] ?? 0);
  if (rows === 0) return null;
  const width = target.size / (target.shape[0] ?? 1);
  const values = Array.prototype.slice.call(target.dataSync(), 0, rows * width) as number[];
  return constantPredictionLoss(lossName(trainedModel(model).loss), {
    values,
    shape: [rows, ...target.shape.slice(1)],
  });
}

/** Steps of one epoch, where the call tells. */
export function stepsPerEpochOf(call: FitCall, source: TrainingData | null): number | null {
  if (call.data === null || source === null) return null;
  return Math.ceil(source.count / (call.args.batchSize ?? 32));
}

function tensors(tf: Tf, value: unknown, names: readonly string[]): readonly TensorLike[] | null {
  const list = value instanceof tf.Tensor ? [value] : Array.isArray(value) ? value : named(value, names);
  return list !== null && list.length > 0 && list.every((item) => item instanceof tf.Tensor)
    ? (list as TensorLike[])
    : null;
}

function named(value: unknown, names: readonly string[]): readonly unknown[] | null {
  if (typeof value !== 'object' || value === null) return null;
  return names.map((name) => (value as Record<string, unknown>)[name]);
}
