import type { LayersModel } from '@tensorflow/tfjs';
import type { EpochReadings } from '../../../lib/analysis/verdicts/history.ts';
import type { Tf } from '../../../lib/model/tfjs-internals.ts';
import type { Context } from '../../../lib/protocol/record.ts';
import { createCapture } from '../../capture/index.ts';
import { ByteBudget } from '../byte-budget.ts';
import type { Findings, MeasuredTensor, Measurement, Snapshot } from '../measurement.ts';

/** What measurements found at one snapshot. */
export interface Found {
  readonly scalars: readonly { readonly name: string; readonly context: Context; readonly value: number }[];
  readonly tensors: readonly MeasuredTensor[];
  readonly readings: readonly Partial<EpochReadings>[];
  readonly leftOut: readonly string[];
  /** Bytes the measurements took of the budget. */
  readonly taken: number;
}

/** What is measured, and how much it may take. */
export interface Occasion {
  readonly x: unknown;
  readonly y: unknown;
  readonly bytes?: number;
  readonly epoch?: number;
  readonly alignment?: Snapshot['alignment'];
}

/** Takes one snapshot of a model with some measurements, in their order. Whatever fails to be captured is thrown. */
export function snapshotOf(
  tf: Tf,
  model: LayersModel,
  measurements: readonly Measurement[],
  { x, y, bytes: most = 16e6, epoch = 1, alignment = null }: Occasion,
): Found {
  const capture = createCapture(tf, model, {
    onError: (error) => {
      throw error;
    },
  });
  const bytes = new ByteBudget(most);
  const [scalars, tensors, readings, leftOut] = [[], [], [], []] as unknown as [
    { name: string; context: Context; value: number }[],
    MeasuredTensor[],
    Partial<EpochReadings>[],
    string[],
  ];
  const findings: Findings = {
    scalar: (name, context, value) => void scalars.push({ name, context, value }),
    tensor: (tensor) => void tensors.push(tensor),
    reading: (part) => void readings.push(part),
    leftOut: (message) => void leftOut.push(message),
    event: () => undefined,
  };
  const losses = { train: null, val: null };
  const probe = capture.measureProbe(x, y);
  const snapshot = {
    ...{ epoch, isLast: false, losses, alignment, x, y, bytes, probe, capture },
    layers: capture.layers,
  };
  for (const measurement of measurements) measurement.snapshot?.(snapshot, findings);
  return { scalars, tensors, readings, leftOut, taken: most - bytes.left };
}

/** The numbers of a float32 tensor. */
export function floatsOf({ data }: MeasuredTensor): Float32Array {
  return new Float32Array(data.slice().buffer);
}
