import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeTensor } from '../../protocol/tensor-codec.ts';
import { openStore } from '../open-store.ts';
import { newRun, scalars } from '../testing/records.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './schema.ts';

const text = readFileSync(new URL('../../../docs/schema.md', import.meta.url), 'utf8');
const queries = [...text.matchAll(/```sql\n(.*?)```/gs)].map(([, sql]) => sql!.trim());
const folder = mkdtempSync(join(tmpdir(), 'unrolled-schema-'));
const file = join(folder, 'unrolled.db');
let database: Database.Database;

beforeAll(async () => {
  const store = await openStore(file);
  await store.createRun(newRun('a'));
  const place = { step: 20, epoch: 2, wallMs: 1_700_000_001_500 };
  await store.append('a', 0, {
    ...scalars([
      ['loss', 1, 2],
      ['loss', 2, Number.NaN],
      ['val/loss', 2, 1.5],
      ['val/loss', 20, 1.25],
    ]),
    tensors: [
      {
        ...place,
        name: 'state_h',
        layer: 'lstm_1',
        dtype: 'float16',
        shape: [2],
        axes: ['unit'],
        attributes: {},
        data: encodeTensor([1, 2], 'float16'),
      },
      {
        ...place,
        name: 'decoded',
        layer: null,
        dtype: 'uint8',
        shape: [10],
        axes: ['byte'],
        attributes: { sequences: 1 },
        data: new TextEncoder().encode('[["日"]]'),
      },
    ],
    events: [{ ...place, kind: 'log', level: 'info', message: 'hello', data: {} }],
    epochs: [{ ...place, firstStep: 1, snapshot: true }],
    verdicts: [
      {
        id: 'NAN::2',
        rule: 'NAN',
        severity: 'critical',
        layer: null,
        onsetEpoch: 2,
        announcedEpoch: 2,
        endEpoch: null,
        remedies: [],
        evidence: [
          {
            quantity: 'non-finite',
            epoch: 2,
            value: 1,
            limit: 0,
            relation: 'above',
            severity: 'critical',
            source: 'x',
          },
        ],
      },
    ],
  });
  await store.addNote('a', { ...{ epoch: 2, step: 20, view: 'states', link: '' }, text: 'look', author: null }, 1);
  await store.close();
  database = new Database(file, { readonly: true });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the document shows queries to test', () => {
  expect(queries.length).toBeGreaterThanOrEqual(7);
});

test.each(queries)('this query of docs/schema.md finds something: %s', (sql) => {
  const rows = database.prepare<unknown[], Record<string, unknown>>(sql).all();
  expect(rows.length).toBeGreaterThan(0);
});

test('the best validation loss of the document is the best one', () => {
  const sql = queries.find((each) => each.includes('AS best'))!;
  expect(database.prepare(sql).all()).toEqual([{ run: 'a', run_name: 'run a', step: 20, epoch: 3, best: 1.25 }]);
});

test('the document names every table, and the numbers that tell the file', () => {
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  for (const name of tables) expect(text).toContain(`| \`${name}\` |`);
  expect(text).toContain(`\`PRAGMA application_id\` is ${APPLICATION_ID}`);
  expect(text).toContain(`the schema version: ${SCHEMA_VERSION}.`);
});
