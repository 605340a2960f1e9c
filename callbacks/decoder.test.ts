import { join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../examples/backend.ts';
import { SERIES, TENSOR } from '../lib/protocol/record.ts';
import { readRun, temporaryFolder } from '../lib/recorder/testing/read-store.ts';
import { openStore } from '../lib/store/open-store.ts';
import { attention, init, unrolled } from './node.ts';
import type { ProbeOptions } from './options.ts';

type Symbolic = TensorFlow.SymbolicTensor;

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

const WORDS = [
  ['a', 'b', 'c'],
  ['c', 'b', 'a'],
];
const REVERSED = [
  ['c', 'b', 'a'],
  ['a', 'b', 'c'],
];
const ALIGNMENT = [
  [[2], [1], [0]],
  [[2], [1], [0]],
];

/** Source and target ids in, attention of the one over the other, three words out. */
function writer(tf: typeof TensorFlow) {
  const [source, before] = [tf.input({ shape: [3] }), tf.input({ shape: [3] })];
  const read = (input: Symbolic, seed: number) => {
    const embedding = tf.layers.embedding({
      inputDim: 5,
      outputDim: 4,
      embeddingsInitializer: tf.initializers.randomNormal({ seed }),
    });
    const gru = tf.layers.gru({
      units: 4,
      returnSequences: true,
      kernelInitializer: tf.initializers.glorotNormal({ seed }),
      recurrentInitializer: tf.initializers.orthogonal({ seed }),
    });
    return gru.apply(embedding.apply(input)) as Symbolic;
  };
  const context = attention({ seed: 3, name: 'look' }, { tf }).apply([read(before, 2), read(source, 1)]) as Symbolic;
  const dense = tf.layers.dense({
    units: 5,
    activation: 'softmax',
    kernelInitializer: tf.initializers.glorotNormal({ seed: 4 }),
  });
  const model = tf.model({ inputs: [source, before], outputs: dense.apply(context) as Symbolic });
  model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });
  const ids = (words: string[][]) => tf.tensor2d(words.map((list) => list.map((word) => 1 + 'abc'.indexOf(word))));
  const x = [
    ids(WORDS),
    tf.tensor2d(REVERSED.map((list) => [4, ...list.slice(0, 2).map((w) => 1 + 'abc'.indexOf(w))])),
  ];
  return { model, x, y: tf.expandDims(ids(REVERSED), -1) };
}

// the first and the last epoch always have a snapshot, however slow the machine is
const FIT = { epochs: 2, batchSize: 2, shuffle: false, verbose: 0 } as const;

async function trained(more: (model: TensorFlow.LayersModel) => Partial<ProbeOptions>) {
  const { tf } = backend;
  const dir = temporaryFolder();
  const { model, x, y } = writer(tf);
  const probe = { x, y, tokens: WORDS, targetTokens: REVERSED, alignment: ALIGNMENT, ...more(model) };
  const monitor = await unrolled(model, { dir, tf, probe, console: false, budget: { time: 1 } });
  const { history } = await model.fit(x, y, { ...FIT, callbacks: monitor });
  await monitor.run.finish();
  const run = await readRun(dir);
  const values = (name: string, context = {}) => run.series(name, context).map(([, value]) => value);
  return { dir, delta: run.delta, info: run.info, values, loss: history.loss };
}

/** What was decoded, as it lies in the file. */
async function wordsOf(dir: string, id: number): Promise<unknown> {
  const store = await openStore(join(dir, 'unrolled.db'), { readOnly: true });
  try {
    return JSON.parse(new TextDecoder().decode(await store.tensorBytes(id)));
  } finally {
    await store.close();
  }
}

test('what a script decodes is kept with the epoch it was decoded at, and training goes as it does unwatched', async () => {
  const { tf } = backend;
  const bare = writer(tf);
  const expected = await bare.model.fit(bare.x, bare.y, FIT);
  let calls = 0;
  const { dir, delta, values, loss } = await trained((model) => ({
    decode: async () => {
      calls++;
      const { x } = writer(tf);
      await (model.predict(x) as TensorFlow.Tensor).data();
      return calls === 1 ? WORDS : [REVERSED[0]!, WORDS[1]!];
    },
  }));
  expect(loss).toEqual(expected.history.loss);
  const kept = delta.tensors.filter(({ name }) => name === TENSOR.decoded);
  expect(kept.map(({ epoch, attributes }) => [epoch, attributes])).toEqual([
    [1, { sequences: 2 }],
    [2, { sequences: 2 }],
  ]);
  expect(await wordsOf(dir, kept[0]!.id)).toEqual(WORDS);
  expect(await wordsOf(dir, kept[1]!.id)).toEqual([REVERSED[0], WORDS[1]]);
  expect(values(SERIES.decodedExact)).toEqual([0, 0.5]);
});

test('the run says what was to be written and where it comes from, and attention is held against it', async () => {
  const { info, delta, values } = await trained(() => ({}));
  expect(info.probe).toMatchObject({ tokens: WORDS, targetTokens: REVERSED, alignment: ALIGNMENT });
  for (const name of [SERIES.attentionAlignmentError, SERIES.attentionOffAlignment]) {
    const found = values(name, { layer: 'look' });
    expect(found).toHaveLength(2);
    for (const value of found) expect(value >= 0 && value <= 1, `${name} ${value}`).toBe(true);
  }
  for (const value of values(SERIES.attentionRowSumError, { layer: 'look' })) expect(value).toBeLessThan(1e-6);
  expect(delta.tensors.some(({ name }) => name === TENSOR.decoded)).toBe(false);
});

test('an error while decoding is noted once, and training goes on', async () => {
  const { delta } = await trained(() => ({
    decode: () => {
      throw new Error('no such word');
    },
  }));
  expect(delta.epochs).toHaveLength(2);
  const said = delta.events.filter(({ message }) => message.startsWith('probe.decode'));
  expect(said.map(({ message }) => message)).toEqual(['probe.decode: no such word — training goes on.']);
});

test('words for another number of sequences than the probe has are refused', async () => {
  const { delta } = await trained(() => ({ decode: () => [['a']] }));
  const said = delta.events.find(({ message }) => message.startsWith('probe.decode'));
  expect(said?.message).toContain('1 entries — probe.x has 2 sequences');
});

test('a loop of its own has its decoding kept too, the promise of the last epoch included', async () => {
  const { tf } = backend;
  const dir = temporaryFolder();
  const { model, x, y } = writer(tf);
  const run = await init({ dir, console: false });
  const decode = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return REVERSED;
  };
  run.watch(model, { tf, probe: { x, y, targetTokens: REVERSED, decode } });
  const loss = await model.trainOnBatch(x, y);
  run.log({ loss: loss as number }, { step: 1, epoch: 1 });
  await run.finish();
  const { delta, series } = await readRun(dir);
  expect(delta.tensors.filter(({ name }) => name === TENSOR.decoded).map(({ epoch }) => epoch)).toEqual([1]);
  expect(series(SERIES.decodedExact).map(([, value]) => value)).toEqual([1]);
});

test('what does not fit the probe is refused with what to give', async () => {
  const { tf } = backend;
  const { model, x, y } = writer(tf);
  const refusal = (more: object) => unrolled(model, { dir: temporaryFolder(), tf, probe: { x, y, ...more } });
  await expect(refusal({ tokens: [['a']] })).rejects.toThrow('probe.tokens: 1 entries — probe.x has 2 sequences');
  await expect(refusal({ tokens: ['ab', 'c'] })).rejects.toThrow('probe.tokens[0]: "ab" — give a list of strings');
  await expect(refusal({ targetTokens: [['a'], [3]] })).rejects.toThrow('probe.targetTokens[1][0]: 3 — give a string');
  await expect(refusal({ targetTokens: REVERSED, alignment: [[[0]], [[0]]] })).rejects.toThrow(
    'probe.alignment[0]: 1 target steps — probe.targetTokens[0] has 3',
  );
  await expect(refusal({ alignment: [[[-1]], []] })).rejects.toThrow('source steps are whole numbers from 0 on');
  await expect(refusal({ tokens: WORDS, alignment: [[[3]], []] })).rejects.toThrow('source step 3 — there are 3');
  await expect(refusal({ alignment: [[1], []] })).rejects.toThrow('empty where there are none');
  await expect(refusal({ decode: 'greedy' })).rejects.toThrow('give a function that returns a list of tokens');
});
