// A training that does not end by itself. Says `started` once steps are being logged. Argument: yieldEvery of fit.
import { loadBackend } from '../../examples/backend.ts';
import { unrolled } from '../node.ts';

const { tf } = await loadBackend();
const model = tf.sequential();
model.add(tf.layers.simpleRNN({ units: 4, inputShape: [6, 2] }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
const monitor = await unrolled(model, { tf, project: 'p', name: 'forever' });
const yieldEvery = process.argv[2] === 'never' ? 'never' : 'auto';
await model.fit(tf.ones([64, 6, 2]), tf.ones([64, 1]), {
  epochs: 1e6,
  batchSize: 8,
  verbose: 0,
  yieldEvery,
  callbacks: [
    monitor,
    new tf.CustomCallback({
      onEpochEnd(epoch) {
        if (epoch === 1) console.log('started');
      },
    }),
  ],
});
