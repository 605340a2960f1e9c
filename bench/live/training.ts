// One training for the live bench, started with fork: logs POINTS points, waits to be told to go, then logs STEPS steps
// out of a real fit and reports when each was logged. training.ts DIR POINTS STEPS
import { init } from '../../callbacks/node.ts';
import { loadBackend } from '../../examples/backend.ts';

/** What this process tells its parent. */
export type TrainingReport =
  | { readonly ready: true; readonly runId: string; readonly lastStep: number }
  /** [step, ms since the Unix epoch] right before `run.log`. */
  | { readonly ready: false; readonly logged: readonly (readonly [number, number])[]; readonly stepMs: number };

const SERIES = ['loss', 'accuracy', 'f1', 'precision', 'recall'];
const CONTEXT = { subset: 'train', per: 'step' };
const STEPS_PER_EPOCH = 200;
const [dir = '', pointsText = '', stepsText = ''] = process.argv.slice(2);
const earlier = Math.round(Number(pointsText) / SERIES.length);
const steps = Number(stepsText);

const { tf } = await loadBackend();
const run = await init({ project: 'bench', name: `live-${pointsText}`, dir });
for (let step = 1; step <= earlier; step++) log(step, 1 + 0.3 * Math.sin(step * 0.01));

const model = tf.sequential({
  layers: [tf.layers.lstm({ units: 64, inputShape: [40, 13] }), tf.layers.dense({ units: 10, activation: 'softmax' })],
});
model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });
run.watch(model, { tf });
const x = tf.randomNormal([32 * steps, 40, 13], 0, 1, 'float32', 1);
const y = tf.oneHot(tf.randomUniform([32 * steps], 0, 10, 'int32', 2).toInt(), 10).toFloat();

const go = new Promise((resolve) => process.once('message', resolve));
report({ ready: true, runId: run.id, lastStep: earlier });
await go;

const logged: [number, number][] = [];
await model.fit(x, y, {
  batchSize: 32,
  verbose: 0,
  callbacks: {
    onBatchEnd: async (batch, logs) => {
      const step = earlier + 1 + batch;
      logged.push([step, Date.now()]);
      log(step, Number(logs?.loss));
    },
  },
});
await run.finish();
const [[, first] = [0, 0]] = logged;
report({ ready: false, logged, stepMs: (logged.at(-1)![1] - first) / (logged.length - 1) });
process.disconnect();

function log(step: number, value: number): void {
  const values = Object.fromEntries(SERIES.map((name) => [name, value]));
  run.log(values, { step, epoch: Math.ceil(step / STEPS_PER_EPOCH), context: CONTEXT });
}

function report(message: TrainingReport): void {
  process.send?.(message);
}
