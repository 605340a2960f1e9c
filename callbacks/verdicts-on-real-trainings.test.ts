import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { judgedProfile } from '../lib/analysis/flow-profile.ts';
import { healthOfEpochs } from '../lib/analysis/health.ts';
import { flowRatio, memoryHorizon } from '../lib/analysis/memory-horizon.ts';
import { DEFAULT_LIMITS } from '../lib/analysis/verdicts/limits.ts';
import { seededRandom } from '../lib/base/random.ts';
import type { Delta, StoredTensor } from '../lib/protocol/delta.ts';
import { EMPTY_CURSOR } from '../lib/protocol/delta.ts';
import { SERIES, TENSOR } from '../lib/protocol/record.ts';
import type { Verdict } from '../lib/protocol/verdict.ts';
import { openStore, STORE_FILE } from '../lib/store/open-store.ts';
import type { Store } from '../lib/store/store.ts';
import { unrolled } from './node.ts';

const SEED = 1;
/** Half a minute on two cores of one's own; other tests share them. */
const PATIENCE_MS = 240_000;
const LIMITS = DEFAULT_LIMITS['VAN-T'];
let tf: typeof TensorFlow;
let folder: string;

beforeAll(async () => {
  ({ tf } = await loadBackend());
  folder = mkdtempSync(join(tmpdir(), 'unrolled-verdicts-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Task {
  readonly steps: number;
  readonly classes: number;
  readonly x: Float32Array;
  readonly labels: Int32Array;
}

/** Noise in four channels; the class is the channel with the largest sum over the last three of 50 steps. */
function shortMemory(count: number, seed: number): Task {
  const [random, steps, classes] = [seededRandom(seed), 50, 4];
  const x = Float32Array.from({ length: count * steps * classes }, () => random() * 2 - 1);
  const labels = Int32Array.from({ length: count }, (_, n) => {
    const sums = Array.from({ length: classes }, (_, d) =>
      [1, 2, 3].reduce((sum, back) => sum + x[((n + 1) * steps - back) * classes + d]!, 0),
    );
    return sums.indexOf(Math.max(...sums));
  });
  return { steps, classes, x, labels };
}

/** A random symbol at each of 60 steps; the class is the first of them. */
function delayedRecall(count: number, seed: number): Task {
  const [random, steps, classes] = [seededRandom(seed), 60, 8];
  const x = new Float32Array(count * steps * classes);
  const labels = Int32Array.from({ length: count }, (_, n) => {
    const symbols = Array.from({ length: steps }, () => Math.floor(random() * classes));
    for (const [t, symbol] of symbols.entries()) x[(n * steps + t) * classes + symbol] = 1;
    return symbols[0]!;
  });
  return { steps, classes, x, labels };
}

/** Initialisers as tfjs' defaults, but seeded. */
const initializers = (seed: number) => ({
  kernelInitializer: tf.initializers.glorotUniform({ seed }),
  recurrentInitializer: tf.initializers.orthogonal({ seed: seed + 1 }),
});

/** In nats. */
function entropyOf(labels: Int32Array, classes: number): number {
  const shares = Array.from(
    { length: classes },
    (_, c) => labels.filter((label) => label === c).length / labels.length,
  );
  return -shares.reduce((sum, share) => sum + share * Math.log(share), 0);
}

interface Seen {
  readonly verdicts: readonly Verdict[];
  readonly delta: Delta;
  /** Profile of the layer at each snapshot, out of the stored tensors. */
  readonly profiles: readonly { readonly epoch: number; readonly profile: Float64Array }[];
  /** Training loss of each epoch ÷ entropy of the labels, the loss of guessing by frequency. */
  readonly lossOfConstant: readonly number[];
}

/** Trains an LSTM as a user would, watched by the public callback, and reads back what the store holds. */
async function trainWatched(
  name: string,
  task: Task,
  how: { units: number; rate: number; epochs: number },
): Promise<Seen> {
  const { steps, classes, labels } = task;
  const x = tf.tensor3d(task.x, [labels.length, steps, classes]);
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat());
  const model = tf.sequential();
  model.add(tf.layers.lstm({ units: how.units, inputShape: [steps, classes], ...initializers(SEED) }));
  const kernelInitializer = tf.initializers.glorotUniform({ seed: SEED + 2 });
  model.add(tf.layers.dense({ units: classes, activation: 'softmax', kernelInitializer }));
  model.compile({ optimizer: tf.train.adam(how.rate), loss: 'categoricalCrossentropy' });

  // a budget that always suffices: a slow machine must not leave out the snapshots the verdicts need
  const monitor = await unrolled(model, { dir: join(folder, name), name, tf, budget: { time: 1 } });
  await model.fit(x, y, {
    epochs: how.epochs,
    batchSize: 64,
    shuffle: false,
    verbose: 0,
    callbacks: monitor,
  });
  tf.dispose([x, y]);
  model.dispose();

  const store = await openStore(join(folder, name, STORE_FILE), { readOnly: true });
  try {
    return await readBack(store, entropyOf(labels, classes));
  } finally {
    await store.close();
  }
}

async function readBack(store: Store, guessing: number): Promise<Seen> {
  const [run] = await store.listRuns();
  const delta = await store.tail(run!.info.id, EMPTY_CURSOR);
  const flows = delta.tensors.filter((tensor) => tensor.name === TENSOR.flow && tensor.layer === 'lstm_1');
  return {
    verdicts: await store.listVerdicts(run!.info.id),
    delta,
    profiles: await Promise.all(
      flows.map(async (flow) => ({ epoch: flow.epoch, profile: await profileOf(store, flow) })),
    ),
    lossOfConstant: [...epochValues(delta, SERIES.loss, { per: 'epoch', subset: 'train' })].map((l) => l / guessing),
  };
}

async function profileOf(store: Store, flow: StoredTensor): Promise<Float64Array> {
  const bytes = await store.tensorBytes(flow.id);
  return judgedProfile({
    quantities: flow.attributes.quantities as string[],
    time: flow.shape[2]!,
    values: new Float32Array(bytes.slice().buffer),
  });
}

function epochValues(delta: Delta, name: string, context: { readonly [key: string]: string }): Float64Array {
  const series = delta.series.find(
    (s) => s.name === name && Object.entries(context).every(([key, value]) => s.context[key] === value),
  );
  return delta.points.find((points) => points.id === series?.id)?.values ?? new Float64Array(0);
}

test(
  'a network that learns a task of short memory gets no warning, though hardly any gradient reaches the first step',
  async () => {
    const seen = await trainWatched('short', shortMemory(512, SEED), { units: 32, rate: 0.02, epochs: 6 });

    expect(seen.profiles.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const { profile } of seen.profiles) {
      expect(profile.length).toBe(50);
      expect(flowRatio(profile)).toBeLessThan(LIMITS.flowRatio.warning);
    }
    expect(seen.lossOfConstant.at(-1)).toBeLessThan(0.5);
    expect(seen.verdicts.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(healthOfEpochs(seen.delta.epochs, seen.verdicts)).toEqual(Array.from({ length: 6 }, () => 'healthy'));
    // the horizon is stated all the same
    const horizons = epochValues(seen.delta, SERIES.memoryHorizon, { layer: 'lstm_1' });
    expect([...horizons]).toEqual(seen.profiles.map(({ profile }) => memoryHorizon(profile)!.steps));
    expect(Math.max(...horizons)).toBeLessThan(50);
  },
  PATIENCE_MS,
);

test(
  'a default LSTM that must recall a symbol over 60 steps is stuck, and is told that its gradient vanishes',
  async () => {
    const seen = await trainWatched('recall', delayedRecall(384, SEED), { units: 16, rate: 0.003, epochs: 6 });

    for (const share of seen.lossOfConstant) expect(share).toBeGreaterThan(0.95);
    expect(seen.verdicts).toHaveLength(1);
    const [verdict] = seen.verdicts;
    expect(verdict).toMatchObject({
      id: 'VAN-T:lstm_1:1',
      rule: 'VAN-T',
      severity: 'critical',
      layer: 'lstm_1',
      onsetEpoch: 1,
      announcedEpoch: 5,
      endEpoch: null,
    });
    expect(healthOfEpochs(seen.delta.epochs, seen.verdicts)).toEqual([
      'vanishing',
      'vanishing',
      'vanishing',
      'vanishing',
      'vanishing',
      'vanishing',
    ]);

    // the evidence is what the store shows of that epoch
    const evidence = new Map(verdict!.evidence.map((piece) => [piece.quantity, piece]));
    const announced = seen.profiles.find(({ epoch }) => epoch === verdict!.announcedEpoch)!;
    expect(evidence.get('flow-ratio')).toMatchObject({ epoch: 5, value: flowRatio(announced.profile), limit: 1.2e-7 });
    const [third, fifth] = [seen.lossOfConstant[2]!, seen.lossOfConstant[4]!];
    expect(evidence.get('loss-improvement')!.value).toBeCloseTo((third - fifth) / third, 5);
    expect(evidence.get('loss-of-constant')!.value).toBeCloseTo(fifth, 5);

    expect(verdict!.remedies.map(({ key }) => key)).toEqual(['forget-bias', 'chrono-bias', 'sigmoid-gates']);
    expect(verdict!.remedies[0]!.code).toBe('unitForgetBias: true');
  },
  PATIENCE_MS,
);
