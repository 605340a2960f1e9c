// node scripts/run.mjs scripts/record-fixture.ts: records data/fixtures/schema-N.db by the schema of this version. One is
// recorded when a schema is new, and never again: it stands for the files people have.
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { unrolled } from '../callbacks/node.ts';
import { loadBackend } from '../examples/backend.ts';
import { STORE_FILE } from '../lib/store/open-store.ts';
import { SCHEMA_VERSION } from '../lib/store/sqlite/schema.ts';
import { repository } from './setup/repository.mjs';

const target = join(repository, 'data', 'fixtures', `schema-${SCHEMA_VERSION}.db`);
if (existsSync(target)) throw new Error(`${target}: there already — a recorded schema is never recorded again`);
const TIME = 12;
const CLASSES = 3;
const { tf } = await loadBackend();
const labels = Array.from({ length: 24 }, (_, i) => i % CLASSES);
const x = tf
  .oneHot(
    tf.tensor2d(
      labels.map((label, i) => Array.from({ length: TIME }, (_, t) => (t === 0 ? label : (i * 7 + t * 5) % CLASSES))),
      undefined,
      'int32',
    ),
    CLASSES,
  )
  .toFloat();
const y = tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES).toFloat();
const kernel = (seed: number) => tf.initializers.glorotUniform({ seed });
const model = tf.sequential();
model.add(
  tf.layers.lstm({
    units: 6,
    inputShape: [TIME, CLASSES],
    kernelInitializer: kernel(1),
    recurrentInitializer: kernel(2),
  }),
);
model.add(tf.layers.dense({ units: CLASSES, activation: 'softmax', kernelInitializer: kernel(3) }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: tf.train.adam(0.01), metrics: ['accuracy'] });

const dir = mkdtempSync(join(tmpdir(), 'unrolled-fixture-'));
const monitor = await unrolled(model, {
  tf,
  dir,
  project: 'fixture',
  name: 'recorded',
  memory: 11,
  console: false,
  budget: { time: 1 },
});
await model.fit(x, y, {
  epochs: 3,
  batchSize: 8,
  shuffle: false,
  validationData: [x, y],
  verbose: 0,
  callbacks: monitor,
});
await monitor.run.finish();
// nothing of the machine it was recorded on
const database = new Database(join(dir, STORE_FILE));
database.exec("UPDATE run SET environment = '{}', host = 'recorded'; DELETE FROM event WHERE kind = 'diff'; VACUUM");
database.pragma('journal_mode = DELETE');
database.close();
renameSync(join(dir, STORE_FILE), target);
rmSync(dir, { recursive: true });
console.log(`recorded ${target}`);
