// The quickstart: trains the article's model on ten spoken digits and lets Unrolled watch.
import { unrolled } from 'unrolled/callbacks';
import { DIGITS_SOURCE, ensureDigits } from '../../scripts/setup/digits.mjs';
import { describeBackend, loadBackend } from '../backend.ts';
import { delayedRecall } from './delayed-recall.ts';
import { classify, describeResult, inputOf, targetOf } from './evaluation.ts';
import { articleModel } from './model.ts';
import type { Task } from './sequences.ts';
import { spokenDigits } from './spoken-digits.ts';

const SEED = 1;
const EPOCHS = 10;
const BATCH_SIZE = 32;
/** How many validation rows the dashboard shows the hidden states of: a few of every class. */
const PROBE_ROWS = 40;

const backend = await loadBackend();
const { tf } = backend;
console.log(describeBackend(backend));
const task = await chooseTask();
const { train, validation, test } = task;
console.log(
  `Training LSTM(64) → Dense(10) on ${task.title}: ${train.rows} to learn from, ${validation.rows} to validate, ${test.rows} to test`,
);

const model = articleModel(tf, { steps: train.steps, features: train.features, seed: SEED });
const probe = inputOf(tf, validation).slice([0, 0, 0], [PROBE_ROWS, -1, -1]);
const monitor = await unrolled(model, {
  tf,
  project: 'quickstart',
  config: {
    data: task.title,
    units: 64,
    optimizer: 'adam',
    epochs: EPOCHS,
    batchSize: BATCH_SIZE,
    seed: SEED,
    backend: backend.name,
  },
  tags: ['quickstart'],
  probe: {
    x: probe,
    y: targetOf(tf, validation).slice([0, 0], [PROBE_ROWS, -1]),
    labels: Array.from(
      validation.labels.subarray(0, PROBE_ROWS),
      (label, row) => `${task.classNames[label]} #${row + 1}`,
    ),
    classNames: [...task.classNames],
  },
});

await model.fit(inputOf(tf, train), targetOf(tf, train), {
  epochs: EPOCHS,
  batchSize: BATCH_SIZE,
  validationData: [inputOf(tf, validation), targetOf(tf, validation)],
  callbacks: monitor,
});
console.log(describeResult(test.labels, classify(tf, model, test)));

async function chooseTask(): Promise<Task> {
  const digits = await ensureDigits();
  if ('path' in digits) {
    console.log(`Data: ${DIGITS_SOURCE}`);
    return spokenDigits(digits.path, SEED);
  }
  console.log(`Spoken digits cannot be had: ${digits.reason}`);
  console.log(
    'Training delayed recall of ten symbols (generated data) instead; run `npm start -- --train` again once pip reaches PyPI',
  );
  return delayedRecall({ seed: SEED });
}
