import { hostname } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../lib/base/random.ts';
import { encodeHalf } from '../../lib/protocol/float16.ts';
import { SERIES, TENSOR, type TensorRecord } from '../../lib/protocol/record.ts';
import type { ModelInfo } from '../../lib/protocol/run.ts';
import { encodeTensor } from '../../lib/protocol/tensor-codec.ts';
import { blockOf } from '../../lib/server/testing/blocks.ts';
import { openStore, STORE_FILE } from '../../lib/store/open-store.ts';

/** How large a load is. */
export interface LoadSize {
  readonly epochs: number;
  readonly sequences: number;
  readonly time: number;
  readonly units: number;
}

const LAYER = 'gru_1';
const WEIGHTS = ['kernel', 'recurrent_kernel', 'bias'];
const FEATURES = 13;
const CLASSES = 10;
const STEPS_PER_EPOCH = 10;

/**
 * Writes a run of a size into the store of `dir`: the records a training of a GRU would leave behind, with made-up numbers
 * in them. It is there to be drawn, and says so in its name. Every epoch shows the next `units` of `units` + `epochs`
 * smooth units, so no two pictures are the same. Returns the codes of the last epoch's states.
 */
export async function writeLoad(dir: string, runId: string, size: LoadSize): Promise<Uint16Array> {
  const { epochs, time, units } = size;
  const store = await openStore(join(dir, STORE_FILE));
  try {
    const opened = { id: runId, project: 'bench', name: 'drawing load', group: null, tags: [], notes: '' };
    await store.createRun({
      ...opened,
      ...{ config: {}, memory: null, startedMs: Date.now(), host: hostname(), pid: process.pid, environment: {} },
    });
    await store.updateRun(runId, { model: gruModel(units), probe: probeOf(size), epochsPlanned: epochs });
    const pool = statePool(size);
    let states = new Uint16Array();
    for (let epoch = 1; epoch <= epochs; epoch++) {
      states = statesAt(pool, size, epoch);
      const once = epoch === 1 ? [probeInput(size)] : [];
      const step = epoch * STEPS_PER_EPOCH;
      await store.append(runId, 0, {
        scalars: blockOf([{ step, epoch, values: valuesAt(epoch, epochs) }]),
        tensors: [
          ...once,
          stateTensor(states, size, epoch),
          flowTensor(time, epoch, epochs),
          outputTensor(size, epoch),
        ],
        events: [],
        epochs: [{ step, epoch, wallMs: Date.now(), firstStep: step - STEPS_PER_EPOCH + 1, snapshot: true }],
        verdicts: [],
      });
    }
    await store.updateRun(runId, { status: 'finished', finishedMs: Date.now() });
    return states;
  } finally {
    await store.close();
  }
}

/** A model of one GRU layer, as a training would describe it. */
export function gruModel(units: number): ModelInfo {
  const shapes = [[FEATURES, 3 * units], [units, 3 * units], [3 * units]];
  const weights = WEIGHTS.map((name, i) => ({ path: `${LAYER}/${name}`, shape: shapes[i]!, trainable: true }));
  const layer = { path: LAYER, className: 'GRU', units, kind: 'recurrent' as const, hasCellState: false };
  const parameters = 3 * units * (FEATURES + units + 1);
  const layers = [{ ...layer, config: {}, weights }];
  return { name: 'load', parameters, loss: 'categoricalCrossentropy', optimizer: 'adam', layers };
}

function probeOf({ sequences, time }: LoadSize) {
  const names = { labels: null, tokens: null, classNames: null };
  return { digest: '0', count: sequences, inputShape: [time, FEATURES], origin: 'given' as const, ...names };
}

/** Codes [sequence · time, units + epochs] of smooth waves within −1…1, some of them loud. */
function statePool({ epochs, sequences, time, units }: LoadSize): Uint16Array {
  const width = units + epochs;
  const random = seededRandom(1);
  const waves = Array.from({ length: width }, () => ({
    gain: 0.3 + 2 * random() ** 3,
    speed: 0.02 + 0.4 * random() ** 2,
    phase: 2 * Math.PI * random(),
  }));
  const values = new Float32Array(sequences * time * width);
  let at = 0;
  for (let sequence = 0; sequence < sequences; sequence++) {
    for (let t = 0; t < time; t++) {
      for (const { gain, speed, phase } of waves) {
        values[at++] = Math.tanh(gain * Math.sin(phase + sequence * 0.7 + t * speed));
      }
    }
  }
  return encodeHalf(values);
}

function statesAt(
  pool: Uint16Array,
  { epochs, sequences, time, units }: LoadSize,
  epoch: number,
): Uint16Array<ArrayBuffer> {
  const width = units + epochs;
  const states = new Uint16Array(sequences * time * units);
  for (let row = 0; row < sequences * time; row++) {
    const from = row * width + epoch;
    states.set(pool.subarray(from, from + units), row * units);
  }
  return states;
}

function tensor(
  name: string,
  epoch: number,
  about: Partial<TensorRecord> & Pick<TensorRecord, 'shape' | 'axes' | 'data'>,
) {
  const place = { step: epoch * STEPS_PER_EPOCH, epoch, wallMs: Date.now(), attributes: {} };
  return { name, layer: null, dtype: 'float32' as const, ...place, ...about };
}

function stateTensor(states: Uint16Array, { sequences, time, units }: LoadSize, epoch: number): TensorRecord {
  return tensor(TENSOR.h, epoch, {
    ...{ layer: LAYER, dtype: 'float16', shape: [sequences, time, units], axes: ['sequence', 'time', 'unit'] },
    data: new Uint8Array(states.buffer),
  });
}

/** A gradient that fades the faster towards the first timestep the later the epoch. */
export function flowTensor(time: number, epoch: number, epochs: number): TensorRecord {
  const fade = 0.9 + 0.09 * (1 - epoch / epochs);
  const median = (t: number) => 0.3 * fade ** (time - 1 - t) * (1 + 0.3 * Math.sin(t * 0.4 + epoch * 0.1));
  const values = [1, 0.4, 2.5].flatMap((band) => Array.from({ length: time }, (_, t) => band * median(t)));
  const statistics = ['median', 'q10', 'q90'];
  return tensor(TENSOR.flow, epoch, {
    ...{ layer: LAYER, shape: [1, 3, time], axes: ['quantity', 'statistic', 'time'] },
    attributes: { quantities: ['h'], statistics, scale: 'raw', anchor: 'last', lag: false },
    data: encodeTensor(values, 'float32'),
  });
}

function probeInput({ sequences, time }: LoadSize): TensorRecord {
  const values = Float32Array.from({ length: sequences * time * FEATURES }, (_, i) => Math.sin(i * 0.37));
  return {
    ...tensor(TENSOR.probeX, 0, {
      ...{ shape: [sequences, time, FEATURES], axes: ['sequence', 'time', 'feature'] },
      data: encodeTensor(values, 'float32'),
    }),
  };
}

function outputTensor({ sequences }: LoadSize, epoch: number): TensorRecord {
  const share = (i: number) => (1 + Math.sin(i * 1.7 + epoch * 0.05)) / CLASSES / 2;
  const values = Array.from({ length: sequences * CLASSES }, (_, i) => share(i));
  return tensor(TENSOR.probeOutput, epoch, {
    ...{ shape: [sequences, CLASSES], axes: ['sequence', 'class'] },
    data: encodeTensor(values, 'float32'),
  });
}

function valuesAt(epoch: number, epochs: number) {
  const loss = { name: SERIES.loss, context: { subset: 'train', per: 'epoch' }, value: 2.3 * Math.exp(-epoch / 60) };
  const norm = { name: SERIES.globalGradientNorm, context: {}, value: 1 + 0.5 * Math.sin(epoch * 0.3) };
  const ofWeights = WEIGHTS.flatMap((weight, i) => {
    const context = { layer: LAYER, weight: `${LAYER}/${weight}` };
    const gradient = 0.1 * (i + 1) * Math.exp(-epoch / epochs) * (1 + 0.3 * Math.sin(epoch));
    return [
      { name: SERIES.gradientNorm, context, value: gradient },
      { name: SERIES.weightNorm, context, value: 5 + i },
      { name: SERIES.updateRatio, context, value: 1e-3 * (1 + 0.2 * Math.cos(epoch + i)) },
    ];
  });
  return [loss, norm, ...ofWeights];
}
