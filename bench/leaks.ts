import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CustomCallback, LayersModel } from '@tensorflow/tfjs';
import { unrolled } from '../callbacks/node.ts';
import type { Backend } from '../examples/backend.ts';
import { type Figure, must } from './figures.ts';

const STEPS = 1_000;
/** Caches fill and code is compiled in the first steps: they are not counted. */
const STEPS_BEFORE = 200;
const STEPS_PER_EPOCH = 100;
const [BATCH, TIME, FEATURES] = [8, 5, 3];

type Tf = Backend['tf'];

/** Tensors and bytes of heap that come to stay during the counted steps. */
interface Growth {
  readonly tensors: number;
  readonly heap: number;
}

/**
 * What 1,000 steps of a watched training of a small model, every step sampled, leave behind on the heap and, beyond what
 * `fit` itself keeps (the loss of each epoch, until it ends), in tfjs.
 */
export async function leaks(tf: Tf, dir: string): Promise<Figure[]> {
  const model = makeModel(tf);
  const monitor = await unrolled(model, { tf, dir, project: 'leaks', every: 1 });
  const watched = await train(tf, model, [monitor]);
  await monitor.run.finish();
  const bare = await train(tf, makeModel(tf), []);
  return [
    must('leaked_tensors', watched.tensors - bare.tensors, `over ${STEPS} steps`, '<= 0'),
    must('heap_growth_mb', watched.heap / 1e6, `MB over ${STEPS} steps`, '<= 5'),
  ];
}

function makeModel(tf: Tf): LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({ units: 6, inputShape: [TIME, FEATURES], recurrentInitializer: 'glorotUniform' }),
      tf.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  return model;
}

async function train(tf: Tf, model: LayersModel, callbacks: readonly CustomCallback[]): Promise<Growth> {
  const rows = BATCH * STEPS_PER_EPOCH;
  const x = tf.randomNormal([rows, TIME, FEATURES], 0, 1, 'float32', 1);
  const y = tf.tidy(() => tf.oneHot(tf.range(0, rows, 1, 'int32').mod(tf.scalar(2, 'int32')).toInt(), 2));
  const looks: Growth[] = [];
  const collect = garbageCollector();
  const [first, last] = [STEPS_BEFORE / STEPS_PER_EPOCH, (STEPS_BEFORE + STEPS) / STEPS_PER_EPOCH];
  const look = new tf.CustomCallback({
    // between epochs: all of them hold the same
    onEpochBegin: async (epoch: number) => {
      if (epoch !== first && epoch !== last) return;
      await writersTurn();
      collect();
      looks.push({ tensors: tf.memory().numTensors, heap: process.memoryUsage().heapUsed });
    },
  });
  // one more epoch, so that the last look comes at the same place as the first
  await model.fit(x, y, { epochs: last + 1, batchSize: BATCH, verbose: 0, callbacks: [...callbacks, look] });
  tf.dispose([x, y]);
  const [before, after] = looks as [Growth, Growth];
  return { tensors: after.tensors - before.tensors, heap: after.heap - before.heap };
}

/** The writer's thread gets its turn: what is only on its way is no leak. */
function writersTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
