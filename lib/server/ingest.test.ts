import { request } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EMPTY_CURSOR } from '../protocol/delta.ts';
import type { IngestRequest, RunChange } from '../protocol/ingest.ts';
import { encodeIngest } from '../protocol/ingest-codec.ts';
import { pack } from '../protocol/packet.ts';
import { openStore, STORE_FILE } from '../store/open-store.ts';
import { EMPTY_BATCH, newRun, scalars } from '../store/testing/records.ts';
import { Ingest } from './ingest.ts';
import { readIngest } from './read-ingest.ts';
import { startServer } from './server.ts';
import { StoreWriter } from './store-writer.ts';
import { Stage } from './testing/stage.ts';

const TOKEN = 'the-token-of-this-test';
const PATH = '/api/v1/ingest';
let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.end());

interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: Record<string, unknown> & { readonly error?: { readonly code: string; readonly message: string } };
}

/** A request as it is written: `fetch` forbids the Host header. */
function send(
  port: number,
  body: Uint8Array | string,
  headers: { readonly [name: string]: string } = {},
  method = 'POST',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/octet-stream', ...headers };
    const sent = request({ host: '127.0.0.1', port, path: PATH, method, headers: all }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text ? JSON.parse(text) : {} }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const create: RunChange = { kind: 'create', run: newRun('run-1', { host: 'elsewhere', pid: 0 }) };
const losses = (...steps: number[]): RunChange => ({
  kind: 'append',
  batch: scalars(steps.map((step) => ['loss', step, 1 / step])),
});
const packet = (seq: number, changes: readonly RunChange[], more: Partial<IngestRequest> = {}) =>
  encodeIngest({ run: 'run-1', sender: 'sender-1', seq, changes, ...more });

async function stored() {
  const store = await openStore(`${stage.dir}/${STORE_FILE}`, { readOnly: true });
  try {
    return { run: await store.getRun('run-1'), delta: await store.tail('run-1', EMPTY_CURSOR) };
  } finally {
    await store.close();
  }
}

test('what is sent is stored once and in order, whatever is sent again or too early', async () => {
  const { port } = await stage.serve();
  const tensor = {
    ...{ name: 'state_h', layer: 'lstm_1', dtype: 'float32' as const, shape: [2], axes: ['unit'], attributes: {} },
    ...{ step: 2, epoch: 1, wallMs: 5, data: new Uint8Array(Float32Array.of(1, Number.NaN).buffer) },
  };
  const first = packet(1, [create, losses(1, 2)]);
  const second = packet(2, [losses(3), { kind: 'append', batch: { ...EMPTY_BATCH, tensors: [tensor] } }]);
  expect(await send(port, first)).toMatchObject({ status: 200, body: { received: 1, position: { step: 2 } } });
  expect(await send(port, packet(3, [losses(4)]))).toMatchObject({ status: 409, body: { error: { code: 'gap' } } });
  for (let i = 0; i < 3; i++) expect(await send(port, second)).toMatchObject({ status: 200, body: { received: 2 } });
  expect(await send(port, first)).toMatchObject({ status: 200, body: { received: 2, position: { step: 3 } } });
  // a step back after a resend still opens a segment, as it would in a file
  expect(await send(port, packet(3, [losses(2, 3)]))).toMatchObject({
    body: { received: 3, position: { segment: 1 } },
  });
  const { run, delta } = await stored();
  expect(run.info.dropped).toEqual({});
  expect(delta.points.map(({ steps }) => [...steps])).toEqual([
    [1, 2, 3],
    [2, 3],
  ]);
  expect(delta.tensors.map(({ name, bytes }) => [name, bytes])).toEqual([['state_h', 8]]);
});

test.each([
  ['x-forwarded-for', '203.0.113.7'],
  ['x-forwarded-for', '127.0.0.1, 203.0.113.7'],
  ['x-real-ip', '203.0.113.7'],
  ['forwarded', 'for=203.0.113.7'],
])('what a proxy on this machine asks for a stranger (%s: %s) needs the token', async (header, value) => {
  const { port } = await stage.serve({ token: TOKEN });
  const asked = { host: `localhost:${port}`, [header]: value };
  expect((await send(port, packet(1, [create]), asked)).status).toBe(401);
  expect((await send(port, packet(1, [create]), { ...asked, ...bearer(TOKEN) })).status).toBe(200);
  const own = { host: `localhost:${port}`, 'x-forwarded-for': '::1' };
  expect((await send(port, packet(0, []), own)).status).toBe(200);
});

test('a run that goes on after its end opens a segment for a step back, as it would have before', async () => {
  const { port } = await stage.serve();
  await send(port, packet(1, [create, losses(1, 2, 3), { kind: 'update', patch: { status: 'finished' } }]));
  await send(port, packet(2, [{ kind: 'update', patch: { status: 'live' } }, losses(4)]));
  await send(port, packet(3, [losses(2)]));
  const { delta } = await stored();
  expect(delta.segments.map(({ firstStep }) => firstStep)).toEqual([0, 2]);
});

test('it goes on where it was after a restart of the server', async () => {
  const before = await stage.serve();
  await send(before.port, packet(1, [create, losses(1, 2, 3)]));
  await before.close();
  const { port } = await stage.serve();
  expect(await send(port, packet(1, [create, losses(1, 2, 3)]))).toMatchObject({ body: { received: 1 } });
  expect(await send(port, packet(2, [losses(4, 5)]))).toMatchObject({ body: { received: 2 } });
  expect((await stored()).delta.points.map(({ steps }) => [...steps])).toEqual([[1, 2, 3, 4, 5]]);
});

test('a heartbeat keeps the run alive and says what was received', async () => {
  const { port } = await stage.serve();
  await send(port, packet(1, [create]));
  const before = (await stored()).run.info.heartbeatMs;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await send(port, packet(0, []))).toMatchObject({ status: 200, body: { received: 1 } });
  expect((await stored()).run.info.heartbeatMs).toBeGreaterThan(before);
  expect(await send(port, packet(0, [], { sender: 'another' }))).toMatchObject({ body: { received: 0 } });
  expect(await send(port, packet(0, [], { run: 'none' }))).toMatchObject({ body: { error: { code: 'unknown-run' } } });
});

test('wrong shapes, sizes and names are refused in words and change nothing', async () => {
  const { port } = await stage.serve();
  await send(port, packet(1, [create]));
  const good = scalars([['loss', 1, 1]]).scalars!;
  const withBlock = (more: object) =>
    packet(2, [{ kind: 'append', batch: { ...EMPTY_BATCH, scalars: { ...good, ...more } } }]);
  const named = (name: string) => packet(2, [{ kind: 'update', patch: { name } }]);
  const nested = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
  const refused = [
    new Uint8Array(0),
    new Uint8Array(100),
    'hello',
    pack(null, []),
    pack({ v: 1 }, []),
    pack({ v: 99, run: 'run-1' }, []),
    packet(2, [create]),
    packet(2, [{ kind: 'update', patch: { config: nested } }]),
    packet(1, [], { run: 'run-2' }),
    packet(0, [losses(1)]),
    packet(-1, []),
    packet(1, [create], { run: '<img src=x>' }),
    packet(1, [{ kind: 'create', run: newRun('run-2', { name: '<img src=x onerror=alert(1)>' }) }], { run: 'run-2' }),
    named('x'.repeat(600)),
    named('x'.repeat(10_000_000)),
    packet(2, [{ kind: 'update', patch: { status: 'crashed' } }]),
    packet(2, [{ kind: 'update', patch: { heartbeatMs: 1e15 } as object }]),
    packet(2, [{ kind: 'segment', firstStep: 1, startedMs: 1 } as unknown as RunChange]),
    withBlock({ keys: [] }),
    withBlock({ keys: [{ name: '<script>alert(1)</script>', context: {} }] }),
    withBlock({ steps: Float64Array.of(-1) }),
    withBlock({ steps: Float64Array.of(Number.NaN) }),
    withBlock({ steps: Float64Array.of(1, 2) }),
    withBlock({ rowIndex: Uint32Array.of(7) }),
    withBlock({ seriesIndex: Uint32Array.of(2 ** 31) }),
    packet(2, [
      {
        kind: 'append',
        batch: {
          ...EMPTY_BATCH,
          tensors: [
            {
              ...{ name: 't', layer: null, dtype: 'float32', shape: [1e9, 1e9], axes: ['a', 'b'], attributes: {} },
              ...{ step: 1, epoch: 1, wallMs: 1, data: new Uint8Array(4) },
            },
          ],
        },
      },
    ]),
  ];
  for (const [index, body] of refused.entries()) {
    const { status, body: said } = await send(port, body);
    expect([400, 404, 413], `${index}: ${JSON.stringify(said)}`).toContain(status);
    expect(said.error?.message, `${index}`).toMatch(/: .+ — /);
    expect(said.error?.message.length).toBeLessThan(1_000);
  }
  expect((await send(port, '{}', { 'content-type': 'application/json' })).status).toBe(400);
  expect(await send(port, packet(2, [losses(1)]))).toMatchObject({ status: 200, body: { received: 2 } });
  const { delta } = await stored();
  expect(delta.points.map(({ steps }) => [...steps])).toEqual([[1]]);
  expect(stage.errors).toEqual([]);
});

test('bytes changed anywhere never harm the server', async () => {
  const { port } = await stage.serve();
  const good = packet(1, [create, losses(1, 2, 3)]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      async (changes) => {
        const body = good.slice();
        for (const [at, byte] of changes) body[at] = byte;
        const { status } = await send(port, body);
        expect(status).toBeLessThan(500);
      },
    ),
    { numRuns: 200 },
  );
  expect(stage.errors).toEqual([]);
});

test('strangers need the token: other hosts, and pages of other origins', async () => {
  const { port } = await stage.serve({ token: TOKEN });
  const body = packet(1, [create]);
  const page = { origin: 'http://localhost:5173' };
  const machine = { host: 'box.example:6116' };
  for (const who of [page, machine, { ...page, ...machine }]) {
    expect(await send(port, body, who)).toMatchObject({ status: 401, body: { error: { code: 'token-needed' } } });
    for (const wrong of ['', 'x', `${TOKEN}x`, TOKEN.slice(1)]) {
      const refused = await send(port, body, { ...who, ...bearer(wrong) });
      expect(refused).toMatchObject({ status: 401, body: { error: { code: 'wrong-token' } } });
      expect(refused.body.error?.message).toContain('UNROLLED_TOKEN');
    }
    expect((await send(port, body, { ...who, ...bearer(TOKEN) })).status).toBe(200);
  }
  // this machine's own need none, but a wrong one is told
  expect((await send(port, body)).status).toBe(200);
  expect((await send(port, body, bearer('wrong'))).status).toBe(401);
});

test('without a token a page of another origin is told to set one', async () => {
  const { port } = await stage.serve();
  const refused = await send(port, packet(1, [create]), { origin: 'http://localhost:5173' });
  expect(refused.status).toBe(403);
  expect(refused.body.error?.message).toContain('UNROLLED_TOKEN');
  expect(refused.headers['access-control-allow-origin']).toBe('http://localhost:5173');
  expect((await send(port, packet(1, [create]), bearer('anything'))).status).toBe(401);
});

test('a preflight is answered for the ingest alone, and the token opens no reading to other pages', async () => {
  const { port, url } = await stage.serve({ token: TOKEN });
  const asks = { origin: 'http://localhost:5173', 'access-control-request-method': 'POST' };
  const { status, headers } = await send(port, '', asks, 'OPTIONS');
  expect([status, headers['access-control-allow-origin']]).toEqual([204, 'http://localhost:5173']);
  expect(headers['access-control-allow-headers']).toContain('authorization');
  expect(headers['access-control-allow-credentials']).toBeUndefined();
  for (const path of ['/api/v1/runs', '/', '/api/v1/ingest2']) {
    const other = await fetch(url + path, { method: 'OPTIONS', headers: { origin: 'http://localhost:5173' } });
    expect(other.status).toBe(403);
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const read = await fetch(url + path, { headers: { origin: 'http://localhost:5173', ...bearer(TOKEN) } });
    expect(read.status).toBe(403);
  }
});

test('another host is bound with a token only', async () => {
  await expect(startServer({ dir: stage.dir, port: 0, host: '0.0.0.0' })).rejects.toMatchObject({
    code: 'bad-option',
    message: expect.stringContaining('UNROLLED_TOKEN'),
  });
  await expect(stage.serve({ token: 'short' })).rejects.toMatchObject({ code: 'bad-option' });
  const { port } = await stage.serve({ host: '0.0.0.0', token: TOKEN });
  const read = (headers: { readonly [name: string]: string }) =>
    new Promise<number>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/api/v1/health', headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      })
        .on('error', reject)
        .end();
    });
  expect(await read({})).toBe(200);
  expect(await read({ host: 'box.example' })).toBe(401);
  expect(await read({ host: 'box.example', ...bearer(TOKEN) })).toBe(200);
});

test('only so many requests wait for their turn; who is turned away can send again', async () => {
  const writer = new StoreWriter(`${stage.dir}/${STORE_FILE}`);
  const ingest = new Ingest(writer);
  try {
    const requests = Array.from({ length: 20 }, (_, i) =>
      ingest.accept(readIngest(packet(i + 1, i ? [losses(i)] : [create]))),
    );
    const outcomes = await Promise.all(
      requests.map((request) =>
        request.then(
          () => 'stored',
          ({ code }) => code,
        ),
      ),
    );
    expect(outcomes).toEqual([...Array(16).fill('stored'), ...Array(4).fill('busy')]);
    expect(await ingest.accept(readIngest(packet(17, [losses(17)])))).toMatchObject({ received: 17 });
  } finally {
    await ingest.close();
    await writer.close();
  }
});
