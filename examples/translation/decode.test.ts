import type * as TensorFlow from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../backend.ts';
import { corpusOf } from './corpus.ts';
import { decode } from './decode.ts';
import { translator } from './model.ts';
import { tensorsOf } from './tensors.ts';
import { END, sourceIds, vocabulariesOf } from './vocabulary.ts';

const { train } = corpusOf(60, 1);
const words = vocabulariesOf(train);
const pairs = train.slice(0, 6);
let tf: typeof TensorFlow;

beforeAll(async () => {
  ({ tf } = await loadBackend());
});

test('a decoded sentence is what the model says when it is given just that sentence', async () => {
  const model = translator(tf, words, { units: 16, rate: 0.05, maskSource: true, seed: 1 });
  // a few steps, so that sentences differ and some end before the last step
  const all = tensorsOf(tf, train, words);
  await model.fit(all.x, all.y, { epochs: 10, batchSize: 48, verbose: 0 });
  const before = tf.memory().numTensors;
  const said = await decode(tf, model, sourceIds(pairs, words), words);
  expect(tf.memory().numTensors).toBe(before);
  expect(said.some((one) => one.length > 0 && one.length < words.targetSteps)).toBe(true);

  const { x } = tensorsOf(
    tf,
    pairs.map((pair, i) => ({ ...pair, target: said[i]!.slice(0, words.targetSteps - 1) })),
    words,
  );
  const likeliest = (model.predict(x) as TensorFlow.Tensor3D).argMax(-1).arraySync() as number[][];
  said.forEach((own, row) => {
    const tokens = likeliest[row]!.map((id) => words.target.tokens[id]!);
    expect(tokens.slice(0, own.length)).toEqual(own);
    if (own.length < words.targetSteps) expect([END, '⟨start⟩', '']).toContain(tokens[own.length]);
  });
}, 60_000);
