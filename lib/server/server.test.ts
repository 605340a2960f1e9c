import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startScript } from '../../e2e/stage/process.ts';
import { API_BASE } from '../protocol/api-answers.ts';
import { decodeTensors } from '../protocol/tensors-codec.ts';
import { STORE_FILE } from '../store/open-store.ts';
import { SCHEMA_VERSION } from '../store/sqlite/schema.ts';
import { lossRows } from './testing/blocks.ts';
import { Stage, until } from './testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.end());

const INLINE = 'self.__next_f=self.__next_f||[];self.__next_f.push([0])';

/** A dashboard as a static export lays it out, and a secret beside it. */
async function dashboard(): Promise<string> {
  const folder = join(stage.dir, 'site', 'out');
  await mkdir(join(folder, 'overview'), { recursive: true });
  await mkdir(join(folder, '_next', 'static'), { recursive: true });
  const page = (title: string, script: string) =>
    `<!doctype html><html><head><title>${title}</title><script src="/_next/static/a.js"></script></head><body><script>${script}</script></body></html>`;
  await writeFile(join(folder, 'index.html'), page('Runs', INLINE));
  await writeFile(join(folder, 'overview', 'index.html'), page('Overview', `${INLINE};2`));
  await writeFile(join(folder, '404.html'), page('Nowhere', INLINE));
  await writeFile(join(folder, '_next', 'static', 'a.js'), 'console.log(1)');
  await writeFile(join(folder, '.secret'), 'hidden');
  await writeFile(join(stage.dir, 'site', 'secret.txt'), 'hidden');
  return folder;
}

interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
}

/** A request as it is written: `fetch` would tidy the path and forbid the Host header. */
function raw(port: number, path: string, headers: { readonly [name: string]: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

function errorOf({ body }: Answer): { readonly code: string; readonly message: string; readonly requestId: string } {
  return (JSON.parse(body) as { error: ReturnType<typeof errorOf> }).error;
}

test('requests under a foreign Host or Origin are refused, those of this machine answered', async () => {
  const { port } = await stage.serve({ dashboard: await dashboard() });
  for (const path of ['/', `${API_BASE}/health`, '/_next/static/a.js', '/nowhere']) {
    expect((await raw(port, path, { host: `evil.example:${port}` })).status).toBe(403);
    expect((await raw(port, path, { host: 'localhost:1' })).status).toBe(403);
    expect((await raw(port, path, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await raw(port, path, { origin: 'null' })).status).toBe(403);
  }
  for (const name of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST']) {
    const own = { host: `${name}:${port}`, origin: `http://${name}:${port}` };
    expect((await raw(port, `${API_BASE}/health`, own)).status).toBe(200);
  }
  const refused = errorOf(await raw(port, '/', { host: 'evil.example' }));
  expect(refused.code).toBe('foreign-host');
  expect(refused.message).toContain(`localhost:${port}`);
});

test('a socket from a foreign page is refused', async () => {
  const { url } = await stage.serve();
  const connects = (headers: { readonly [name: string]: string }) =>
    new Promise<boolean>((resolve) => {
      const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: headers });
      const settle = (connected: boolean) => {
        socket.close();
        resolve(connected);
      };
      socket.on('connect', () => settle(true));
      socket.on('connect_error', () => settle(false));
    });
  expect(await connects({ origin: 'http://evil.example' })).toBe(false);
  expect(await connects({ host: 'evil.example' })).toBe(false);
  expect(await connects({ origin: url })).toBe(true);
});

test('nothing outside the dashboard folder can be read', async () => {
  const { port } = await stage.serve({ dashboard: await dashboard() });
  const paths = [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/_next/static/../../../secret.txt',
    '/_next/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '//etc/passwd',
    '/.secret',
    '/%00',
    '/%',
    '/a%ff',
  ];
  for (const path of paths) {
    const { status, body } = await raw(port, path);
    expect([400, 404], path).toContain(status);
    expect(body).not.toContain('hidden');
    expect(body).not.toContain('root:');
  }
});

test('each page comes under a policy that names its own inline scripts by hash, and no other', async () => {
  const { port } = await stage.serve({ dashboard: await dashboard() });
  const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  const runs = await raw(port, '/');
  const overview = await raw(port, '/overview/?run=1');
  const policy = String(runs.headers['content-security-policy']);
  expect(policy).toContain(`script-src 'self' ${hashOf(INLINE)};`);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("style-src 'self' 'unsafe-inline'");
  expect(policy).toContain(`connect-src 'self' ws://localhost:${port} ws://127.0.0.1:${port};`);
  expect(policy).not.toContain('unsafe-eval');
  expect(overview.headers['content-security-policy']).toContain(hashOf(`${INLINE};2`));
  expect(overview.headers['content-security-policy']).not.toContain(hashOf(INLINE));
  for (const { headers } of [runs, await raw(port, `${API_BASE}/health`), await raw(port, '/_next/static/a.js')]) {
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  }
});

test('hashed assets are kept for ever, pages are asked for again, and what is not there is the 404 page', async () => {
  const { port } = await stage.serve({ dashboard: await dashboard() });
  expect((await raw(port, '/_next/static/a.js')).headers['cache-control']).toContain('immutable');
  expect((await raw(port, '/')).headers['cache-control']).toBe('no-cache');
  for (const path of ['/nowhere', '/_next/static/none.js', '/nowhere/']) {
    const missing = await raw(port, path);
    expect(missing.status).toBe(404);
    expect(missing.body).toContain('Nowhere');
    expect(missing.headers['cache-control']).not.toContain('immutable');
    expect(missing.headers['content-security-policy']).toContain('sha256-');
  }
});

test('without a built dashboard the API answers and the page says how to build it', async () => {
  const server = await stage.serve({ dashboard: join(stage.dir, 'none') });
  expect(server.hasDashboard).toBe(false);
  const page = await raw(server.port, '/');
  expect(page.status).toBe(200);
  expect(page.body).toContain('npm run build');
  expect((await raw(server.port, `${API_BASE}/runs`)).body).toBe('[]');
});

test('what is unknown or malformed is answered in clear words with a code and a request id', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  const { port } = await stage.serve();
  const expected = [
    ['/runs/none', 404, 'unknown-run'],
    ['/runs/none/window?series=1', 404, 'unknown-run'],
    ['/tensors/77', 404, 'unknown-tensor'],
    ['/tensors/abc', 400, 'bad-request'],
    ['/tensors/1?store=another', 404, 'unknown-tensor'],
    ['/tensors?ids=1,77', 404, 'unknown-tensor'],
    ['/tensors?ids=1&store=another', 404, 'unknown-tensor'],
    ['/tensors?ids=1,x', 400, 'bad-request'],
    [`/tensors?ids=${Array.from({ length: 129 }, (_, i) => i + 1)}`, 400, 'bad-request'],
    ['/runs/run-1/window?series=x', 400, 'bad-request'],
    ['/runs/run-1/window?series=1&points=1e99', 400, 'bad-request'],
    ['/runs/run-1/window', 400, 'bad-request'],
    ['/nothing', 404, 'not-found'],
    [`/runs/${'x'.repeat(300)}`, 400, 'bad-request'],
  ] as const;
  for (const [path, status, code] of expected) {
    const answer = await raw(port, API_BASE + path);
    expect([path, answer.status, errorOf(answer).code]).toEqual([path, status, code]);
    expect(errorOf(answer).message).toMatch(/: .+ — /);
    expect(errorOf(answer).requestId).toMatch(/^[0-9a-f-]{36}$/);
  }
  expect(stage.errors).toEqual([]);
});

test('the API tells of runs, series, exact points and tensors', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  const values = [0.25, Number.NaN, Infinity];
  await writer.append(
    'run-1',
    lossRows(0, 3, (step) => values[step]!),
    {
      tensors: [
        {
          name: 'state_h',
          layer: 'lstm_1',
          dtype: 'float32',
          shape: [2, 1],
          axes: ['sequence', 'unit'],
          attributes: {},
          step: 2,
          epoch: 1,
          wallMs: 1,
          values: [1.5, -2],
        },
      ],
    },
  );
  const { port } = await stage.serve();
  const health = JSON.parse((await raw(port, `${API_BASE}/health`)).body);
  expect(health).toMatchObject({ schema: SCHEMA_VERSION, store: { state: 'ready', error: null } });
  const run = JSON.parse((await raw(port, `${API_BASE}/runs/run-1`)).body);
  expect(run).toMatchObject({ info: { id: 'run-1', status: 'live' }, step: 2 });
  const id: number = run.series[0].id;

  const window = JSON.parse((await raw(port, `${API_BASE}/runs/run-1/window?series=${id}`)).body);
  expect(window).toEqual([
    { id, of: 3, steps: [0, 1, 2], values: [0.25, { $number: 'NaN' }, { $number: 'Infinity' }] },
  ]);

  const tensor = await fetch(`http://127.0.0.1:${port}${API_BASE}/tensors/1?store=${health.store.store}`);
  expect([...new Float32Array(await tensor.arrayBuffer())]).toEqual([1.5, -2]);
  expect(tensor.headers.get('x-unrolled-shape')).toBe('2,1');
  expect(tensor.headers.get('x-unrolled-dtype')).toBe('float32');
  expect(tensor.headers.get('cache-control')).toContain('immutable');
  expect((await raw(port, `${API_BASE}/tensors/1`)).headers['cache-control']).toBe('no-store');
  const part = await fetch(`http://127.0.0.1:${port}${API_BASE}/tensors/1?sequence=1`);
  expect([part.headers.get('x-unrolled-shape'), ...new Float32Array(await part.arrayBuffer())]).toEqual(['1,1', -2]);
  const parts = await fetch(`http://127.0.0.1:${port}${API_BASE}/tensors?ids=1&sequence=0`);
  expect(decodeTensors(await parts.arrayBuffer()).get(1)).toEqual(new Uint8Array(Float32Array.of(1.5).buffer));
  const beyond = await raw(port, `${API_BASE}/tensors?ids=1&sequence=2`);
  expect(errorOf(beyond)).toMatchObject({ code: 'bad-request' });
  const rows = await fetch(`http://127.0.0.1:${port}${API_BASE}/tensors/1?rows=1`);
  expect([rows.headers.get('x-unrolled-shape'), ...new Float32Array(await rows.arrayBuffer())]).toEqual(['1,1', -2]);
  const both = await fetch(`http://127.0.0.1:${port}${API_BASE}/tensors?ids=1&rows=0-1`);
  expect([
    ...new Float32Array(
      decodeTensors(await both.arrayBuffer())
        .get(1)!
        .slice().buffer,
    ),
  ]).toEqual([1.5, -2]);
  for (const query of ['rows=2', 'rows=1,0', 'rows=', 'rows=0-999999999', 'rows=0&sequence=0']) {
    const refused = await raw(port, `${API_BASE}/tensors/1?${query}`);
    expect([refused.status, errorOf(refused).code], query).toEqual([400, 'bad-request']);
  }
  const several = await fetch(`http://127.0.0.1:${port}${API_BASE}/tensors?ids=1`);
  const found = decodeTensors(await several.arrayBuffer());
  expect([...found.keys()]).toEqual([1]);
  expect(found.get(1)!.byteLength).toBe(Number(tensor.headers.get('content-length')));
});

test('a damaged file does not stop the server, which says what is wrong until the file is whole', async () => {
  await writeFile(join(stage.dir, STORE_FILE), 'this is no database, but it is long enough to be one'.repeat(100));
  const { url, port } = await stage.serve();
  const client = stage.connect(url);
  const list = await until(client.runs, ({ status }) => status === 'error');
  const { store } = JSON.parse((await raw(port, `${API_BASE}/health`)).body);
  expect(store.state).toBe('failed');
  expect(list.error).toEqual(store.error);
  expect(errorOf(await raw(port, `${API_BASE}/runs`)).code).toBe(store.error.code);
  expect((await raw(port, `${API_BASE}/runs`)).status).toBe(503);

  await writeFile(join(stage.dir, 'moved'), '');
  const { rename } = await import('node:fs/promises');
  await rename(join(stage.dir, STORE_FILE), join(stage.dir, 'damaged'));
  const writer = await stage.write();
  await writer.create('run-1');
  expect((await until(client.runs, ({ status, runs }) => status === 'ready' && runs.length === 1)).error).toBeNull();
});

test('a message that is none does no harm', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  const { url } = await stage.serve();
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  for (const junk of [undefined, null, 5, 'x', {}, { runId: {} }, { runId: 'run-1', seen: { cursor: 7 } }]) {
    const answer = await socket.emitWithAck('open', junk);
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  }
  socket.emit('open', { runId: 'run-1', seen: null });
  socket.emit('close', 17);
  socket.emit('attention', { paused: 'yes' });
  socket.emit('nonsense', Array(10));
  expect(await socket.emitWithAck('open', { runId: 'run-1', seen: null })).toMatchObject({ ok: true });
  socket.close();
});

test('the process says where it listens, and says clearly that its port is taken', async () => {
  const { port } = await stage.serve();
  const second = startScript('lib/server/main.ts', ['--dir', stage.dir, '--port', String(port)]);
  expect(await second.ended(30_000)).toBe(1);
  expect(second.output().trim()).toBe(
    `port: ${port} is taken — stop the other process or start with PORT=${port + 1} npm start`,
  );

  const third = startScript('lib/server/main.ts', ['--dir', join(stage.dir, 'not', 'there'), '--port', '0']);
  const [, said] = await third.says(/^listening on (http:\/\/localhost:\d+)$/m);
  expect((await fetch(`${said}${API_BASE}/health`)).status).toBe(200);
  third.child.kill('SIGTERM');
  expect(await third.ended(10_000)).toBe(0);
});

test('a URL that cannot be decoded is answered like every other failure', async () => {
  const { port } = await stage.serve({ dashboard: await dashboard() });
  const answer = await raw(port, '/%E0%A4%A');
  expect(answer.status).toBe(400);
  expect(errorOf(answer).code).toBe('bad-request');
});
