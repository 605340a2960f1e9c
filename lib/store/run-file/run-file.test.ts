import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EMPTY_CURSOR } from '../../protocol/delta.ts';
import { openStore } from '../open-store.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../sqlite/schema.ts';
import { EMPTY_BATCH, newRun, scalars } from '../testing/records.ts';
import { exportRunFile } from './export-run-file.ts';
import { importRunFile } from './import-run-file.ts';
import { openRunFile } from './open-run-file.ts';
import { runDigest } from './run-digest.ts';
import { FILE_TABLES, runTables } from './run-tables.ts';
import { carryOut } from './work.ts';

const FIXTURES = new URL('../../../data/fixtures/', import.meta.url);

let folder = '';
const at = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unrolled-run-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A store of two runs whose rows lie between each other's, with all kinds of records and all kinds of numbers. */
async function madeStore(name: string, others = 1): Promise<string> {
  const file = at(name);
  const store = await openStore(file);
  for (let i = 0; i < others; i++) await store.createRun(newRun(`other-${i}`));
  await store.createRun(newRun('kept', { name: '<img src=x onerror=alert(1)>', notes: 'naïve 你好 \u0000 end' }));
  for (const [turn, value] of [Number.NaN, Infinity, -Infinity, -0, 0.1 + 0.2, 5e-324].entries()) {
    if (others > 0) await store.append('other-0', 0, scalars([['loss', turn, 1 / (turn + 1)]]));
    await store.append('kept', 0, {
      ...scalars([
        ['loss', turn, value],
        ['val/loss', turn, turn],
      ]),
      tensors: [tensorOf(turn, 'kept')],
      events: [eventOf(turn)],
      epochs: [{ epoch: turn + 1, step: turn, firstStep: turn, wallMs: 5, snapshot: turn % 2 === 0 }],
      verdicts: turn === 2 ? [VERDICT] : [],
    });
    if (others > 0) await store.append('other-0', 0, { ...EMPTY_BATCH, tensors: [tensorOf(turn, 'other')] });
  }
  await store.openSegment('kept', 6, 1_700_000_100_000);
  await store.append('kept', 1, scalars([['loss', 6, 7]]));
  await store.updateRun('kept', { status: 'finished', finishedMs: 9, dropped: { 'too-large': 2 } });
  await store.close();
  return file;
}

function tensorOf(turn: number, text: string) {
  const about = { name: 'state_h', layer: 'lstm_1', step: turn, epoch: turn + 1, wallMs: turn };
  const data = new TextEncoder().encode(`${text} ${turn}`);
  return { ...about, dtype: 'uint8' as const, shape: [data.length], axes: ['byte'], attributes: { at: turn }, data };
}

function eventOf(turn: number) {
  return {
    kind: 'log' as const,
    level: 'info' as const,
    step: turn,
    epoch: 1,
    wallMs: 3,
    message: `<b>${turn}`,
    data: {},
  };
}

const VERDICT = {
  id: 'VAN-T/lstm_1',
  rule: 'VAN-T' as const,
  severity: 'warning' as const,
  layer: 'lstm_1',
  onsetEpoch: 2,
  announcedEpoch: 3,
  endEpoch: null,
  evidence: [],
  remedies: [],
};

/** All that a store says of a run, without what a store gives out itself. */
async function saidOf(file: string, id: string): Promise<unknown> {
  const store = await openStore(file, { readOnly: true });
  try {
    const { run, segments, series, points, moments, tensors, events, epochs, verdicts } = await store.tail(
      id,
      EMPTY_CURSOR,
    );
    const bytes = await Promise.all(tensors.map((tensor) => store.tensorBytes(tensor.id)));
    const anonymous = <T extends { readonly id: number }>(list: readonly T[]) => list.map(({ id: _, ...rest }) => rest);
    const signs = points.map(({ values }) => [...values].map((value) => Object.is(value, -0)));
    const said = { segments, moments, epochs, verdicts, bytes, signs };
    return {
      ...said,
      run: { ...run, colour: 0 },
      ...{
        series: anonymous(series),
        points: anonymous(points),
        tensors: anonymous(tensors),
        events: anonymous(events),
      },
    };
  } finally {
    await store.close();
  }
}

test('a run goes into a file and into another store without loss, and the digest is the same at every turn', async () => {
  const first = await madeStore('a.db');
  const out = await exportRunFile(first, 'kept', at('kept.unrolled'));
  const third = at('c.db');
  const other = await openStore(third);
  await other.createRun(newRun('native'));
  await other.append('native', 0, { ...scalars([['loss', 1, 1]]), tensors: [tensorOf(1, 'native')] });
  await other.close();
  const brought = await importRunFile(third, out.file);
  expect(brought).toMatchObject({ id: 'kept', outcome: 'imported', digest: out.digest });
  expect(await saidOf(third, 'kept')).toEqual(await saidOf(first, 'kept'));
  const again = await exportRunFile(third, 'kept', at('again.unrolled'));
  expect(again.digest).toBe(out.digest);
  expect((await saidOf(third, 'native')) as object).toMatchObject({ tensors: [{ name: 'state_h' }] });
});

test('a run that is imported goes on as a run of this store: its ids lie above those in use, its colour is the next', async () => {
  const first = await madeStore('a.db');
  const { file } = await exportRunFile(first, 'kept', at('kept.unrolled'));
  const target = await madeStore('b.db', 2);
  await importRunFile(target, file, { as: 'twin' });
  const store = await openStore(target);
  const colours = (await store.listRuns()).map(({ info }) => info.colour);
  expect(new Set(colours).size).toBe(colours.length);
  await store.append('twin', 1, { ...scalars([['loss', 7, 8]]), tensors: [tensorOf(9, 'more')] });
  const { tensors, points } = await store.tail('twin', EMPTY_CURSOR);
  expect(tensors.map(({ id }) => id)).toEqual(tensors.map(({ id }) => id).sort((a, b) => a - b));
  expect(points.at(-1)?.steps).toEqual(Float64Array.of(6, 7));
  await store.close();
});

test('the same content gives the same bytes, wherever it lies and whatever lies beside it', async () => {
  const one = await exportRunFile(await madeStore('a.db', 0), 'kept', at('one.unrolled'));
  const two = await exportRunFile(one.file, 'kept', at('two.unrolled'));
  expect(readFileSync(two.file).equals(readFileSync(one.file))).toBe(true);
  const three = await exportRunFile(await madeStore('b.db', 3), 'kept', at('three.unrolled'));
  expect(three.digest).toBe(one.digest);
});

test('any change of content changes the digest', async () => {
  const store = await madeStore('a.db');
  const digests = new Set([(await exportRunFile(store, 'kept', at('0.unrolled'))).digest]);
  const changes = [
    'UPDATE point SET value = 0 WHERE series = (SELECT min(id) FROM series WHERE run = 2) AND step = 3',
    "UPDATE run SET notes = notes || ' ' WHERE number = 2",
    "UPDATE tensor SET data = x'00', bytes = 1 WHERE id = (SELECT max(id) FROM tensor WHERE run = 2)",
    'UPDATE epoch SET snapshot = 1 - snapshot WHERE epoch = 4',
    'UPDATE heartbeat SET ms = ms + 1 WHERE run = 2',
    'DELETE FROM event WHERE id = (SELECT max(id) FROM event WHERE run = 2)',
  ];
  for (const [i, sql] of changes.entries()) {
    const database = new Database(store);
    expect(database.prepare(sql).run().changes).toBe(1);
    database.close();
    digests.add((await exportRunFile(store, 'kept', at(`${i + 1}.unrolled`))).digest);
  }
  expect(digests.size).toBe(changes.length + 1);
});

test('importing twice changes nothing; another state of the run is refused unless it gets an id of its own', async () => {
  const first = await madeStore('a.db');
  const { file } = await exportRunFile(first, 'kept', at('kept.unrolled'));
  const target = at('b.db');
  await importRunFile(target, file);
  const counts = () => {
    const database = new Database(target, { readonly: true });
    const found = runTables(database).map(({ name }) => database.prepare(`SELECT count(*) FROM ${name}`).pluck().get());
    database.close();
    return found;
  };
  const before = counts();
  expect(await importRunFile(target, file)).toMatchObject({ outcome: 'here' });
  expect(counts()).toEqual(before);
  const store = await openStore(target);
  await store.updateRun('kept', { notes: 'written here' });
  await store.close();
  await expect(importRunFile(target, file)).rejects.toMatchObject({
    code: 'run-differs',
    message: expect.stringMatching(/"kept" is in the data folder with another content.*--as NEWID/),
  });
  expect(counts()).toEqual(before);
  expect(await importRunFile(target, file, { as: 'kept-2' })).toMatchObject({ id: 'kept-2', outcome: 'imported' });
  expect(await importRunFile(target, file, { as: 'kept-2' })).toMatchObject({ outcome: 'here' });
  await expect(importRunFile(target, file, { as: '../x' })).rejects.toMatchObject({ code: 'bad-id' });
});

test('notes go along, what was deleted stays in the bin of its folder, and a deleted run is found there', async () => {
  const file = await madeStore('a.db');
  const store = await openStore(file);
  const about = { epoch: 2, step: null, view: 'states', link: '/states/?epoch=2', author: null };
  await store.addNote('kept', { ...about, text: 'here it <b>turns</b>' }, 7);
  const { id } = await store.addNote('kept', { ...about, text: 'my secret' }, 8);
  await store.editNote('kept', id, { deleted: true }, 9);
  const out = await exportRunFile(file, 'kept', at('kept.unrolled'));
  expect(readFileSync(out.file).includes('my secret')).toBe(false);
  expect(readFileSync(out.file).includes('here it <b>turns</b>')).toBe(true);
  expect(await importRunFile(file, out.file)).toMatchObject({ outcome: 'here' });
  await store.editRuns(['kept'], { deleted: true }, 10);
  expect(await importRunFile(file, out.file)).toMatchObject({ outcome: 'bin' });
  expect((await exportRunFile(file, 'kept', at('again.unrolled'))).digest).toBe(out.digest);
  await importRunFile(at('b.db'), out.file);
  const other = await openStore(at('b.db'));
  expect((await other.listNotes('kept')).map(({ text }) => text)).toEqual(['here it <b>turns</b>']);
  expect((await other.getRun('kept')).info.deletedMs).toBeNull();
  await other.close();
  await store.close();
});

test('a file that is cut off anywhere, not ours, newer, altered or absent is told as what it is, and nothing is read of it', async () => {
  const { file, bytes } = await exportRunFile(await madeStore('a.db'), 'kept', at('kept.unrolled'));
  const target = at('b.db');
  const refused = async (name: string, code: string, message: RegExp) => {
    await expect(importRunFile(target, at(name)), name).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  };
  for (const [i, size] of [7, 99, 100, 4_096, bytes >> 1, bytes - 1].entries()) {
    cpSync(file, at(`cut-${i}`));
    truncateSync(at(`cut-${i}`), size);
    await refused(`cut-${i}`, 'truncated', /cut off, \d+( of \d+)? bytes are here — copy or export it again/);
  }
  writeFileSync(at('empty'), '');
  await refused('empty', 'truncated', /cut off, 0 bytes/);
  writeFileSync(at('text'), 'hello');
  await refused('text', 'foreign-file', /no SQLite file, not a run of Unrolled's/);
  new Database(at('foreign')).exec('CREATE TABLE a (b)').close();
  await refused('foreign', 'foreign-file', /an SQLite file of another program/);
  await refused('a.db', 'foreign-file', /data folder with all its runs \(open the folder: unrolled DIR\)/);
  await refused('nowhere', 'absent', /not there — look at the path/);
  altered(file, at('newer'), `PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  await refused('newer', 'newer-schema', /written by a newer Unrolled \(schema \d+, this one knows \d+\) — update/);
  altered(file, at('point'), 'UPDATE point SET value = 1 WHERE step = 2');
  await refused('point', 'corrupt', /its content is not what was exported/);
  altered(
    file,
    at('link'),
    "INSERT INTO note (run, link, text, created_ms, revision) VALUES (1, 'javascript:alert(1)', 'x', 1, 1)",
  );
  redigested(at('link'));
  await refused('link', 'corrupt', /a note in it links to another place/);
  altered(file, at('trigger'), 'CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM run; END');
  await refused('trigger', 'foreign-file', /a file with other tables/);
  const bent = readFileSync(file);
  bent.fill(0xff, bytes - 4_096, bytes - 3_000);
  writeFileSync(at('bent'), bent);
  await refused('bent', 'corrupt', /damaged/);
  const store = await openStore(target);
  expect(await store.listRuns()).toEqual([]);
  await store.close();
});

/** As somebody would leave a file who knows how the digest is made. */
function redigested(file: string): void {
  const database = new Database(file);
  const work = runDigest(database, 1);
  let step = work.next();
  while (!step.done) step = work.next();
  database.prepare("UPDATE meta SET value = ? WHERE key = 'digest'").run(step.value);
  database.close();
}

function altered(from: string, to: string, sql: string): void {
  cpSync(from, to);
  new Database(to).exec(sql).close();
}

test('an export that is not finished leaves nothing under its name, and none writes over a file unless told to', async () => {
  const store = await madeStore('a.db');
  await expect(exportRunFile(store, 'nobody', at('x.unrolled'))).rejects.toMatchObject({ code: 'unknown-run' });
  await expect(exportRunFile(at('no.db'), 'kept', at('x.unrolled'))).rejects.toMatchObject({ code: 'absent' });
  writeFileSync(at('mine'), 'precious');
  await expect(exportRunFile(store, 'kept', at('mine'))).rejects.toMatchObject({ code: 'file-exists' });
  expect(readFileSync(at('mine'), 'utf8')).toBe('precious');
  await exportRunFile(store, 'kept', at('mine'), { force: true });
  (await openRunFile(at('mine'))).close();
  expect(readdirSync(folder).filter((name) => name.includes('part') || name.startsWith('x'))).toEqual([]);
});

test('a store can be read in a one-file run, and is never written', async () => {
  const { file } = await exportRunFile(await madeStore('a.db'), 'kept', at('kept.unrolled'));
  const store = await openStore(file, { readOnly: true });
  expect((await store.listRuns()).map(({ info }) => info.id)).toEqual(['kept']);
  await store.close();
  await expect(openStore(file)).rejects.toMatchObject({ code: 'read-only' });
});

test.each(readdirSync(FIXTURES).filter((name) => /^schema-\d+\.db$/.test(name)))(
  'the run recorded in %s is exported, imported and exported again with one digest',
  async (name) => {
    cpSync(new URL(name, FIXTURES), at(name));
    const store = await openStore(at(name));
    const { id } = (await store.listRuns())[0]!.info;
    await store.close();
    const out = await exportRunFile(at(name), id, at('out.unrolled'));
    await importRunFile(at('b.db'), out.file);
    expect((await exportRunFile(at('b.db'), id, at('again.unrolled'))).digest).toBe(out.digest);
  },
);

test('a one-file run of an older schema is imported as it is, and stays as it was', async () => {
  // as an Unrolled of schema 1 would have written it: our tables of today without what came later
  const { file } = await exportRunFile(await madeStore('a.db'), 'kept', at('kept.unrolled'));
  const old = new Database(at('old.unrolled'));
  old.exec(MIGRATIONS[0]!);
  old.prepare('ATTACH ? AS new').run(file);
  for (const { name } of runTables(old)) {
    const columns = old.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(name).join(', ');
    old.exec(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM new.${name}`);
  }
  old.exec('DETACH new');
  const digest = await carryOut(runDigest(old, 1));
  old.prepare("INSERT INTO meta (key, value) VALUES ('digest', ?), ('store_id', 'x')").run(digest);
  old.exec(`PRAGMA application_id = ${0x554e5246}; PRAGMA user_version = 1`);
  old.close();
  const before = readFileSync(at('old.unrolled'));
  expect(await importRunFile(at('b.db'), at('old.unrolled'))).toMatchObject({ outcome: 'imported' });
  expect(await saidOf(at('b.db'), 'kept')).toEqual(await saidOf(at('a.db'), 'kept'));
  expect(readFileSync(at('old.unrolled')).equals(before)).toBe(true);
});

test('every table of the schema belongs to a run or is known to be about the file', () => {
  const database = new Database(':memory:');
  for (const sql of MIGRATIONS) database.exec(sql);
  const names = runTables(database).map(({ name }) => name);
  const all = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck();
  expect([...names, ...FILE_TABLES].sort()).toEqual((all.all() as string[]).sort());
  database.exec('CREATE TABLE forgotten (run_id TEXT PRIMARY KEY, text TEXT)');
  expect(() => runTables(database)).toThrow('table forgotten belongs to no run');
  database.exec('DROP TABLE forgotten; CREATE TABLE remark (id INTEGER PRIMARY KEY, event INTEGER REFERENCES event)');
  const remark = runTables(database).find(({ name }) => name === 'remark');
  expect(remark).toMatchObject({ owner: 'event', idColumn: 'id' });
  database.close();
});
