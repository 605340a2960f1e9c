import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EMPTY_CURSOR } from '../lib/protocol/delta.ts';
import { TENSOR } from '../lib/protocol/record.ts';
import { openStore, STORE_FILE } from '../lib/store/open-store.ts';
import { waitForDrawnStep, waitForEpoch, waitForStatus } from './stage/looks.ts';
import { openStage, type Stage } from './stage/stage.ts';
import { serveTrainingPage, type TrainingPage } from './stage/training-page.ts';

const TOKEN = 'a-secret-of-this-test';
const STEPS_PER_EPOCH = 6;
/** Enough for a dashboard to be opened while it trains, on a busy machine too. */
const EPOCHS = 40;
let stage: Stage;
let site: TrainingPage;
beforeAll(async () => {
  [stage, site] = await Promise.all([openStage({ UNROLLED_TOKEN: TOKEN }), serveTrainingPage()]);
});
afterAll(async () => {
  await stage.close();
  await site.close();
});

/** A page of another origin that trains; `said` is what it printed. */
async function trainInPage(
  name: string,
  epochs: number,
  token: string | null,
  backend = 'cpu',
): Promise<{ page: Page; said: string[] }> {
  const told = { server: stage.url, name, epochs: String(epochs), backend, ...(token ? { token } : {}) };
  const query = new URLSearchParams(told);
  const page = await stage.page();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  // how far it is, its title says
  await page.goto(`${site.url}/?${query}`, { waitUntil: 'commit' });
  return { page, said };
}

/** The page's last word. */
async function ended(page: Page): Promise<string> {
  await page.waitForFunction(() => /^(done|failed)/.test(document.title), null, { timeout: 120_000 });
  return page.title();
}

test('a page that trains is seen live in the dashboard, with gradient flow and states, until it finishes', async () => {
  const { page } = await trainInPage('in a page', EPOCHS, TOKEN);
  await page.waitForFunction(() => document.title.startsWith('training'));
  const dashboard = await stage.page('/overview/');
  await waitForStatus(dashboard, 'in a page', 'live');
  const early = await waitForDrawnStep(dashboard, 0);
  await waitForDrawnStep(dashboard, early);
  // what is left besides are the optimizer's own: two moments for each of five weights
  expect(await ended(page)).toBe('done; recording: true; tensors left: 10');
  await waitForStatus(dashboard, 'in a page', 'finished');
  expect(await waitForDrawnStep(dashboard, EPOCHS * STEPS_PER_EPOCH - 1)).toBe(EPOCHS * STEPS_PER_EPOCH);
  for (const view of ['/gradients/', '/states/']) {
    await dashboard.goto(stage.url + view);
    await waitForEpoch(dashboard, EPOCHS);
    await dashboard.locator('canvas').first().waitFor();
  }
  const store = await openStore(`${stage.dir}/${STORE_FILE}`, { readOnly: true });
  const [run] = await store.listRuns();
  const { tensors, epochs } = await store.tail(run?.info.id ?? '', EMPTY_CURSOR);
  await store.close();
  expect(run?.info).toMatchObject({ pid: 0, host: new URL(site.url).host, dropped: {} });
  const snapshots = epochs.filter(({ snapshot }) => snapshot).length;
  expect(snapshots).toBeGreaterThan(2);
  for (const name of [TENSOR.flow, TENSOR.h, TENSOR.c]) {
    expect(tensors.filter((tensor) => tensor.name === name).length, name).toBeGreaterThan(0);
  }
});

test('a page that trains on WebAssembly records its states, gates, gradient flow and weights', async () => {
  const { page, said } = await trainInPage('on wasm', 2, TOKEN, 'wasm');
  expect(await ended(page)).toBe('done; recording: true; tensors left: 10');
  expect(said.filter((line) => line.includes('could not be'))).toEqual([]);
  const store = await openStore(`${stage.dir}/${STORE_FILE}`, { readOnly: true });
  const run = (await store.listRuns()).find(({ info }) => info.name === 'on wasm');
  const { tensors } = await store.tail(run?.info.id ?? '', EMPTY_CURSOR);
  await store.close();
  expect(run?.info).toMatchObject({ status: 'finished', dropped: {}, environment: { backend: 'wasm' } });
  const last = new Set(tensors.filter(({ epoch }) => epoch === 2).map(({ name }) => name));
  for (const name of [TENSOR.flow, TENSOR.h, TENSOR.c, TENSOR.gates, TENSOR.weight]) expect(last).toContain(name);
});

test('the server goes and comes back while a page trains: everything is there, once', async () => {
  const { page, said } = await trainInPage('patient', 12, TOKEN);
  await page.waitForFunction(() => document.title.startsWith('training'));
  await stage.killServer();
  const isAway = () => said.filter((line) => line.includes('can not be reached')).length;
  await expect.poll(isAway, { timeout: 20_000 }).toBe(1);
  await stage.startServer();
  expect(await ended(page)).toContain('recording: true');
  expect(said.filter((line) => line.includes('it is back'))).toHaveLength(1);
  const dashboard = await stage.page('/overview/');
  await waitForStatus(dashboard, 'patient', 'finished');
  const store = await openStore(`${stage.dir}/${STORE_FILE}`, { readOnly: true });
  const [run] = await store.listRuns();
  const series = await store.listSeries(run?.info.id ?? '');
  await store.close();
  const steps = series.find(({ name, context }) => name === 'loss' && context.per === 'step');
  expect([steps?.count, steps?.lastStep, run?.info.dropped]).toEqual([72, 72, {}]);
});

test.each([
  ['no token', null, 'token: none'],
  ['a wrong token', 'not-the-token', 'token: not the one this server was started with'],
])('with %s a page trains on, unrecorded, and is told why once', async (_what, token, why) => {
  const { page, said } = await trainInPage('refused', 1, token);
  expect(await ended(page)).toContain('done; recording: false');
  expect(said.filter((line) => line.includes(why))).toHaveLength(1);
});
