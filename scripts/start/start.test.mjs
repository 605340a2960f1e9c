import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endGently } from './end-gently.mjs';
import { refuseBusyPort } from './port.mjs';
import { readRequest } from './request.mjs';

test('without anything said, it serves ./data on port 6116 and trains only when there is no run', () => {
  expect(readRequest([], {}, '/repo')).toEqual({ train: false, port: 6116, dir: join('/repo', 'data') });
});

test('--train, PORT and UNROLLED_DIR are heeded', () => {
  const request = readRequest(['--train'], { PORT: '7000', UNROLLED_DIR: '/runs' }, '/repo');
  expect(request).toEqual({ train: true, port: 7000, dir: '/runs' });
});

test('a mistyped option or a port that is none is an error that says what to do', () => {
  expect(() => readRequest(['--tarin'], {}, '/repo')).toThrow('unknown option: --tarin — npm start [-- --train]');
  expect(() => readRequest([], { PORT: 'http' }, '/repo')).toThrow('PORT: http — give a number from 1 to 65535');
});

test('a port in use is told with the way out', async () => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await expect(refuseBusyPort(port)).rejects.toThrow(`port ${port}: in use`);
  await new Promise((resolve) => server.close(resolve));
  await expect(refuseBusyPort(port)).resolves.toBeUndefined();
});

test('a process that heeds SIGINT ends by it; one that does not is ended all the same', async () => {
  const polite = await startedChild('');
  await endGently(polite, [5000, 5000]);
  expect(polite.signalCode).toBe('SIGINT');
  const deaf = await startedChild('process.on("SIGINT", () => {}); process.on("SIGTERM", () => {});');
  await endGently(deaf, [200, 200]);
  expect(deaf.signalCode).toBe('SIGKILL');
});

test('ending what never ran or is gone already does nothing', async () => {
  await endGently(undefined, [1, 1]);
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('close', resolve));
  await endGently(child, [1, 1]);
});

async function startedChild(script) {
  const child = spawn(process.execPath, ['-e', `${script} console.log('up'); setInterval(() => {}, 1000)`]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}
