import { expect, test } from 'vitest';
import { decodeRuns, encodeRuns } from './run-list-codec.ts';
import { runRow } from './testing/run-info.ts';

const metric = { name: 'loss', subset: 'val', last: Number.NaN, best: 0.25, min: 0.25, max: Infinity } as const;

test('rows come back as they were, numbers that JSON cannot say too', () => {
  const rows = [
    runRow('a', { config: { lr: 1e-3, nested: { top: -Infinity } }, tags: ['<b>'] }, { metrics: [metric], epoch: 3 }),
    runRow('b', {}, { health: ['healthy', 'nan', 'none'], verdicts: ['VAN-T'], resumes: [{ step: 4, startedMs: 9 }] }),
  ];
  const message = { all: true, more: false, upserts: rows, removed: ['c'] };
  expect(decodeRuns(encodeRuns(message))).toEqual(message);
});

test('what only an open run needs is left out: layers, the words of the probe, the environment', () => {
  const layer = { path: 'lstm_1', className: 'LSTM', units: 2, kind: 'recurrent', hasCellState: true } as const;
  const probe = { digest: 'd', count: 1, inputShape: [2], origin: 'given', labels: ['x'], tokens: [['a']] } as const;
  const row = runRow('a', {
    model: {
      name: 'm',
      parameters: 5,
      loss: 'mse',
      optimizer: 'adam',
      layers: [{ ...layer, config: {}, weights: [] }],
    },
    probe: { ...probe, classNames: null },
    environment: { node: 'v24' },
  });
  const { info } = decodeRuns(encodeRuns({ all: false, more: false, upserts: [row], removed: [] })).upserts[0]!;
  expect(info.model).toEqual({ ...row.info.model, layers: [] });
  expect([info.probe?.digest, info.probe?.labels, info.probe?.tokens, info.environment]).toEqual(['d', null, null, {}]);
});
