import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import { UnrolledError } from '../base/errors.ts';
import { type RunningServer, startServer } from '../server/server.ts';
import { type Opening, RunRecorder } from './run-recorder.ts';
import { readRun, temporaryFolder } from './testing/read-store.ts';
import { threadSink } from './writers.ts';

const TOKEN = 'the-token-of-this-test';
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

let made = 0;
const newRun = () => ({
  id: `run-${process.pid}-${++made}`,
  ...{ project: 'p', name: 'far', group: null, tags: [], notes: '', config: {}, memory: null, environment: {} },
  ...{ startedMs: Date.now(), host: hostname(), pid: process.pid },
});

async function serve(dir: string, port = 0): Promise<RunningServer> {
  const server = await startServer({ dir, port, token: TOKEN });
  ends.push(() => server.close());
  return server;
}

/** A web server that is none of ours. */
async function impostor(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function recorderTo(url: string, said: string[], token: string | null = TOKEN, opening?: Opening): RunRecorder {
  const sink = threadSink({ kind: 'server', url, token });
  return new RunRecorder(sink, opening ?? { kind: 'create', run: newRun() }, (text) => said.push(text));
}

function logSteps(recorder: RunRecorder, from: number, to: number): void {
  for (let step = from; step <= to; step++) recorder.log({ loss: 1 / step }, { step, epoch: 1 });
}

test('a server that goes away and comes back has everything, once, in order, and two lines say so', async () => {
  const dir = temporaryFolder();
  const server = await serve(dir);
  const said: string[] = [];
  const recorder = recorderTo(server.url, said);
  expect(await recorder.opened(5_000)).toBe(true);
  logSteps(recorder, 1, 500);
  await recorder.flush();
  await server.close();
  logSteps(recorder, 501, 1_000);
  expect(await recorder.flush(600)).toBe(false);
  logSteps(recorder, 1_001, 1_500);
  await serve(dir, server.port);
  expect(await recorder.end('finished', null, true)).toBe(true);
  const run = await readRun(dir);
  expect(run.series('loss').map(([step]) => step)).toEqual(Array.from({ length: 1_500 }, (_, i) => i + 1));
  expect(run.info).toMatchObject({ status: 'finished', dropped: {} });
  expect(said.map((line) => /can not be reached|is back/.exec(line)?.[0])).toEqual(['can not be reached', 'is back']);
});

test('an answer that is lost on the way brings nothing twice', async () => {
  const dir = temporaryFolder();
  const server = await serve(dir);
  let cut = 0;
  const url = await impostor(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await fetch(server.url + (request.url ?? ''), {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        authorization: request.headers.authorization ?? '',
      },
      body: Buffer.concat(chunks),
    });
    const text = await answer.text();
    if (cut++ % 2 === 0) response.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  });
  const recorder = recorderTo(url, []);
  logSteps(recorder, 1, 100);
  await recorder.flush();
  logSteps(recorder, 101, 200);
  expect(await recorder.end('finished', null, true)).toBe(true);
  const run = await readRun(dir);
  expect(run.series('loss').map(([step]) => step)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  expect(run.delta.segments).toHaveLength(1);
  expect(run.info.dropped).toEqual({});
});

test('a series that begins after an end is not taken for another', async () => {
  const dir = temporaryFolder();
  const { url } = await serve(dir);
  const recorder = recorderTo(url, []);
  recorder.log({ first: 1, second: 2 }, { step: 1, epoch: 1 });
  await recorder.end('finished', null, false);
  recorder.log({ third: 3 }, { step: 2, epoch: 1 });
  expect(await recorder.end('finished', null, true)).toBe(true);
  const run = await readRun(dir);
  expect([run.series('first'), run.series('second'), run.series('third')]).toEqual([[[1, 1]], [[1, 2]], [[2, 3]]]);
});

test('a wrong token gives up at once, in one line', async () => {
  const { url } = await serve(temporaryFolder());
  const said: string[] = [];
  const recorder = recorderTo(url, said, 'another-token');
  await recorder.opened(5_000);
  expect(recorder.failed).toBe(true);
  logSteps(recorder, 1, 100);
  await recorder.end('finished', null, true);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('token: not the one this server was started with');
});

const NONSENSE: readonly (readonly [RequestListener | null, RegExp])[] = [
  [(_, response) => void response.setHeader('content-type', 'text/html').end('<h1>hi</h1>'), /HTTP 200, text\/html/],
  [(_, response) => void response.writeHead(500).end('no'), /HTTP 500/],
  [(_, response) => void response.end('{"received":"x"}'), /not Unrolled's server/],
  [(_, response) => void response.end('x'.repeat(3_000_000)), /not Unrolled's server/],
  [(request) => void request.socket.destroy(), /can not be reached/],
  // nobody listens there
  [null, /can not be reached/],
];

test('servers that talk nonsense, or none at all: said once, waited for within bounds, what is lost is counted', async () => {
  const recordTo = async ([answer, why]: (typeof NONSENSE)[number]) => {
    const url = answer ? await impostor(answer) : 'http://127.0.0.1:9';
    const said: string[] = [];
    const recorder = recorderTo(url, said);
    await recorder.opened(5_000);
    expect(recorder.failed).toBe(false);
    const began = performance.now();
    logSteps(recorder, 1, 100);
    expect(performance.now() - began).toBeLessThan(500);
    await recorder.end('finished', null, true);
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(why);
    expect(said[1]).toContain('100 points and records could not be delivered and are lost');
  };
  await Promise.all(NONSENSE.map(recordTo));
}, 30_000);

test('a run goes on by id through a server; one that is not there, or lives, is refused', async () => {
  const dir = temporaryFolder();
  const { url } = await serve(dir);
  const first = recorderTo(url, []);
  logSteps(first, 1, 10);
  await first.flush();
  const by = { host: hostname(), pid: process.pid, startedMs: Date.now() };
  const live = recorderTo(url, [], TOKEN, { kind: 'resume', run: first.id, by });
  expect(await live.resumed(5_000)).toMatchObject({ code: 'run-live' });
  await first.end('finished', null, true);
  const nobody = recorderTo(url, [], TOKEN, { kind: 'resume', run: 'nobody', by });
  expect(await nobody.resumed(5_000)).toMatchObject({ code: 'unknown-run' });
  await Promise.all([live.release(true), nobody.release(true)]);
  const again = recorderTo(url, [], TOKEN, { kind: 'resume', run: first.id, by });
  const position = await again.resumed(5_000);
  expect(position).not.toBeInstanceOf(UnrolledError);
  expect(position).toMatchObject({ step: 10, segment: 1, name: 'far' });
  logSteps(again, 11, 20);
  expect(await again.end('finished', null, true)).toBe(true);
  const run = await readRun(dir);
  expect(run.series('loss').map(([step]) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});
