import type { LayersModel } from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { stateSize } from '../../lib/analysis/dynamics/cell.ts';
import { cellStep } from '../../lib/analysis/dynamics/cell-step.ts';
import type { EpochReadings } from '../../lib/analysis/verdicts/history.ts';
import type { Capture } from '../capture/capture.ts';
import { createCapture } from '../capture/index.ts';
import { models } from '../capture/testing/models.ts';
import { ByteBudget } from './byte-budget.ts';
import { fixedPoints } from './fixed-points.ts';
import { layerCell } from './layer-cell.ts';
import { lyapunov } from './lyapunov.ts';
import type { Findings, MeasuredTensor, Measurement, Snapshot } from './measurement.ts';
import { spectra } from './spectra.ts';
import { trajectories } from './trajectories.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

function fail(error: Error): never {
  throw error;
}

type Data = ReturnType<Backend['tf']['tensor']>;

function snapshotOf(model: LayersModel, x: Data, y: Data | null): Snapshot & { readonly capture: Capture } {
  const capture = createCapture(backend.tf, model, { onError: fail });
  return {
    ...{ epoch: 1, isLast: false, losses: { train: 1, val: 1 }, x, y, capture },
    layers: capture.layers,
    probe: capture.measureProbe(x, y),
    bytes: new ByteBudget(16e6),
  };
}

/** What a measurement finds in a snapshot. */
function measured(measurement: Measurement, snapshot: Snapshot) {
  const found = {
    series: new Map<string, number>(),
    tensors: [] as MeasuredTensor[],
    readings: [] as Partial<EpochReadings>[],
    leftOut: [] as string[],
  };
  const findings: Findings = {
    scalar: (name, context, value) => found.series.set([name, ...Object.values(context)].join(' '), value),
    tensor: (tensor) => found.tensors.push(tensor),
    reading: (part) => found.readings.push(part),
    leftOut: (message) => found.leftOut.push(message),
    event: () => undefined,
  };
  measurement.snapshot?.(snapshot, findings);
  return found;
}

test('states and gates of every kind of layer, as they are read off a probe, follow from each other by its cell', () => {
  const { tf } = backend;
  for (const [kind, make] of Object.entries(models)) {
    const { model, x } = make(tf);
    // a stateful model takes batches of one size only
    const fits = tf.slice(x, 0, model.inputs[0]!.shape[0] ?? 12) as Data;
    const snapshot = snapshotOf(model, fits, null);
    const weights = snapshot.capture.weights();
    let compared = 0;
    for (const layer of snapshot.layers.filter((one) => one.kind === 'recurrent')) {
      const found = layerCell(layer, weights);
      if ('why' in found) throw new Error(found.why);
      const { cell } = found;
      const seen = trajectories(layer, cell, snapshot.probe)!;
      for (let sequence = 0; sequence < seen.sequences; sequence++) {
        for (const { gates, previous, state } of seen.steps(sequence)) {
          if (cell.kind === 'LSTM') {
            const H = cell.units;
            for (let a = 0; a < H; a++) {
              const c = gates[H + a]! * previous[H + a]! + gates[a]! * gates[2 * H + a]!;
              expect(state[H + a]).toBeCloseTo(c, 5);
              expect(state[a]).toBeCloseTo(gates[3 * H + a]! * Math.tanh(c), 5);
            }
          } else if (cell.kind === 'GRU') {
            const H = cell.units;
            for (let a = 0; a < H; a++) {
              expect(state[a]).toBeCloseTo(gates[a]! * previous[a]! + (1 - gates[a]!) * gates[2 * H + a]!, 5);
            }
          } else {
            expect(Array.from(gates)).toEqual(Array.from(state));
          }
          compared++;
        }
      }
    }
    expect(compared, kind).toBeGreaterThan(0);
  }
});

test('a cell read off a layer steps as the layer does, and is told its bias', () => {
  const { tf } = backend;
  for (const make of [models.SimpleRNN!, models.GRU!, models.LSTM!]) {
    const { model, x, y } = make(tf);
    const still = tf.zerosLike(x) as Data;
    const snapshot = snapshotOf(model, still, y);
    const [layer] = snapshot.layers;
    const found = layerCell(layer!, snapshot.capture.weights());
    if ('why' in found) throw new Error(found.why);
    const states = trajectories(layer!, found.cell, snapshot.probe)!.states(0);
    let state: Float64Array = new Float64Array(stateSize(found.cell));
    for (const expected of states) {
      state = cellStep(found.cell, state, found.bias!).state;
      for (const [i, value] of expected.entries()) expect(value).toBeCloseTo(state[i]!, 5);
    }
  }
});

test('a linear layer that halves its state has Lyapunov exponents of ln ½, one stable point, and eigenvalues of ½', () => {
  const { tf } = backend;
  const layer = tf.layers.simpleRNN({
    units: 3,
    activation: 'linear',
    recurrentInitializer: tf.initializers.identity({ gain: 0.5 }),
    inputShape: [12, 2],
  });
  const model = tf.sequential({ layers: [layer] });
  const snapshot = snapshotOf(model, tf.randomNormal([4, 12, 2], 0, 1, 'float32', 1), null);
  const before = tf.memory().numTensors;
  const exponents = measured(lyapunov(), snapshot);
  expect(exponents.series.get('lyapunov_largest simple_rnn_1')).toBeCloseTo(Math.log(0.5), 12);
  expect(exponents.readings[0]?.lyapunov?.[0]?.standardError).toBeLessThan(1e-12);
  expect(exponents.tensors[0]?.attributes).toMatchObject({ dimension: 0, sequences: 4, warmUp: 2, steps: 4 * 9 });

  const points = measured(fixedPoints(), snapshot);
  expect(Object.fromEntries(points.series)).toEqual({
    'fixed_points simple_rnn_1': 1,
    'stable_fixed_points simple_rnn_1': 1,
  });
  expect(points.tensors[0]?.shape).toEqual([1, 3]);
  expect(points.tensors[0]?.attributes.largest).toEqual([expect.closeTo(0.5, 12)]);

  const matrix = measured(spectra(), snapshot);
  expect(Object.fromEntries(matrix.series)).toEqual({
    'spectral_radius simple_rnn_1': 0.5,
    'largest_singular_value simple_rnn_1': 0.5,
    'non_orthogonality simple_rnn_1': 0.75,
  });
  expect(Array.from(new Float32Array(matrix.tensors[0]!.data.buffer))).toEqual([0.5, 0, 0.5, 0, 0.5, 0]);
  expect(tf.memory().numTensors).toBe(before);
});

test('every layer of every kind of model is measured, the same way each time', () => {
  const { tf } = backend;
  for (const kind of ['stacked cells', 'Bidirectional', 'masked Embedding']) {
    const { model, x, y } = models[kind]!(tf);
    const snapshot = snapshotOf(model, x, y);
    const recurrent = snapshot.layers.filter((one) => one.kind === 'recurrent').length;
    for (const make of [lyapunov, fixedPoints, spectra]) {
      const first = measured(make(), snapshot);
      expect(first.leftOut, kind).toEqual([]);
      expect(first.series.size, kind).toBeGreaterThanOrEqual(recurrent);
      for (const value of first.series.values()) expect(value).not.toBeNaN();
      expect(measured(make(), snapshot), kind).toEqual(first);
    }
  }
});

test('a layer made of a cell is measured, and left out where the cell is too wide', () => {
  const { tf } = backend;
  const modelOf = (units: number) => {
    const recurrentInitializer = 'glorotUniform';
    const cell = tf.layers.lstmCell({ units, recurrentInitializer });
    return tf.sequential({ layers: [tf.layers.rnn({ cell, inputShape: [6, 1] })] });
  };
  const small = snapshotOf(modelOf(3), tf.ones([2, 6, 1]), null);
  for (const make of [lyapunov, fixedPoints, spectra]) {
    const { leftOut, series } = measured(make(), small);
    expect(leftOut).toEqual([]);
    expect(series.size).toBeGreaterThan(0);
  }
  const wide = snapshotOf(modelOf(600), tf.ones([2, 6, 1]), null);
  for (const make of [lyapunov, fixedPoints]) {
    const { leftOut, series } = measured(make(), wide);
    expect(leftOut).toEqual([expect.stringContaining('600 units')]);
    expect(series.size).toBe(0);
  }
  const estimated = measured(spectra(), wide);
  expect(estimated.series.get('spectral_radius rnn_1 i')).toBeGreaterThan(0);
  expect(estimated.tensors).toEqual([]);
  expect(estimated.leftOut.join()).toContain('power iterations');
});

test('the mean Jacobian of a gated layer tells that an open forget gate keeps its cell state', () => {
  const { tf } = backend;
  const layer = tf.layers.lstm({ units: 4, recurrentActivation: 'sigmoid', inputShape: [20, 1] });
  const model = tf.sequential({ layers: [layer] });
  const [kernel, recurrent, bias] = layer.getWeights();
  const open = tf.tensor1d([...Array(4).fill(0), ...Array(4).fill(30), ...Array(8).fill(0)]);
  layer.setWeights([tf.zerosLike(kernel!), tf.zerosLike(recurrent!), open.reshape(bias!.shape)]);
  const { series, tensors } = measured(spectra(), snapshotOf(model, tf.ones([3, 20, 1]), null));
  expect(series.get('spectral_radius lstm_1 mean Jacobian')).toBeCloseTo(1, 6);
  expect(series.get('spectral_radius lstm_1 f')).toBe(0);
  expect(tensors.at(-1)?.attributes).toMatchObject({ gate: 'mean Jacobian', steps: 18 });
});

test('what the analysis does not know is left out and said', () => {
  const { tf } = backend;
  const model = tf.sequential({ layers: [tf.layers.lstm({ units: 2, activation: 'selu', inputShape: [4, 1] })] });
  const snapshot = snapshotOf(model, tf.ones([2, 4, 1]), null);
  for (const make of [lyapunov, fixedPoints, spectra]) {
    const found = measured(make(), snapshot);
    expect(found.leftOut).toEqual([expect.stringContaining('the activation selu is not known here')]);
    expect([found.series.size, found.tensors.length]).toEqual([0, 0]);
  }
});

test('weights of NaN, one-step sequences and used-up budgets leave a remark, no error', () => {
  const { tf } = backend;
  const layer = tf.layers.gru({ units: 2, inputShape: [1, 1] });
  const model = tf.sequential({ layers: [layer] });
  const short = snapshotOf(model, tf.ones([2, 1, 1]), null);
  expect(measured(lyapunov(), short).leftOut).toEqual([expect.stringContaining('too short')]);
  const poor = measured(spectra(), { ...short, bytes: new ByteBudget(0) });
  expect(poor.tensors).toEqual([]);
  expect(poor.leftOut[0]).toContain('budget');
  layer.setWeights(layer.getWeights().map((weight) => tf.fill(weight.shape, Number.NaN)));
  const broken = snapshotOf(model, tf.ones([2, 1, 1]), null);
  for (const make of [lyapunov, fixedPoints, spectra]) {
    expect(measured(make(), broken).leftOut).toEqual([expect.stringContaining('NaN')]);
  }
});
