import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../../examples/backend.ts';
import { temporaryFolder } from '../../lib/recorder/testing/read-store.ts';
import { unrolled } from '../node.ts';
import type { Tf } from '../tfjs-instance.ts';
import { FEATURES, frames, plain, TIME } from './subjects.ts';
import { harmless } from './trial.ts';

let tf: Tf;
beforeAll(async () => {
  tf = (await loadBackend()).tf;
});

const refused: { readonly [title: string]: (tf: Tf) => object } = {
  'sequences of different lengths': () => ({
    x: [
      [
        [1, 2],
        [3, 4],
      ],
      [[1, 2]],
    ],
  }),
  'no sequences': (tf) => ({ x: tf.zeros([0, TIME, FEATURES]) }),
  'no sequences in an array': () => ({ x: [] }),
  'a rank of its own': (tf) => ({ x: tf.zeros([3, TIME]) }),
  'other features': (tf) => ({ x: tf.zeros([3, TIME, FEATURES + 1]) }),
  strings: () => ({ x: [[['a', 'b']]] }),
  'targets of another number': (tf) => ({ x: frames(tf), y: tf.zeros([3, 1]) }),
  'targets of different lengths': (tf) => ({ x: frames(tf), y: [[1], [1, 2]] }),
  'labels of another number': (tf) => ({ x: frames(tf), labels: ['a'] }),
};

for (const [title, probe] of Object.entries(refused)) {
  test(`a probe of ${title} is refused in words, the model as it was`, async () => {
    const { model } = plain(tf);
    const given = probe(tf);
    const before = tf.memory().numTensors;
    await expect(unrolled(model, { tf, dir: temporaryFolder(), probe: given as never })).rejects.toMatchObject({
      code: 'bad-probe',
      message: expect.stringMatching(/^probe\./),
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(Object.hasOwn(model, 'fit')).toBe(false);
  });
}

test('a probe that holds NaN and one of a single sequence are measured as they are', async () => {
  for (const x of [Number.NaN, 1]) {
    const { run, warnings } = await harmless(tf, {
      make: plain,
      options: () => ({ probe: { x: [Array(TIME).fill([x, 1])], y: [[1]] } }),
    });
    expect(warnings.filter((words) => !/not finite|fewer than two finite states/.test(words))).toEqual([]);
    expect(run.info).toMatchObject({ status: 'finished', probe: { count: 1 } });
    expect(run.delta.epochs.map(({ snapshot }) => snapshot)).toEqual([true, true, true]);
  }
});
