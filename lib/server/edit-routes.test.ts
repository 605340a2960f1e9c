import { afterEach, beforeEach, expect, test } from 'vitest';
import { Stage, until } from './testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.end());

interface Answer {
  readonly status: number;
  readonly body: { readonly error?: { readonly code: string; readonly message: string } } & Record<string, unknown>;
}

async function ask(url: string, method: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers: { ...type, ...headers }, ...sent });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** A server with one run, and a page that follows list and run. */
async function watched() {
  const writer = await stage.write();
  await writer.create('a');
  const server = await stage.serve();
  const client = stage.connect(server.url);
  await until(client.runs, ({ runs }) => runs.length === 1);
  const run = client.openRun('a');
  await until(run, ({ data }) => data !== null);
  return { client, run, writer, api: `${server.url}/api/v1` };
}

test('a rename reaches every open page, its list and its run, and a recorder does not undo it', async () => {
  const { client, run, writer } = await watched();
  const info = await client.edits.run('a', { name: 'renamed', tags: ['x', 'x ', 'y'] });
  expect(info).toMatchObject({ name: 'renamed', tags: ['x', 'y'] });
  await until(client.runs, ({ runs }) => runs[0]?.info.name === 'renamed');
  await until(run, ({ data }) => data?.info.name === 'renamed');
  await writer.update('a', { name: 'of the recorder', epochsPlanned: 77 });
  const state = await until(run, ({ data }) => data?.info.epochsPlanned === 77);
  expect(state.data?.info.name).toBe('renamed');
});

test('deleting marks, restoring brings back, and only emptying the bin removes', async () => {
  const { client, writer, api } = await watched();
  await writer.update('a', { status: 'finished' });
  expect((await ask(`${api}/runs/a`, 'DELETE')).status).toBe(200);
  await until(client.runs, ({ runs }) => runs[0]?.info.deletedMs != null);
  expect((await ask(`${api}/runs/a/restore`, 'POST')).body.deletedMs).toBeNull();
  await client.edits.runs(['a'], { deleted: true });
  expect(await client.edits.emptyBin()).toEqual({ removed: ['a'], kept: [] });
  await until(client.runs, ({ runs }) => runs.length === 0);
});

test('a note shows in the open run as soon as it is written, and goes when it is deleted', async () => {
  const { client, run, api } = await watched();
  const place = { epoch: 2, step: 20, view: 'states', link: '/states/?epoch=2' };
  const note = await client.edits.addNote('a', { ...place, text: '<b>look</b>', author: null });
  const { data } = await until(run, ({ data }) => data?.notes.length === 1);
  expect(data?.notes[0]).toEqual(note);
  expect((await ask(`${api}/runs/a/notes`, 'GET')).body).toEqual([note]);
  await client.edits.editNote('a', note.id, { deleted: true });
  await until(run, ({ data }) => data?.notes.length === 0);
  expect((await ask(`${api}/runs/a/notes/${note.id}`, 'PATCH', { deleted: false })).status).toBe(200);
  await until(run, ({ data }) => data?.notes.length === 1);
});

test('what makes no sense is refused with the field and what is needed', async () => {
  const { api } = await watched();
  const refused = async (method: string, path: string, body: unknown) => {
    const answer = await ask(api + path, method, body);
    return [answer.status, answer.body.error?.code, answer.body.error?.message] as const;
  };
  const cases = [
    ['PATCH', '/runs/a', { name: '' }, 'name'],
    ['PATCH', '/runs/a', { name: '<img src=x onerror=alert(1)>' }, 'markup'],
    ['PATCH', '/runs/a', { colour: 3 }, 'colour'],
    ['PATCH', '/runs', { ids: [], edit: {} }, 'ids'],
    ['PATCH', '/runs', { ids: ['a'], edit: { name: 'same' } }, 'name'],
    ['POST', '/runs/a/notes', { text: '  ' }, 'text'],
    ['POST', '/runs/a/notes', { text: 'x', link: 'https://elsewhere.example/' }, 'link'],
    ['POST', '/runs/a/notes', { text: 'x', link: '//elsewhere.example/' }, 'link'],
    ['POST', '/runs/a/notes', { text: 'x', epoch: -1 }, 'epoch'],
  ] as const;
  for (const [method, path, body, word] of cases) {
    const [status, code, message] = await refused(method, path, body);
    expect([status, code, message?.includes(word)], JSON.stringify(body)).toEqual([400, 'bad-request', true]);
  }
  expect((await refused('PATCH', '/runs/nobody', { name: 'x' })).slice(0, 2)).toEqual([404, 'unknown-run']);
  expect((await refused('PATCH', '/runs/a/notes/77', { text: 'x' })).slice(0, 2)).toEqual([404, 'unknown-note']);
  const foreign = await ask(`${api}/runs/a`, 'DELETE', undefined, { origin: 'https://elsewhere.example' });
  expect([foreign.status, foreign.body.error?.code]).toEqual([403, 'foreign-origin']);
});

test('where there is no data folder yet, asking to change a run makes none', async () => {
  const { url } = await stage.serve();
  const answer = await ask(`${url}/api/v1/runs/a`, 'PATCH', { name: 'x' });
  expect([answer.status, answer.body.error?.code]).toEqual([404, 'absent']);
  expect((await ask(`${url}/api/v1/bin`, 'DELETE')).status).toBe(404);
});
