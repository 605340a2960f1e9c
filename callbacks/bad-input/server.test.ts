import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { loadBackend } from '../../examples/backend.ts';
import { unrolled } from '../node.ts';
import type { Tf } from '../tfjs-instance.ts';
import { plain } from './subjects.ts';
import { harmless } from './trial.ts';

let tf: Tf;
beforeAll(async () => {
  tf = (await loadBackend()).tf;
});

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
  vi.unstubAllEnvs();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let asked = 0;
const bad: readonly RequestListener[] = [
  (_request, response) => response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>'),
  (_request, response) => void response.writeHead(500).end(),
  ({ socket }) => void socket.destroy(),
];
const servers: { readonly [title: string]: { readonly answer: RequestListener; readonly says: string } } = {
  // in one case, because each waits 10 s for the server to come to its senses
  'a server that answers HTML, then 500, then closes the socket': {
    answer: (request, response) => bad[asked++ % bad.length]!(request, response),
    says: "what answers is not Unrolled's server (HTTP 200, text/html)",
  },
  'a server that refuses the token': {
    answer: (_request, response) =>
      void response.writeHead(401).end(JSON.stringify({ error: { code: 'wrong-token', message: 'this is no token' } })),
    says: 'this is no token',
  },
};

for (const [title, { answer, says }] of Object.entries(servers)) {
  test(`${title}: training is as ever, the console says why nothing is recorded`, async () => {
    vi.stubEnv('UNROLLED_SERVER_URL', await serve(answer));
    vi.stubEnv('UNROLLED_TOKEN', 'token');
    const { said, runs, error } = await harmless(tf, { make: plain, options: () => ({ dir: undefined }) as never });
    expect(error).toBeNull();
    expect(runs).toEqual([]);
    expect(said.join('\n')).toContain(says);
  });
}

test('a token with a newline is refused in words before anything begins', async () => {
  vi.stubEnv('UNROLLED_SERVER_URL', 'http://127.0.0.1:9');
  vi.stubEnv('UNROLLED_TOKEN', 'tok\nen');
  const { model } = plain(tf);
  await expect(unrolled(model, { tf })).rejects.toMatchObject({
    code: 'bad-option',
    message: expect.stringContaining('not a token'),
  });
  expect(Object.hasOwn(model, 'fit')).toBe(false);
});
