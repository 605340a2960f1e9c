import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { ADDRESS_FILE } from '../lib/protocol/dashboard-address.ts';
import { EMPTY_CURSOR } from '../lib/protocol/delta.ts';
import { openStore, STORE_FILE } from '../lib/store/open-store.ts';
import { dashboardOf } from './dashboard-address.ts';
import { unrolled } from './node.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'unrolled-dashboard-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** As a server of this machine leaves it. */
function leave(change: object = {}): void {
  const address = { url: 'http://localhost:4321', host: hostname(), pid: process.pid, ...change };
  writeFileSync(join(dir, ADDRESS_FILE), JSON.stringify(address));
}

test('a dashboard is linked to while the process that serves it is there', () => {
  expect(dashboardOf(dir)).toBeNull();
  leave();
  expect(dashboardOf(dir)).toBe('http://localhost:4321');
  leave({ pid: 2 ** 30 });
  expect(dashboardOf(dir)).toBeNull();
  leave({ host: `not-${hostname()}` });
  expect(dashboardOf(dir)).toBeNull();
  writeFileSync(join(dir, ADDRESS_FILE), 'half a fi');
  expect(dashboardOf(dir)).toBeNull();
});

test('the line of a verdict ends in its link where a dashboard shows the folder', async () => {
  const { tf } = await loadBackend();
  leave();
  const model = tf.sequential({
    layers: [tf.layers.simpleRNN({ units: 2, inputShape: [3, 1] }), tf.layers.dense({ units: 1 })],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
  const [x, y] = [tf.fill([4, 3, 1], Number.NaN), tf.ones([4, 1])];
  const monitor = await unrolled(model, { dir, lint: false });
  await model.fit(x, y, { epochs: 1, batchSize: 2, verbose: 0, callbacks: monitor });
  const store = await openStore(join(dir, STORE_FILE), { readOnly: true });
  const [run] = await store.listRuns();
  const { events } = await store.tail(run!.info.id, EMPTY_CURSOR);
  await store.close();
  const line = events.find(({ data }) => data.verdict === 'NAN::1')?.message;
  expect(line).toMatch(new RegExp(` http://localhost:4321/overview/\\?runs=${run!.info.id}&epoch=1$`));
  tf.dispose([x, y]);
  model.dispose();
});
