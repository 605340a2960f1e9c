import type { DecodedTensor, RunData, SeriesColumns } from '../../../lib/client/run-data.ts';
import type { StoredEpoch, StoredTensor } from '../../../lib/protocol/delta.ts';
import type { Context } from '../../../lib/protocol/record.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import type { LayerInfo, RunInfo } from '../../../lib/protocol/run.ts';
import { runInfo } from '../../../lib/protocol/testing/run-info.ts';

/** Steps of every epoch of a run made here. */
export const STEPS = 4;

/** A recurrent layer with a kernel, a recurrent kernel and a bias. */
export function layerInfo(path: string, rest: Partial<LayerInfo> = {}): LayerInfo {
  return {
    path,
    className: 'SimpleRNN',
    units: 2,
    kind: 'recurrent',
    hasCellState: false,
    config: {},
    weights: ['kernel', 'recurrent_kernel', 'bias'].map((name) => ({
      path: `${path}/${name}`,
      shape: [2, 2],
      trainable: true,
    })),
    ...rest,
  };
}

const INFO = runInfo('run-a', {
  name: 'a',
  stepsPerEpoch: STEPS,
  model: {
    name: 'm',
    parameters: 0,
    loss: null,
    optimizer: null,
    layers: [
      layerInfo('rnn_1'),
      layerInfo('dense_1', {
        kind: 'other',
        className: 'Dense',
        weights: [{ path: 'dense_1/kernel', shape: [2, 2], trainable: true }],
      }),
    ],
  },
});

/** What is said of a run made by hand. */
export interface HandMade {
  readonly info?: Partial<RunInfo>;
  readonly epochs?: readonly StoredEpoch[];
  readonly series?: readonly SeriesColumns[];
  readonly tensors?: readonly StoredTensor[];
  readonly rest?: Partial<RunData>;
}

/** A run as the connection would hold it. */
export function runData({ info = {}, epochs = [], series = [], tensors = [], rest = {} }: HandMade): RunData {
  return {
    info: { ...INFO, ...info },
    segments: [],
    series: new Map(series.map((each) => [each.id, each])),
    moments: { steps: new Float64Array(0), epochs: new Int32Array(0), wallMs: new Float64Array(0), length: 0 },
    tensors,
    events: [],
    epochs,
    verdicts: [],
    notes: [],
    cursor: { series: {}, moments: {}, tensor: 0, event: 0, revision: 0 },
    revision: 1,
    ...rest,
  };
}

/** A finished epoch of {@link STEPS} steps; step 1 is the first of epoch 1. */
export function epochRecord(epoch: number, snapshot = true, segment = 0): StoredEpoch {
  return { epoch, snapshot, segment, firstStep: (epoch - 1) * STEPS + 1, step: epoch * STEPS, wallMs: 0 };
}

let nextId = 1;

/** A series of values at steps 1, 2, … */
export function columns(
  name: string,
  context: Context,
  values: readonly number[],
  rest: Partial<SeriesColumns> = {},
): SeriesColumns {
  return {
    id: nextId++,
    name,
    context,
    segment: 0,
    steps: Float64Array.from(values, (_, index) => index + 1),
    values: Float64Array.from(values),
    length: values.length,
    of: values.length,
    ...rest,
  };
}

/** A flow tensor of h with its bytes: `median` over time, q10 a tenth and q90 ten times of it. */
export function flowTensor(
  epoch: number,
  median: readonly number[],
  layer = 'rnn_1',
  name: string = TENSOR.flow,
): DecodedTensor {
  const info: StoredTensor = {
    id: nextId++,
    bytes: 0,
    name,
    layer,
    dtype: 'float32',
    shape: [1, 3, median.length],
    axes: ['quantity', 'statistic', 'time'],
    attributes: { quantities: ['h'], statistics: ['median', 'q10', 'q90'], anchor: 'last' },
    epoch,
    step: epoch * STEPS,
    wallMs: 0,
  };
  const values = [...median, ...median.map((value) => value / 10), ...median.map((value) => value * 10)];
  // Not float32, so that expected numbers are exact; readers take any array of numbers.
  return { info, values: Float64Array.from(values) as unknown as Float32Array, half: null };
}

/** A function that gives the bytes of these tensors. */
export function peekOf(tensors: readonly DecodedTensor[]): (id: number) => DecodedTensor | undefined {
  const byId = new Map(tensors.map((tensor) => [tensor.info.id, tensor]));
  return (id) => byId.get(id);
}
