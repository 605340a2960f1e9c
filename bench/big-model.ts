import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unrolled } from '../callbacks/node.ts';
import { type Backend, loadBackend } from '../examples/backend.ts';
import { EMPTY_CURSOR } from '../lib/protocol/delta.ts';
import { openStore, STORE_FILE } from '../lib/store/open-store.ts';
import { type Figure, must, told } from './figures.ts';

const UNITS = 1_024;
const TIME = 500;
const FEATURES = 16;
const CLASSES = 10;
const BATCH = 32;
const STEPS_PER_EPOCH = 2;
const EPOCHS = 3;
const PROBE = 32;
/** The defaults of `budget`. */
const BUDGET = { time: 0.03, epochBytes: 16e6 };

/** Whether the capture budget is kept where a step takes seconds: LSTM(1024) on 500 steps, 3 epochs of 2 batches. */
export async function bench(): Promise<Figure[]> {
  const { tf } = await loadBackend('tensorflow');
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-big-model-'));
  try {
    const model = makeModel(tf);
    const { x, y } = makeData(tf, BATCH * STEPS_PER_EPOCH);
    const probe = { x: x.slice([0, 0, 0], [PROBE, TIME, FEATURES]), y: y.slice([0, 0], [PROBE, CLASSES]) };
    const monitor = await unrolled(model, { tf, dir: folder, project: 'big-model', probe });
    const started = performance.now();
    await model.fit(x, y, { epochs: EPOCHS, batchSize: BATCH, verbose: 0, callbacks: monitor });
    const fitMs = performance.now() - started;
    await monitor.run.finish();
    const { stepMs, epochMs } = monitor.cost;
    const kept = await keptOf(folder, monitor.run.id);
    for (const message of kept.leftOut) console.error(message);
    return [
      must('bytes_used_share', Math.max(...kept.bytes) / BUDGET.epochBytes, 'of 16 MB', '<= 1'),
      must('time_used_share', (stepMs + epochMs) / (BUDGET.time * fitMs), 'of 3 % of fit', '<= 1'),
      told('snapshots', kept.snapshots, `of ${EPOCHS} epochs`),
      told('left_out', kept.leftOut.length, 'said'),
      told('fit_s', fitMs / 1_000, 's'),
      told('steps_ms', stepMs, 'ms'),
      told('epochs_ms', epochMs, 'ms'),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes of tensors by epoch (the probe itself, stored once before training, apart), and what the run says is missing. */
async function keptOf(folder: string, run: string) {
  const store = await openStore(join(folder, STORE_FILE), { readOnly: true });
  try {
    const { tensors, epochs, events } = await store.tail(run, EMPTY_CURSOR);
    return {
      bytes: epochs.map(({ epoch }) => {
        const own = tensors.filter((tensor) => tensor.epoch === epoch);
        return own.reduce((sum, { bytes }) => sum + bytes, 0);
      }),
      snapshots: epochs.filter(({ snapshot }) => snapshot).length,
      leftOut: events.filter(({ kind, level }) => kind === 'capture' && level !== 'info').map(({ message }) => message),
    };
  } finally {
    await store.close();
  }
}

function makeData(tf: Backend['tf'], count: number) {
  return {
    x: tf.randomNormal([count, TIME, FEATURES], 0, 1, 'float32', 1),
    y: tf.tidy(() => tf.oneHot(tf.range(0, count, 1, 'int32').mod(tf.scalar(CLASSES, 'int32')).toInt(), CLASSES)),
  };
}

function makeModel(tf: Backend['tf']) {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({ units: UNITS, inputShape: [TIME, FEATURES], recurrentInitializer: 'glorotUniform' }),
      tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  return model;
}
