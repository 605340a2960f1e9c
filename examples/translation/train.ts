import type * as TensorFlow from '@tensorflow/tfjs';
import { unrolled } from 'unrolled/callbacks';
import { type Example, type Outcome, type Request, type Variant, WATCHING } from '../example.ts';
import { showProgress } from '../progress.ts';
import { corpusOf } from './corpus.ts';
import { decode } from './decode.ts';
import { ATTENTION, translator } from './model.ts';
import type { Pair } from './pair.ts';
import { tensorsOf } from './tensors.ts';
import { sourceIds, type Vocabularies, vocabulariesOf } from './vocabulary.ts';

const PAIRS = 5000;
const EPOCHS = 10;
const BATCH_SIZE = 64;
const RATE = 5e-3;
const UNITS = 64;
/** Validation pairs the dashboard shows. */
const PROBE_ROWS = 24;
/** Of them, those whose translation is printed at the end of every epoch. */
const SAMPLES = 3;

/** What the variants do differently: the sick one lets the attention see the padding behind a sentence. */
const MASK_SOURCE: { readonly [variant in Variant]: boolean } = { healthy: true, sick: false, remedied: true };

/** English dates and numbers into Chinese, with attention whose right place is known. */
export const translation: Example = {
  title: 'dates and numbers, English to Chinese',
  illness: {
    cause: 'nothing masks the padding behind the English sentences, so attention falls on it',
    rule: 'ATT',
    remedies: ['mask-padding'],
  },
  view: 'attention',
  train,
};

async function train({ backend, variant, seed, glance, say }: Request): Promise<Outcome> {
  const { tf } = backend;
  const corpus = corpusOf(glance?.rows ?? PAIRS, seed);
  const words = vocabulariesOf([...corpus.train, ...corpus.validation, ...corpus.test]);
  const epochs = glance?.epochs ?? EPOCHS;
  say(
    `Data: dates as ICU ${process.versions.icu} of this Node writes them, numbers as n2words (MIT) does; exact, generated`,
  );
  say(
    `Training LSTM(64) → attention → LSTM(64) on ${corpus.train.length} pairs of at most ${words.sourceSteps} English and ` +
      `${words.targetSteps} Chinese steps; ${corpus.validation.length} to validate, ${corpus.test.length} to test`,
  );
  const settings = { units: UNITS, rate: RATE, maskSource: MASK_SOURCE[variant], seed };
  const model = translator(tf, words, settings);
  const probe = corpus.validation.slice(0, PROBE_ROWS);
  const { x, y } = tensorsOf(tf, probe, words);
  const monitor = await unrolled(model, {
    tf,
    project: 'translation',
    name: `${variant}-${seed}`,
    group: variant,
    tags: ['example', variant],
    config: { optimizer: 'adam', ...settings, batchSize: BATCH_SIZE, epochs, backend: backend.name },
    attention: [ATTENTION],
    budget: { time: WATCHING },
    probe: {
      x,
      y,
      tokens: probe.map(({ source }) => source),
      targetTokens: probe.map(({ target }) => target),
      alignment: probe.map(({ alignment }) => alignment),
      decode: () => decodeAloud(tf, model, probe, words, say),
      labels: probe.map(({ english }) => english),
      classNames: words.target.tokens,
    },
  });
  const [learned, held] = [tensorsOf(tf, corpus.train, words), tensorsOf(tf, corpus.validation, words)];
  const { history } = await model.fit(learned.x, learned.y, {
    epochs,
    batchSize: BATCH_SIZE,
    validationData: [held.x as never, held.y],
    verbose: 0,
    callbacks: [monitor, showProgress(tf, { epochs, steps: Math.ceil(corpus.train.length / BATCH_SIZE) }, say)],
  });
  const figures = await shareExact(tf, model, corpus.test, words);
  say(`Held out and translated exactly: dates ${percent(figures.dates)}, numbers ${percent(figures.numbers)}`);
  return {
    run: monitor.run.id,
    losses: history.loss as number[],
    validationLosses: history.val_loss as number[],
    figures,
  };
}

/** What the model makes of these sentences; prints some of it, and beside it what is right. */
async function decodeAloud(
  tf: typeof TensorFlow,
  model: TensorFlow.LayersModel,
  pairs: readonly Pair[],
  words: Vocabularies,
  say: (line: string) => void,
): Promise<string[][]> {
  const said = await decode(tf, model, sourceIds(pairs, words), words);
  pairs.slice(0, SAMPLES).forEach(({ english, target }, i) => {
    const [own, right] = [said[i]!.join(''), target.join('')];
    say(`    ${english} → ${own}${own === right ? '' : `  (right: ${right})`}`);
  });
  return said;
}

/** Shares of dates and of numbers whose translation is right in every character. */
export async function shareExact(
  tf: typeof TensorFlow,
  model: TensorFlow.LayersModel,
  pairs: readonly Pair[],
  words: Vocabularies,
): Promise<{ dates: number; numbers: number }> {
  const said = await decode(tf, model, sourceIds(pairs, words), words);
  const share = (kind: Pair['kind']) => {
    const own = pairs.flatMap((pair, i) => (pair.kind === kind ? [pair.target.join('') === said[i]!.join('')] : []));
    return own.filter(Boolean).length / own.length;
  };
  return { dates: share('date'), numbers: share('number') };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
