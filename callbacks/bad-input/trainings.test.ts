import type * as tfjs from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../../examples/backend.ts';
import { clipGradients } from '../clipping.ts';
import type { Tf } from '../tfjs-instance.ts';
import { FEATURES, frames, plain, ROWS, sequence, TIME } from './subjects.ts';
import { fitWith, harmless, type Ours, type Subject, type Trial } from './trial.ts';

let tf: Tf;
beforeAll(async () => {
  tf = (await loadBackend()).tf;
});

interface Expected {
  readonly status?: string;
  readonly detail?: string | RegExp;
  readonly error?: string;
  /** Epochs recorded. */
  readonly epochs: number;
  readonly steps: number;
  readonly warnings?: readonly string[];
  readonly notes?: readonly string[];
}

type Fit = (tf: Tf, subject: Subject, ours: Ours) => Promise<unknown>;
/** What nothing can be said of where states are NaN. */
const NOT_FINITE = ['units', 'gate saturation', 'spectra', 'Lyapunov exponents', 'fixed points'].map(
  (what) => `${what} of lstm_1`,
);

const fitting =
  (more: object | ((tf: Tf, subject: Subject) => object) = {}): Fit =>
  (tf, subject, ours) =>
    subject.model.fit(
      subject.x as tfjs.Tensor,
      subject.y as tfjs.Tensor,
      fitWith(ours, typeof more === 'function' ? more(tf, subject) : more),
    );

function beside(tf: Tf, ours: Ours, callback: object, first = false): object {
  const theirs = new tf.CustomCallback(callback as never);
  return { callbacks: first ? [theirs, ...ours] : [...ours, theirs] };
}

function throwing(at: string): Fit {
  return (tf, subject, ours) =>
    fitting(
      beside(tf, ours, {
        [at]: async () => {
          throw new Error('theirs');
        },
      }),
    )(tf, subject, ours);
}

const rnn = (layers: (tf: Tf) => readonly unknown[]) => (tf: Tf) => sequence(tf, layers(tf));
const small = (tf: Tf) => [
  tf.layers.simpleRNN({ units: 3, inputShape: [TIME, FEATURES] }),
  tf.layers.dense({ units: 1 }),
];

/** Data of a dataset; its third batch of another shape when asked. */
function batches(tf: Tf, wrongThird = false) {
  return tf.data.generator(function* () {
    for (let i = 0; i < 3; i++) {
      const features = wrongThird && i === 2 ? FEATURES + 1 : FEATURES;
      yield { xs: frames(tf, [4, TIME, features], i), ys: frames(tf, [4, 1], i + 9) };
    }
  } as never);
}

const cases: { readonly [title: string]: Trial & Expected } = {
  'epochs of one batch': { make: (tf) => plain(tf, 4), epochs: 3, steps: 3 },
  'a batch of one, a probe of one': {
    make: (tf) => plain(tf, 1),
    train: fitting({ batchSize: 1 }),
    epochs: 3,
    steps: 3,
  },
  'fitDataset that does not say how many steps': {
    make: plain,
    train: (tf, { model }, ours) => model.fitDataset(batches(tf) as never, fitWith(ours, { batchSize: undefined })),
    epochs: 3,
    steps: 9,
    notes: ['no probe: there are no snapshots'],
  },
  'data that do not fit in the third batch': {
    make: plain,
    train: (tf, { model }, ours) =>
      model.fitDataset(batches(tf, true) as never, fitWith(ours, { batchSize: undefined })),
    error: 'is incompatible with layer',
    status: 'failed',
    epochs: 0,
    steps: 2,
  },
  'stopTraining by another callback': {
    make: plain,
    train: (tf, subject, ours) => {
      const stop = {
        onEpochEnd: async (epoch: number) => {
          subject.model.stopTraining = epoch === 1;
        },
      };
      return fitting(beside(tf, ours, stop))(tf, subject, ours);
    },
    epochs: 2,
    steps: 6,
  },
  'a callback that throws after a batch': {
    ...{ make: plain, train: throwing('onBatchEnd'), error: 'theirs', status: 'failed', epochs: 0, steps: 1 },
    detail: 'Error: theirs',
  },
  'a callback that throws after an epoch': {
    ...{ make: plain, train: throwing('onEpochEnd'), error: 'theirs', status: 'failed', epochs: 1, steps: 3 },
    detail: 'Error: theirs',
  },
  'a loss that throws at the second step': {
    make: (tf) => {
      const made = plain(tf);
      let calls = 0;
      const loss = (target: tfjs.Tensor, output: tfjs.Tensor) => {
        // tfjs calls it once a step; the probe's pass calls it between the epochs
        if (++calls === 2) throw new Error('their loss');
        return tf.mean(tf.square(tf.sub(target, output)), -1);
      };
      made.model.compile({ loss, optimizer: tf.train.sgd(0.1) });
      return made;
    },
    error: 'their loss',
    status: 'failed',
    epochs: 0,
    steps: 1,
  },
  'two monitors on one model': { make: plain, monitors: 2, epochs: 3, steps: 9 },
  'fit called twice, one after another': {
    make: plain,
    train: async (tf, subject, ours) => {
      await fitting()(tf, subject, ours);
      return fitting()(tf, subject, ours);
    },
    epochs: 6,
    steps: 18,
  },
  'fit called twice at the same time': {
    make: plain,
    train: async (tf, subject, ours) => {
      const running = fitting()(tf, subject, ours);
      const second = await fitting()(tf, subject, ours).catch(String);
      expect(second).toContain('another fit() call is ongoing');
      return running;
    },
    epochs: 3,
    steps: 9,
  },
  'compile with another optimizer after watching, the old one clipped': {
    make: plain,
    train: async (tf, subject, ours) => {
      const clipping = clipGradients(subject.model.optimizer, { norm: 0.01, tf });
      subject.model.compile({ loss: 'meanSquaredError', optimizer: tf.train.sgd(0.1) });
      try {
        return await fitting()(tf, subject, ours);
      } finally {
        clipping.release();
      }
    },
    epochs: 3,
    steps: 9,
  },
  'compile with another optimizer between two fits': {
    make: plain,
    train: async (tf, subject, ours) => {
      await fitting()(tf, subject, ours);
      subject.model.optimizer.dispose();
      subject.model.compile({ loss: 'meanAbsoluteError', optimizer: tf.train.sgd(0.1) });
      return fitting()(tf, subject, ours);
    },
    epochs: 6,
    steps: 18,
  },
  'a model disposed after training': {
    make: plain,
    train: async (tf, subject, ours) => {
      const { history } = (await fitting()(tf, subject, ours)) as { history: unknown };
      subject.model.dispose();
      return { history };
    },
    epochs: 3,
    steps: 9,
  },
  'a model disposed in the middle of training': {
    make: plain,
    train: (tf, subject, ours) => {
      const dispose = { onEpochEnd: async (epoch: number) => void (epoch === 0 && subject.model.dispose()) };
      return fitting(beside(tf, ours, dispose))(tf, subject, ours);
    },
    error: 'disposed',
    status: 'failed',
    epochs: 1,
    steps: 3,
  },
  'states beyond what half precision holds': {
    make: (tf) => {
      const made = rnn((tf) => [
        tf.layers.simpleRNN({ units: 3, activation: 'relu', inputShape: [TIME, FEATURES] }),
        tf.layers.dense({ units: 1 }),
      ])(tf);
      const large = made.model.getWeights().map((weight) => tf.fill(weight.shape, 40));
      made.model.setWeights(large);
      tf.dispose(large);
      return made;
    },
    keepWeights: true,
    epochs: 3,
    steps: 9,
  },
  'weights of NaN from the start': {
    make: (tf) => {
      const made = plain(tf);
      const none = made.model.getWeights().map((weight) => tf.fill(weight.shape, Number.NaN));
      made.model.setWeights(none);
      tf.dispose(none);
      return made;
    },
    keepWeights: true,
    warnings: NOT_FINITE,
    epochs: 3,
    steps: 9,
  },
  'a learning rate of zero': {
    make: (tf) => {
      const made = rnn(small)(tf);
      made.model.compile({ loss: 'meanSquaredError', optimizer: tf.train.sgd(0) });
      return made;
    },
    epochs: 3,
    steps: 9,
  },
  'NaN in the data that are trained on': {
    make: (tf) => {
      const made = plain(tf);
      tf.dispose(made.x as tfjs.Tensor);
      return { ...made, x: tf.fill([ROWS, TIME, FEATURES], Number.NaN) };
    },
    warnings: NOT_FINITE,
    epochs: 3,
    steps: 9,
  },
  'stopOn NAN': {
    make: (tf) => {
      const made = plain(tf);
      tf.dispose(made.x as tfjs.Tensor);
      return { ...made, x: tf.fill([ROWS, TIME, FEATURES], Number.NaN) };
    },
    // bare, the same end is asked for by hand
    train: (tf, subject, ours) => {
      const onBatchEnd = async () => {
        subject.model.stopTraining = true;
      };
      const stop = ours.length > 0 ? {} : { onBatchEnd };
      return fitting(beside(tf, ours, stop))(tf, subject, ours);
    },
    options: () => ({ stopOn: ['NAN'] }),
    // the epoch it is stopped in is the last: everything is looked at
    warnings: NOT_FINITE,
    status: 'stopped',
    epochs: 1,
    steps: 1,
  },
};

for (const [
  title,
  { status = 'finished', detail, error, epochs, steps, warnings = [], notes = [], ...trial },
] of Object.entries(cases)) {
  test(title, async () => {
    const watched = await harmless(tf, trial);
    if (error === undefined) expect(watched.error).toBeNull();
    else expect(watched.error).toContain(error);
    for (const { info, delta, series } of watched.runs) {
      expect(info.status).toBe(status);
      if (detail) expect(info.statusDetail).toMatch(detail);
      expect(delta.epochs).toHaveLength(epochs);
      expect(series('loss', { subset: 'train', per: 'step' })).toHaveLength(steps);
      expect(info.dropped).toEqual({});
    }
    expect(watched.runs).toHaveLength(trial.monitors ?? 1);
    expect(watched.warnings).toHaveLength(warnings.length);
    for (const [i, words] of warnings.entries()) expect(watched.warnings[i]).toContain(words);
    for (const words of notes) expect(watched.notes.join('\n')).toContain(words);
  });
}
