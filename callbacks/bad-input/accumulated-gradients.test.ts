import type * as tfjs from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../../examples/backend.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import { readRun, temporaryFolder } from '../../lib/recorder/testing/read-store.ts';
import { init } from '../node.ts';
import type { Tf } from '../tfjs-instance.ts';
import { plain } from './subjects.ts';
import type { Subject } from './trial.ts';

let tf: Tf;
beforeAll(async () => {
  tf = (await loadBackend()).tf;
});

/** Two steps, each of the summed gradients of two halves of the data; returns the weights. */
function train(
  { model, x, y }: Subject,
  optimizer: tfjs.Optimizer,
  stepped: (step: number) => void = () => undefined,
): number[][] {
  const [inputs, targets] = [x, y] as [tfjs.Tensor, tfjs.Tensor];
  for (let step = 1; step <= 2; step++) {
    const halves = [0, 6].map((from) =>
      tf.variableGrads(() =>
        tf.mean(
          tf.squaredDifference(
            model.apply(inputs.slice(from, 6), { training: true }) as tfjs.Tensor,
            targets.slice(from, 6),
          ),
        ),
      ),
    );
    const [a, b] = halves as [(typeof halves)[0], (typeof halves)[0]];
    const names = Object.keys(a.grads);
    const sum = Object.fromEntries(names.map((name) => [name, tf.add(a.grads[name]!, b.grads[name]!)]));
    optimizer.applyGradients(sum as never);
    tf.dispose([halves, sum] as never);
    stepped(step);
  }
  return model.getWeights().map((weight) => Array.from(weight.dataSync()));
}

test('of gradients accumulated by hand their sum is recorded once a step, with one flow, and training is as ever', async () => {
  const dir = temporaryFolder();
  const subject = plain(tf);
  const { model, x, y } = subject;
  const begin = model.getWeights().map((weight) => weight.clone());
  const optimizers = [0, 1].map(() => tf.train.sgd(0.1)) as unknown as [tfjs.Optimizer, tfjs.Optimizer];
  const withBoth = tf.memory().numTensors;
  const bare = train(subject, optimizers[0]);
  // what the loop itself leaves
  const perTraining = tf.memory().numTensors - withBoth;
  model.setWeights(begin);
  const run = await init({ dir, every: 1 });
  const optimizer = optimizers[1];
  const leaks = () => tf.memory().numTensors;
  const start = leaks();
  run.watch(model, { tf, optimizer, probe: { x, y } });
  const watched = train(subject, optimizer, (step) => run.log({ loss: 1 }, { step, epoch: 1 }));
  await run.finish();
  expect(watched).toEqual(bare);
  expect(Object.hasOwn(optimizer, 'applyGradients')).toBe(false);
  expect(leaks() - start).toBe(perTraining);
  const { delta, series, info } = await readRun(dir);
  expect(info.status).toBe('finished');
  expect(series(SERIES.globalGradientNorm)).toHaveLength(2);
  expect(delta.tensors.filter(({ name }) => name === TENSOR.batchFlow).map(({ step }) => step)).toEqual([1, 2]);
});
