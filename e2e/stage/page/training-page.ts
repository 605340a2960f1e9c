/**
 * A real small training inside a page, through the public API as a bundler resolves it. The query says where to record:
 * `server`, `token`, `backend`, `name`, `epochs`. The page's title says how it stands.
 */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { unrolled } from 'unrolled/callbacks';

const TIME = 10;
const SYMBOLS = 3;
const SEQUENCES = 48;
const query = new URLSearchParams(location.search);

/** One-hot sequences whose first symbol is the class; a linear congruence keeps them the same every time. */
function recallTask() {
  const x = tf.buffer([SEQUENCES, TIME, SYMBOLS]);
  const y = tf.buffer([SEQUENCES, SYMBOLS]);
  let seed = 7;
  for (let i = 0; i < SEQUENCES; i++) {
    for (let t = 0; t < TIME; t++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      const symbol = Math.floor((seed / 2_147_483_648) * SYMBOLS);
      x.set(1, i, t, symbol);
      if (t === 0) y.set(1, i, symbol);
    }
  }
  return { x: x.toTensor(), y: y.toTensor() };
}

async function train(): Promise<string> {
  setWasmPaths('/wasm/');
  if (!(await tf.setBackend(query.get('backend') ?? 'cpu'))) throw new Error('the backend does not start');
  await tf.ready();
  const { x, y } = recallTask();
  const model = tf.sequential();
  model.add(tf.layers.lstm({ units: 6, inputShape: [TIME, SYMBOLS] }));
  model.add(tf.layers.dense({ units: SYMBOLS, activation: 'softmax' }));
  model.compile({ loss: 'categoricalCrossentropy', optimizer: tf.train.adam(0.01), metrics: ['accuracy'] });
  const token = query.get('token');
  const monitor = await unrolled(model, {
    project: 'e2e',
    name: query.get('name') ?? 'in a page',
    server: { url: query.get('server') ?? '', ...(token ? { token } : {}) },
  });
  document.title = `training ${monitor.run.id}`;
  const before = tf.memory().numTensors;
  await model.fit(x, y, { epochs: Number(query.get('epochs') ?? 4), batchSize: 8, verbose: 0, callbacks: monitor });
  await monitor.run.finish();
  return `done; recording: ${monitor.run.recording}; tensors left: ${tf.memory().numTensors - before}`;
}

train().then(
  (said) => {
    document.title = said;
  },
  (error: unknown) => {
    document.title = `failed: ${String(error)}`;
  },
);
