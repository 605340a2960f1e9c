import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { API_BASE } from '../protocol/api-answers.ts';
import { DERIVED_BYTES, decodeDerived, MOST_DERIVED } from '../protocol/derived.ts';
import { Stage } from './testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.end());

const KEY = '0123456789abcdef'.repeat(4);
const BINARY = { 'content-type': 'application/octet-stream' };

function send(
  port: number,
  method: string,
  path: string,
  headers: { readonly [name: string]: string } = {},
  body: Uint8Array | null = null,
): Promise<{ readonly status: number; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: API_BASE + path, method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts) }));
    });
    sent.on('error', reject);
    if (body) sent.write(body);
    sent.end();
  });
}

const codeOf = ({ body }: { readonly body: Buffer }) =>
  (JSON.parse(body.toString()) as { readonly error: { readonly code: string } }).error.code;

test('a result is left by one page and had by the next', async () => {
  await (await stage.write()).create('run-1');
  const { port } = await stage.serve();
  const path = `/runs/run-1/derived/${KEY}`;
  expect(codeOf(await send(port, 'GET', path))).toBe('not-derived');
  expect((await send(port, 'PUT', path, BINARY, Uint8Array.of(1, 2))).status).toBe(204);
  const kept = await send(port, 'GET', path);
  expect([kept.status, ...kept.body]).toEqual([200, 1, 2]);
});

test('several results are had at once; what does not fit into an answer is to be asked for again', async () => {
  await (await stage.write()).create('run-1');
  const { port } = await stage.serve();
  const path = '/runs/run-1/derived';
  const [a, b, c, none] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(64)) as [string, string, string, string];
  await send(port, 'PUT', `${path}/${a}`, BINARY, Uint8Array.of(1));
  await send(port, 'PUT', `${path}/${b}`, BINARY, new Uint8Array(DERIVED_BYTES));
  await send(port, 'PUT', `${path}/${c}`, BINARY, Uint8Array.of(3));
  const { found, left } = decodeDerived((await send(port, 'GET', `${path}?keys=${[a, none, b, c].join()}`)).body);
  expect([...found].map(([key, bytes]) => [key, bytes.byteLength])).toEqual([
    [a, 1],
    [b, DERIVED_BYTES],
  ]);
  expect(left).toEqual([c]);
  const many = Array.from({ length: MOST_DERIVED + 1 }, (_, i) => i.toString(16).padStart(64, '0'));
  for (const keys of ['', 'x', `${a},`, many.join()]) {
    expect(codeOf(await send(port, 'GET', `${path}?keys=${keys}`))).toBe('bad-request');
  }
  expect(codeOf(await send(port, 'GET', path))).toBe('bad-request');
  expect(codeOf(await send(port, 'GET', `/runs/other/derived?keys=${a}`))).toBe('unknown-run');
});

test('strange pages, keys, runs, types and sizes are refused', async () => {
  await (await stage.write()).create('run-1');
  const { port } = await stage.serve();
  const path = `/runs/run-1/derived/${KEY}`;
  const bytes = Uint8Array.of(1);
  const refused = async (
    status: number,
    code: string,
    ...[method, to, headers, body]: Parameters<typeof send> extends [number, ...infer R] ? R : never
  ) => {
    const answer = await send(port, method, to, headers, body);
    expect([to, answer.status, codeOf(answer)]).toEqual([to, status, code]);
  };
  await refused(403, 'foreign-origin', 'PUT', path, { ...BINARY, origin: 'http://evil.example' }, bytes);
  await refused(403, 'foreign-host', 'PUT', path, { ...BINARY, host: 'evil.example' }, bytes);
  await refused(400, 'bad-request', 'PUT', '/runs/run-1/derived/..%2f..%2fx', BINARY, bytes);
  await refused(400, 'bad-request', 'PUT', `/runs/run-1/derived/${KEY.toUpperCase()}`, BINARY, bytes);
  await refused(404, 'unknown-run', 'PUT', `/runs/other/derived/${KEY}`, BINARY, bytes);
  await refused(404, 'unknown-run', 'GET', `/runs/other/derived/${KEY}`, {}, null);
  await refused(400, 'bad-request', 'PUT', path, { 'content-type': 'application/json' }, Buffer.from('{"a":1}'));
  await refused(400, 'bad-request', 'PUT', path, BINARY, new Uint8Array(0));
  const large = await send(port, 'PUT', path, BINARY, new Uint8Array(DERIVED_BYTES + 1)).catch(() => null);
  expect(large === null || large.status === 413).toBe(true);
  expect(codeOf(await send(port, 'GET', path))).toBe('not-derived');
  expect(stage.errors).toEqual([]);
});
