import type { RunData } from '../../lib/client/run-data.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';

/** The memory horizon of one layer: `ys[i]` steps at epoch `xs[i]`; NaN where there was no gradient. */
export interface HorizonLine {
  readonly layer: string;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

export interface Horizons {
  readonly lines: readonly HorizonLine[];
  /** Epochs planned, or reached where more. */
  readonly epochs: number;
  /** T: timesteps of the probe. */
  readonly steps: number;
}

/** Memory horizons over the epochs of a run. Epochs without a snapshot are gaps. */
export function horizonsOf(data: RunData): Horizons {
  const epochOfStep = new Map(data.epochs.map(({ step, epoch }) => [step, epoch]));
  const reached = data.epochs.at(-1)?.epoch ?? 0;
  const byLayer = new Map<string, Map<number, number>>();
  for (const { name, context, steps, values, length } of data.series.values()) {
    const layer = context.layer;
    if (name !== SERIES.memoryHorizon || layer === undefined) continue;
    const byEpoch = byLayer.get(layer) ?? new Map<number, number>();
    byLayer.set(layer, byEpoch);
    for (let i = 0; i < length; i += 1) {
      const epoch = epochOfStep.get(steps[i]!);
      if (epoch !== undefined) byEpoch.set(epoch, values[i]!);
    }
  }
  const epochs = Array.from({ length: reached }, (_, index) => index + 1);
  const lines = [...byLayer].map(([layer, byEpoch]) => ({
    layer,
    xs: epochs,
    ys: epochs.map((epoch) => byEpoch.get(epoch) ?? Number.NaN),
  }));
  const flow = data.tensors.findLast(({ name }) => name === TENSOR.flow);
  const highest = Math.max(1, ...lines.flatMap(({ ys }) => ys.filter(Number.isFinite)));
  return { lines, epochs: Math.max(1, data.info.epochsPlanned ?? 0, reached), steps: flow?.shape.at(-1) ?? highest };
}
