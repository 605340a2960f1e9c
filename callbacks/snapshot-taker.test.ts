import { afterAll, expect, test } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { createCapture } from './capture/index.ts';
import { ByteBudget } from './measurements/byte-budget.ts';
import type { Findings, Measurement, Snapshot } from './measurements/measurement.ts';
import { givenProbe } from './probe-batch.ts';
import { SnapshotSchedule } from './snapshot-schedule.ts';
import { SnapshotTaker } from './snapshot-taker.ts';

const { tf } = await loadBackend();
const model = tf.sequential({
  layers: [
    tf.layers.lstm({ units: 3, inputShape: [5, 2], recurrentInitializer: 'glorotUniform' }),
    tf.layers.dense({ units: 1 }),
  ],
});
model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
const probe = givenProbe(tf, model, {
  x: Array.from({ length: 4 }, (_, b) => Array.from({ length: 5 }, (_, t) => [b + t, b - t])),
  y: [[0], [1], [0], [1]],
});
afterAll(() => model.dispose());

/** A taker whose clock is `now` and whose measurements note when they were made; dear ones take what `costs` says. */
function stage(
  costs: { readonly [name: string]: number },
  share: number,
  { of = model, epochBytes = 1e6, everyMs = 0 } = {},
) {
  const made: string[] = [];
  const snapshots: Snapshot[] = [];
  const leftOut: string[] = [];
  const nothing = () => undefined;
  const findings: Findings = {
    scalar: nothing,
    tensor: nothing,
    reading: nothing,
    leftOut: (text) => leftOut.push(text),
    event: nothing,
  };
  const busy = (ms: number) => {
    const until = performance.now() + ms;
    while (performance.now() < until);
  };
  const seen = (snapshot: Snapshot) => {
    snapshots.push(snapshot);
    busy(everyMs);
  };
  const every: Measurement = { name: 'every', pace: 'every', snapshot: seen };
  const spread = Object.entries(costs).map(([name, ms]): Measurement => {
    const work = () => {
      made.push(name);
      busy(ms);
    };
    return { name, pace: 'spread', snapshot: work };
  });
  const capture = createCapture(tf, of, { onError: (error) => expect.unreachable(error.message) });
  const schedule = new SnapshotSchedule(share);
  const taker = new SnapshotTaker({
    ...{ tf, model: of, capture, findings, epochBytes, measurements: [every, ...spread] },
    schedule,
    attempt: (_what, work) => work(),
  });
  const take = (epoch: number, isLast = false) =>
    taker.take(probe, { epoch, isLast, losses: { train: null, val: null }, bytes: new ByteBudget(1e6) });
  return { schedule, made, snapshots, leftOut, taker, take };
}

test('dear measurements take turns, and all of them come after the last epoch', () => {
  const { made, take } = stage({ spectra: 10, exponents: 10, points: 10 }, 0);
  for (let epoch = 1; epoch <= 4; epoch++) take(epoch);
  expect(made).toEqual(['spectra', 'exponents', 'points', 'spectra']);
  take(5, true);
  expect(made.slice(4).sort()).toEqual(['exponents', 'points', 'spectra']);
});

test('where their share of the time has room, all are made at once', () => {
  const { schedule, made, take } = stage({ spectra: 10, exponents: 10 }, 1);
  schedule.trained(1e6);
  take(1);
  expect(made).toEqual(['spectra', 'exponents']);
});

test('what has nothing to measure takes nobody’s turn', () => {
  const { made, take } = stage({ nothing: 0, spectra: 10, exponents: 10 }, 0);
  take(1);
  expect(made).toEqual(['nothing', 'spectra']);
});

test('where a pass over the probe is too dear, a snapshot holds the flow of the last batch and says so', () => {
  const { taker, take, snapshots, leftOut } = stage({ spectra: 10 }, 0.01);
  taker.stepTook(1e6, 4);
  const layer = { layer: 'lstm_1', quantities: ['h'], time: 5, values: new Float32Array(15), lagValues: null };
  taker.batchFlowed([{ ...layer, scale: 'raw', sequences: 4, of: 4 }]);
  expect(take(1)).toBe(true);
  expect(snapshots[0]!.probe.flows.map(({ layer: path }) => path)).toEqual(['lstm_1']);
  expect(snapshots[0]!.probe.states).toEqual([]);
  expect(leftOut.join()).toContain('no states');
  expect(take(2)).toBe(false);
});

test('where only states are measured, a model of fixed batch size keeps all of its sequences', () => {
  const fixed = tf.sequential({
    layers: [
      tf.layers.lstm({ units: 3, batchInputShape: [4, 5, 2], stateful: true, recurrentInitializer: 'glorotUniform' }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  fixed.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  // 15 states a sequence in half precision: fewer sequences than the model takes would fit
  const { taker, schedule, snapshots, take } = stage({}, 0.01, { of: fixed, epochBytes: 80 });
  taker.stepTook(1e4, 4);
  schedule.trained(5e5);
  expect(take(1)).toBe(true);
  expect(snapshots[0]!.y).toBeNull();
  expect(snapshots[0]!.probe.states.map(({ shape }) => shape[0])).toEqual([4, 4]);
  fixed.dispose();
});

test('a pass over the probe is expected to cost what a snapshot without one did, and its own time', () => {
  const share = 0.01;
  const { taker, schedule, snapshots, take } = stage({}, share, { everyMs: 400 });
  // a forward pass over 4 of 4 sequences: .4 / 3 of the step
  taker.stepTook(150_000, 4);
  expect(take(1)).toBe(true);
  schedule.trained((400 + 20_000 + 200) / share - 150_000);
  expect(take(2)).toBe(false);
  schedule.trained(500 / share);
  expect(take(3)).toBe(true);
  expect(snapshots.map(({ probe: { states } }) => states.length > 0)).toEqual([false, true]);
});

test('nothing stays behind in tfjs', () => {
  const { take } = stage({}, 1);
  take(1);
  const before = tf.memory().numTensors;
  take(2);
  expect(tf.memory().numTensors).toBe(before);
});
