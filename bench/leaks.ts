import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { unrolled } from '../callbacks/node.ts';
import type { Backend } from '../examples/backend.ts';
import { type Figure, must } from './figures.ts';

const STEPS = 1_000;
/** Caches fill and code is compiled in the first steps: they are not counted. */
const STEPS_BEFORE = 200;
const STEPS_PER_EPOCH = 100;
const [BATCH, TIME, FEATURES] = [8, 5, 3];

/** What 1,000 steps of a watched training of a small model, every step sampled, leave behind on heap and in tfjs. */
export async function leaks(tf: Backend['tf'], dir: string): Promise<Figure[]> {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({ units: 6, inputShape: [TIME, FEATURES], recurrentInitializer: 'glorotUniform' }),
      tf.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const rows = BATCH * STEPS_PER_EPOCH;
  const x = tf.randomNormal([rows, TIME, FEATURES], 0, 1, 'float32', 1);
  const y = tf.tidy(() => tf.oneHot(tf.range(0, rows, 1, 'int32').mod(tf.scalar(2, 'int32')).toInt(), 2));
  const monitor = await unrolled(model, { tf, dir, project: 'leaks', every: 1 });
  const looks: { tensors: number; heap: number }[] = [];
  const collect = garbageCollector();
  const epochs = (STEPS_BEFORE + STEPS) / STEPS_PER_EPOCH;
  const look = new tf.CustomCallback({
    // between epochs: all of them hold the same
    onEpochBegin: async (epoch: number) => {
      if (epoch !== STEPS_BEFORE / STEPS_PER_EPOCH && epoch !== epochs) return;
      await monitorIsWritten();
      collect();
      looks.push({ tensors: tf.memory().numTensors, heap: process.memoryUsage().heapUsed });
    },
  });
  // one more epoch, so that the last look comes at the same place as the first
  await model.fit(x, y, { epochs: epochs + 1, batchSize: BATCH, verbose: 0, callbacks: [monitor, look] });
  await monitor.run.finish();
  tf.dispose([x, y]);
  const [before, after] = looks as [(typeof looks)[0], (typeof looks)[0]];
  return [
    must('leaked_tensors', after.tensors - before.tensors, `over ${STEPS} steps`, '<= 0'),
    must('heap_growth_mb', (after.heap - before.heap) / 1e6, `MB over ${STEPS} steps`, '<= 5'),
  ];
}

/** The writer's thread gets its turn: what is only on its way is no leak. */
function monitorIsWritten(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
