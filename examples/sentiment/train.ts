import { readFileSync } from 'node:fs';
import type * as TensorFlow from '@tensorflow/tfjs';
import { unrolled } from 'unrolled/callbacks';
import { ensureSentences, SENTENCES_SOURCE } from '../../scripts/setup/sentences.mjs';
import { type Example, type Outcome, type Request, type Variant, WATCHING } from '../example.ts';
import { showProgress } from '../progress.ts';
import { describeResult, shareOfMajority, shareRight } from '../quickstart/evaluation.ts';
import { type SentimentSettings, sentimentModel } from './model.ts';
import { type Labelled, readRated, type Split, splitRated } from './sentences.ts';
import { encode, type Lengths, shownWords, type Vocabulary, vocabularyOf } from './vocabulary.ts';

const EPOCHS = 6;
const BATCH_SIZE = 128;
const RATE = 1e-3;
/** Tokens kept of a sentence: all of them for 9 in 10. */
const MOST = 32;
/** Words seen less often share one number. */
const LEAST = 2;
/** Validation sentences of each class that the dashboard shows. */
const PROBE_EACH = 16;
const CLASS_NAMES = ['negative', 'positive'];

interface Settings extends SentimentSettings {
  /** What the forget gate's bias is set to before training; null: left as it is. */
  readonly bias: number | null;
}

const SANE: Settings = {
  steps: MOST,
  rate: RATE,
  maskPadding: true,
  forgetBias: true,
  gates: 'sigmoid',
  bias: null,
};
/** Padded to twice the length without a mask, and tfjs' defaults: whatever was said lies half a sequence back, and is forgotten. */
const SICK: Settings = {
  steps: 2 * MOST,
  rate: RATE,
  maskPadding: false,
  forgetBias: false,
  gates: 'hardSigmoid',
  bias: null,
};
/** ln(T − 1) for a memory of about T steps (Tallec & Ollivier, ICLR 2018), in two digits as the verdict writes it. */
const REMEMBERING = Number(Math.log(SICK.steps - 1).toPrecision(2));

const SETTINGS: { readonly [variant in Variant]: Settings } = {
  healthy: SANE,
  sick: SICK,
  remedied: { ...SICK, forgetBias: true, gates: 'sigmoid', bias: REMEMBERING },
};

/** Is a sentence of a review positive or negative? */
export const sentiment: Example = {
  title: 'sentences of film and product reviews, positive or negative',
  illness: {
    cause: "sentences are padded to 64 steps that nothing masks, and the forget gate has tfjs' default bias, 0",
    rule: 'VAN-T',
    remedies: ['forget-bias', 'chrono-bias', 'sigmoid-gates'],
  },
  view: 'saliency',
  train,
};

async function train({ backend, variant, seed, glance, say }: Request): Promise<Outcome> {
  const { tf } = backend;
  const { train, validation, test } = await sentences(seed, glance?.rows);
  say(`Data: ${SENTENCES_SOURCE}`);
  const words = vocabularyOf(
    train.map((one) => one.words),
    LEAST,
  );
  const epochs = glance?.epochs ?? EPOCHS;
  say(
    `Training Embedding → LSTM(64) → Dense(2) on ${train.length} sentences of at most ${MOST} tokens, ${words.size} ` +
      `different; ${validation.length} to validate, ${test.length} to test`,
  );
  const settings = SETTINGS[variant];
  const model = sentimentModel(tf, words.size, settings, seed);
  if (settings.bias !== null) setForgetBias(tf, lstmOf(model), settings.bias);
  const lengths = { most: MOST, steps: settings.steps };
  const probe = [0, 1].flatMap((label) => validation.filter((one) => one.label === label).slice(0, PROBE_EACH));
  const shown = tensorsOf(tf, probe, lengths, words);
  const monitor = await unrolled(model, {
    tf,
    project: 'sentiment',
    name: `${variant}-${seed}`,
    group: variant,
    tags: ['example', variant],
    budget: { time: WATCHING },
    config: { units: 64, optimizer: 'adam', ...settings, batchSize: BATCH_SIZE, epochs, seed, backend: backend.name },
    probe: {
      ...shown,
      tokens: probe.map((one) => shownWords(one.words, MOST, words)),
      labels: probe.map(({ label }) => CLASS_NAMES[label]!),
      classNames: CLASS_NAMES,
    },
  });
  const [learned, held] = [train, validation].map((rows) => tensorsOf(tf, rows, lengths, words));
  const { history } = await model.fit(learned!.x, learned!.y, {
    epochs,
    batchSize: BATCH_SIZE,
    validationData: [held!.x, held!.y],
    verbose: 0,
    callbacks: [monitor, showProgress(tf, { epochs, steps: Math.ceil(train.length / BATCH_SIZE) }, say)],
  });
  const labels = test.map(({ label }) => label);
  const guesses = tf.tidy(() =>
    (model.predict(tensorsOf(tf, test, lengths, words).x, { batchSize: 512 }) as TensorFlow.Tensor2D)
      .argMax(-1)
      .dataSync(),
  );
  say(describeResult(labels, guesses));
  return {
    run: monitor.run.id,
    losses: history.loss as number[],
    validationLosses: history.val_loss as number[],
    figures: { accuracy: shareRight(labels, guesses), majority: shareOfMajority(labels) },
  };
}

async function sentences(seed: number, rows?: number): Promise<Split> {
  const found = await ensureSentences();
  if (!('films' in found)) {
    throw new Error(`rated sentences: ${found.reason} — run it again where pip reaches PyPI`);
  }
  const rated = [found.films, found.products].flatMap((path) => readRated(readFileSync(path, 'utf8'), path));
  return splitRated(rated, seed, rows);
}

/** Token numbers [rows, steps] and one-hot classes [rows, 2]; the caller disposes of them. */
function tensorsOf(tf: typeof TensorFlow, rows: readonly Labelled[], lengths: Lengths, words: Vocabulary) {
  const ids = encode(
    rows.map((one) => one.words),
    lengths,
    words,
  );
  const labels = rows.map(({ label }) => label);
  return {
    x: tf.tensor2d(ids, [rows.length, lengths.steps]),
    y: tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), 2).toFloat() as TensorFlow.Tensor2D),
  };
}

function lstmOf(model: TensorFlow.LayersModel): TensorFlow.layers.Layer {
  return model.layers.find((layer) => layer.getClassName() === 'LSTM')!;
}

/** Sets the bias of an LSTM's forget gate. tfjs keeps the gates side by side as i, f, c, o. */
function setForgetBias(tf: typeof TensorFlow, layer: TensorFlow.layers.Layer, value: number): void {
  const weights = layer.getWeights();
  const units = weights[2]!.shape[0]! / 4;
  const bias = Array.from(weights[2]!.dataSync(), (b, k) => (Math.floor(k / units) === 1 ? value : b));
  layer.setWeights([...weights.slice(0, 2), tf.tensor1d(bias)]);
}
