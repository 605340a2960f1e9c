import type * as tfjs from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../../examples/backend.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import type { Tf } from '../tfjs-instance.ts';
import { compiled, FEATURES, frames, ROWS, sequence, TIME } from './subjects.ts';
import { harmless, type Trial } from './trial.ts';

let tf: Tf;
beforeAll(async () => {
  tf = (await loadBackend()).tf;
});

/** A leaky unit: h ← 0.9 h + 0.1 tanh(W x), one state, of a class tfjs does not have. */
function leakyCell(units: number) {
  class LeakyCell extends tf.layers.Layer {
    static className = 'LeakyCell';
    readonly stateSize = units;
    kernel!: { read(): tfjs.Tensor };
    override build(): void {
      this.kernel = this.addWeight('kernel', [FEATURES, units], 'float32', tf.initializers.ones());
      this.built = true;
    }
    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor[] {
      const [x, h] = inputs as [tfjs.Tensor2D, tfjs.Tensor2D];
      const next = tf.add(tf.mul(h, 0.9), tf.mul(tf.tanh(tf.matMul(x, this.kernel.read() as tfjs.Tensor2D)), 0.1));
      return [next, next];
    }
  }
  return new LeakyCell({});
}

/** A sum over time, of a class tfjs does not have, whose config has no JSON. */
function strangeLayer() {
  class StrangeLayer extends tf.layers.Layer {
    static className = 'StrangeLayer';
    override computeOutputShape(shape: tfjs.Shape): tfjs.Shape {
      return [shape[0] ?? null, shape[2] ?? null];
    }
    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      return tf.sum([inputs].flat()[0]!, 1);
    }
    override getConfig(): tfjs.serialization.ConfigDict {
      throw new Error('no config');
    }
  }
  return new StrangeLayer({});
}

interface Expected {
  /** Class named as not captured. */
  readonly notCaptured?: string;
  /** Layers with states. */
  readonly states?: readonly string[];
  /** Layers with a gradient flow. */
  readonly flows?: readonly string[];
  readonly warnings?: readonly string[];
}

const input = { inputShape: [TIME, FEATURES] };
const cases: { readonly [title: string]: Trial & Expected } = {
  'a cell of a class of its own is named as not captured': {
    make: (tf) =>
      sequence(tf, [tf.layers.rnn({ cell: leakyCell(3) as never, ...input }), tf.layers.dense({ units: 1 })]),
    notCaptured: 'RNN',
    states: [],
  },
  'a cell of a class of its own stacked with a known one: the known one is captured': {
    make: (tf) => {
      const cells = [tf.layers.lstmCell({ units: FEATURES }), leakyCell(3)];
      return sequence(tf, [tf.layers.rnn({ cell: cells as never, ...input }), tf.layers.dense({ units: 1 })]);
    },
    notCaptured: 'LeakyCell',
    states: ['rnn_1/cell_0'],
  },
  'ConvLSTM2D is named as not captured, the LSTM behind it is captured': {
    make: (tf) =>
      sequence(
        tf,
        [
          tf.layers.convLstm2d({
            ...{ filters: 2, kernelSize: 2, returnSequences: true, inputShape: [3, 4, 4, 1] },
            recurrentInitializer: 'glorotUniform',
          } as never),
          tf.layers.timeDistributed({ layer: tf.layers.flatten() as never }),
          tf.layers.lstm({ units: 3 }),
          tf.layers.dense({ units: 1 }),
        ],
        { inShape: [3, 4, 4, 1] },
      ),
    notCaptured: 'ConvLSTM2D',
    states: ['lstm_1'],
  },
  'a recurrent layer inside TimeDistributed is named as not captured, the one behind it is captured': {
    make: (tf) =>
      sequence(
        tf,
        [
          tf.layers.timeDistributed({ layer: tf.layers.gru({ units: 3 }) as never, inputShape: [3, 4, FEATURES] }),
          tf.layers.lstm({ units: 3 }),
          tf.layers.dense({ units: 1 }),
        ],
        { inShape: [3, 4, FEATURES] },
      ),
    notCaptured: 'TimeDistributed',
    states: ['lstm_1'],
  },
  'models in models are captured': {
    make: (tf) => {
      const inner = tf.sequential({ layers: [tf.layers.gru({ units: 3, returnSequences: true, ...input })] });
      const outer = tf.sequential({ layers: [inner, tf.layers.lstm({ units: 2, returnSequences: true })] });
      return sequence(tf, [outer, tf.layers.simpleRNN({ units: 3 }), tf.layers.dense({ units: 1 })]);
    },
    states: ['sequential_1/sequential_1/gru_1', 'sequential_1/lstm_1', 'simple_rnn_1'],
  },
  'a layer of a class of its own without a config': {
    make: (tf) =>
      sequence(tf, [
        tf.layers.lstm({ units: 3, returnSequences: true, ...input }),
        strangeLayer(),
        tf.layers.dense({ units: 1 }),
      ]),
    states: ['lstm_1'],
    warnings: ['topology'],
  },
  'one unit': {
    make: (tf) => sequence(tf, [tf.layers.lstm({ units: 1, ...input }), tf.layers.dense({ units: 1 })]),
    states: ['lstm_1'],
  },
  'one unit of GRU and one of SimpleRNN': {
    make: (tf) =>
      sequence(tf, [
        tf.layers.gru({ units: 1, returnSequences: true, ...input }),
        tf.layers.simpleRNN({ units: 1 }),
        tf.layers.dense({ units: 1 }),
      ]),
    states: ['gru_1', 'simple_rnn_1'],
  },
  'one timestep': {
    make: (tf) =>
      sequence(tf, [tf.layers.lstm({ units: 3, inputShape: [1, FEATURES] }), tf.layers.dense({ units: 1 })], {
        inShape: [1, FEATURES],
      }),
    states: ['lstm_1'],
    warnings: ["use { method: 'occlusion' }", 'the sequences of the probe are too short, padded or not finite'],
  },
  'sequences of any length': {
    make: (tf) =>
      sequence(tf, [tf.layers.gru({ units: 3, inputShape: [null, FEATURES] }), tf.layers.dense({ units: 1 })]),
    states: ['gru_1'],
  },
  'no recurrent layer': {
    make: (tf) => sequence(tf, [tf.layers.flatten(input), tf.layers.dense({ units: 1 })]),
    states: [],
    flows: [],
  },
  'frozen layers, the recurrent one among them': {
    make: (tf) =>
      sequence(tf, [tf.layers.lstm({ units: 3, trainable: false, ...input }), tf.layers.dense({ units: 1 })]),
    states: ['lstm_1'],
  },
  'a frozen layer in the middle': {
    make: (tf) =>
      sequence(tf, [
        tf.layers.gru({ units: 3, returnSequences: true, ...input }),
        tf.layers.lstm({ units: 3, trainable: false }),
        tf.layers.dense({ units: 1 }),
      ]),
    states: ['gru_1', 'lstm_1'],
  },
  'no weight to train': {
    make: (tf) =>
      sequence(tf, [
        tf.layers.lstm({ units: 3, trainable: false, ...input }),
        tf.layers.dense({ units: 1, trainable: false }),
      ]),
    states: ['lstm_1'],
  },
  'no weight at all': {
    make: (tf) => sequence(tf, [tf.layers.globalAveragePooling1d(input)], { outShape: [FEATURES] }),
    states: [],
    flows: [],
  },
  'masks of all kinds, one sequence padded from end to end': {
    make: (tf) => {
      const made = sequence(tf, [
        tf.layers.masking({ maskValue: 0, ...input }),
        tf.layers.gru({ units: 3, returnSequences: true }),
        tf.layers.lstm({ units: 3 }),
        tf.layers.dense({ units: 1 }),
      ]);
      const valid = Array.from({ length: ROWS }, (_, row) =>
        Array.from({ length: TIME }, (_, t) => (row === 0 ? [0] : row % 3 === 1 ? [+(t > 1)] : [+(t !== 2)])),
      );
      const x = tf.tidy(() => tf.mul(frames(tf), tf.tensor(valid)));
      tf.dispose(made.x as tfjs.Tensor);
      return { ...made, x };
    },
    states: ['gru_1', 'lstm_1'],
  },
  'every sequence padded from end to end': {
    make: (tf) => {
      const made = sequence(tf, [
        tf.layers.masking({ maskValue: 0, ...input }),
        tf.layers.lstm({ units: 3 }),
        tf.layers.dense({ units: 1 }),
      ]);
      tf.dispose(made.x as tfjs.Tensor);
      return { ...made, x: tf.zeros([ROWS, TIME, FEATURES]) };
    },
    states: ['lstm_1'],
    warnings: ['units of', 'gate saturation of', 'the sequences of the probe are too short, padded or not finite'],
  },
  'several inputs and several outputs': {
    make: (tf) => {
      const [a, b] = [tf.input({ shape: [TIME, FEATURES] }), tf.input({ shape: [3, 1] })];
      const left = tf.layers.lstm({ units: 3 }).apply(a);
      const right = tf.layers.gru({ units: 2 }).apply(b);
      const both = tf.layers.concatenate().apply([left, right] as never[]);
      const outputs = [1, 2].map((units) => tf.layers.dense({ units, name: `out_${units}` }).apply(both));
      const made = compiled(tf, tf.model({ inputs: [a, b], outputs: outputs as never[] }));
      tf.dispose([made.x, made.y] as never);
      const x = [frames(tf), frames(tf, [ROWS, 3, 1])];
      return { ...made, x, y: [frames(tf, [ROWS, 1]), frames(tf, [ROWS, 2])] };
    },
    states: ['lstm_1', 'gru_1'],
  },
  'stateful with batchInputShape': {
    make: (tf) =>
      sequence(tf, [
        tf.layers.lstm({ units: 3, stateful: true, batchInputShape: [4, TIME, FEATURES] }),
        tf.layers.dense({ units: 1 }),
      ]),
    states: ['lstm_1'],
  },
};

for (const [title, { notCaptured, states, flows, warnings = [], ...trial }] of Object.entries(cases)) {
  test(title, async () => {
    const watched = await harmless(tf, trial);
    const { run, notes, error } = watched;
    if (error === null) expect(run.info.status).toBe('finished');
    else expect(run.info.status).toBe('failed');
    expect(run.series('loss', { subset: 'train', per: 'epoch' })).toHaveLength(error === null ? 3 : 0);
    expect(watched.warnings).toHaveLength(warnings.length);
    for (const [i, words] of warnings.entries()) expect(watched.warnings[i]).toContain(words);
    const said = notes.filter((note) => note.includes('is not captured'));
    expect(said).toHaveLength(notCaptured === undefined ? 0 : 1);
    if (notCaptured) expect(said[0]).toContain(`(${notCaptured})`);
    if (notCaptured) expect(watched.said.filter((line) => line.includes('is not captured'))).toHaveLength(1);
    if (error !== null) return;
    const layersOf = (name: string) => [
      ...new Set(run.delta.tensors.filter((each) => each.name === name && each.epoch === 3).map(({ layer }) => layer)),
    ];
    if (states) expect(layersOf(TENSOR.h).sort()).toEqual([...states].sort());
    expect(layersOf(TENSOR.flow).sort()).toEqual([...(flows ?? states ?? [])].sort());
  });
}
