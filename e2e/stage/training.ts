/**
 * A real small training through the public API, for the end-to-end tests: delayed recall of one of four symbols.
 * Options come as one JSON argument: see {@link TrainingOptions}.
 */
import { unrolled } from 'unrolled/callbacks';
import { loadBackend } from '../../examples/backend.ts';

interface TrainingOptions {
  readonly name: string;
  readonly project?: string;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly time: number;
  readonly units: number;
  readonly yieldEvery?: 'never' | 'auto';
  readonly model?: 'lstm' | 'dense';
  readonly memory?: number;
  readonly lr?: number;
  /** Of the initial weights; with it the data is not shuffled. */
  readonly seed?: number;
  /** The process is killed after so many steps. */
  readonly diesAtStep?: number;
}

const BATCH = 16;
const SYMBOLS = 4;
const options = JSON.parse(process.argv[2] ?? '{}') as TrainingOptions;
const { tf } = await loadBackend();

/** One-hot sequences whose first symbol is the class; a linear congruence keeps them the same every time. */
function recallTask(count: number, time: number) {
  const x = tf.buffer([count, time, SYMBOLS]);
  const y = tf.buffer([count, SYMBOLS]);
  let seed = 7;
  for (let i = 0; i < count; i += 1) {
    for (let t = 0; t < time; t += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const symbol = Math.floor((seed / 2147483648) * SYMBOLS);
      x.set(1, i, t, symbol);
      if (t === 0) y.set(1, i, symbol);
    }
  }
  return { x: x.toTensor() as import('@tensorflow/tfjs').Tensor3D, y: y.toTensor() };
}

function seeded(seed: number) {
  return {
    kernelInitializer: tf.initializers.glorotUniform({ seed }),
    recurrentInitializer: tf.initializers.orthogonal({ seed }),
  };
}

const { x, y } = recallTask(BATCH * options.stepsPerEpoch, options.time);
const model = tf.sequential();
if (options.model === 'dense') {
  model.add(tf.layers.flatten({ inputShape: [options.time, SYMBOLS] }));
} else {
  const { seed } = options;
  const initializers = seed === undefined ? {} : seeded(seed);
  model.add(tf.layers.lstm({ units: options.units, inputShape: [options.time, SYMBOLS], ...initializers }));
}
model.add(tf.layers.dense({ units: SYMBOLS, activation: 'softmax' }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: tf.train.adam(options.lr ?? 0.01), metrics: ['accuracy'] });

const monitor = await unrolled(model, {
  tf,
  project: options.project ?? 'e2e',
  name: options.name,
  config: {
    ...{ units: options.units, time: options.time },
    ...(options.lr === undefined ? {} : { lr: options.lr }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  },
  ...(options.memory === undefined ? {} : { memory: options.memory }),
});
let steps = 0;
async function dieInTime(): Promise<void> {
  steps += 1;
  if (steps !== options.diesAtStep) return;
  // what was logged so far is written within a second
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  process.kill(process.pid, 'SIGKILL');
}
console.log('training starts');
await model.fit(x, y, {
  epochs: options.epochs,
  batchSize: BATCH,
  verbose: 0,
  yieldEvery: options.yieldEvery ?? 'auto',
  validationSplit: 0.1,
  shuffle: options.seed === undefined,
  callbacks: [monitor, new tf.CustomCallback({ onBatchEnd: dieInTime })],
});
console.log('training ended');
