import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { findDashboard, whereToLook } from './dashboard.ts';

const place = { dir: '/repo/data', usualDir: '/repo/data', run: 'r 1', view: 'attention' };

test('with a dashboard on the same folder the closing line is a link to the run', () => {
  const line = whereToLook({ url: 'http://localhost:7000' }, place);
  expect(line).toBe('Look: http://localhost:7000/attention/?runs=r%201');
});

test('without one it is the command that starts it on that folder', () => {
  expect(whereToLook(null, place)).toBe('Look: npm start, then open http://localhost:6116/attention/?runs=r%201');
  const elsewhere = whereToLook(null, { ...place, dir: "/tmp/my runs'" });
  expect(elsewhere).toMatch(/^Look: UNROLLED_DIR='\/tmp\/my runs'\\''' npm start, then open /);
});

test('a dashboard counts only when it serves the same folder', async () => {
  const server = createServer((_, answer) => answer.end(JSON.stringify({ version: '1', dir: '/repo/data' })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const PORT = String((server.address() as AddressInfo).port);
  try {
    expect(await findDashboard('/repo/data', { PORT })).toEqual({ url: `http://localhost:${PORT}` });
    expect(await findDashboard('/other', { PORT })).toBeNull();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  expect(await findDashboard('/repo/data', { PORT })).toBeNull();
});
