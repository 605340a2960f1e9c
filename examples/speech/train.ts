import { unrolled } from 'unrolled/callbacks';
import { DIGITS_SOURCE, ensureDigits } from '../../scripts/setup/digits.mjs';
import { type Example, type Outcome, type Request, type Variant, WATCHING } from '../example.ts';
import { showProgress } from '../progress.ts';
import { classify, describeResult, inputOf, shareRight, targetOf } from '../quickstart/evaluation.ts';
import { speechModel } from './model.ts';
import { DIGITS, type Part, readRecordings, STEPS, someOfEach, speechData } from './recordings.ts';

const EPOCHS = 8;
const BATCH_SIZE = 64;
/** Validation recordings of every digit that the dashboard shows. */
const PROBE_EACH = 3;

/** What the variants do differently: Adam's learning rate, as usual and as it would do for plain gradient descent. */
const RATES: { readonly [variant in Variant]: number } = { healthy: 1e-3, sick: 0.5, remedied: 1e-3 };

/** Ten spoken digits as MFCC frames of different number: which one is it? */
export const speech: Example = {
  title: 'ten spoken digits, frame by frame',
  illness: {
    cause: 'Adam is given a learning rate of 0.5, as one might give plain gradient descent',
    rule: 'SAT',
    remedies: ['lower-learning-rate'],
  },
  view: 'saliency',
  train,
};

async function train({ backend, variant, seed, glance, say }: Request): Promise<Outcome> {
  const { tf } = backend;
  const found = await ensureDigits();
  if (!('path' in found)) {
    throw new Error(`spoken digits: ${found.reason} — run it again where pip reaches PyPI`);
  }
  say(`Data: ${DIGITS_SOURCE}`);
  const rate = RATES[variant];
  const data = speechData(readRecordings(found.path), { seed, ...(glance ? { rows: glance.rows } : {}) });
  const epochs = glance?.epochs ?? EPOCHS;
  say(
    `Training LSTM(64) → Dense(10) on ${data.train.rows} recordings of at most ${STEPS} frames ` +
      `(${data.cut} were longer and are cut); ${data.validation.rows} to validate, ${data.test.rows} to test`,
  );

  const model = speechModel(tf, { features: data.train.features, rate, seed });
  const probe = someOfEach(data.validation, PROBE_EACH);
  const monitor = await unrolled(model, {
    tf,
    project: 'speech',
    name: `${variant}-${seed}`,
    group: variant,
    tags: ['example', variant],
    budget: { time: WATCHING },
    config: {
      units: 64,
      optimizer: 'adam',
      rate,
      batchSize: BATCH_SIZE,
      epochs,
      seed,
      backend: backend.name,
    },
    probe: {
      x: inputOf(tf, probe),
      y: targetOf(tf, probe),
      labels: labelsOf(probe),
      classNames: DIGITS,
    },
  });
  const { history } = await model.fit(inputOf(tf, data.train), targetOf(tf, data.train), {
    epochs,
    batchSize: BATCH_SIZE,
    validationData: [inputOf(tf, data.validation), targetOf(tf, data.validation)],
    verbose: 0,
    callbacks: [monitor, showProgress(tf, { epochs, steps: Math.ceil(data.train.rows / BATCH_SIZE) }, say)],
  });
  const guesses = classify(tf, model, data.test);
  say(describeResult(data.test.labels, guesses));
  return {
    run: monitor.run.id,
    losses: history.loss as number[],
    validationLosses: history.val_loss as number[],
    figures: { accuracy: shareRight(data.test.labels, guesses) },
  };
}

function labelsOf({ labels, lengths }: Part): string[] {
  return Array.from(labels, (digit, row) => `${DIGITS[digit]}, ${lengths[row]} frames`);
}
