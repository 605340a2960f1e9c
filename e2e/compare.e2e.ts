import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunInfo } from '../lib/protocol/run.ts';
import { openStore, STORE_FILE } from '../lib/store/open-store.ts';
import { missingPoints } from './stage/missing-points.ts';
import { openStage, type Stage } from './stage/stage.ts';

const SMALL = { epochs: 6, stepsPerEpoch: 8, units: 6, time: 8 };
const SEEDS = [1, 2, 3];
const OTHER = 'lstm-<i>slow</i>';
const CRASHED = 'lstm-cut-short';

let stage: Stage;
/** Ids of runs by name. */
let ids: ReadonlyMap<string, string>;
beforeAll(async () => {
  stage = await openStage();
  for (const seed of SEEDS)
    expect(await stage.train({ ...SMALL, name: `lstm-s${seed}`, lr: 0.03, seed }).ended()).toBe(0);
  expect(await stage.train({ ...SMALL, name: OTHER, lr: 0.0003, seed: 1 }).ended()).toBe(0);
  await stage.train({ ...SMALL, name: CRASHED, lr: 0.03, seed: 1, diesAtStep: 3 }).ended();
  const runs = (await (await fetch(`${stage.url}/api/v1/runs`)).json()) as readonly { readonly info: RunInfo }[];
  ids = new Map(runs.map(({ info }) => [info.name, info.id]));
});
afterAll(() => stage.close());

const SEED_NAMES = SEEDS.map((seed) => `lstm-s${seed}`);
const runsOf = (names: readonly string[]) => names.map((name) => ids.get(name)).join(',');

/** What a person reads of the comparison: the line at the top, both tables, and what the charts are told to show. */
async function seen(page: Page) {
  await page.getByRole('heading', { level: 1, name: /part/ }).waitFor({ timeout: 60_000 });
  const tables = await page.locator('.compare-table').allTextContents();
  const curves = await page
    .locator('.compare-curve canvas[role=img]')
    .evaluateAll((canvases) => canvases.map((canvas) => canvas.getAttribute('aria-label')));
  return { title: await page.locator('.kit-verdict-line').textContent(), tables, curves };
}

/** The runs from the list, as a person picks them. */
async function openFromRuns(): Promise<Page> {
  const page = await stage.page('/');
  await page.locator('.runs-row').nth(4).waitFor();
  await page.keyboard.press('j');
  for (let row = 0; row < 5; row += 1) {
    await page.keyboard.press('x');
    await page.keyboard.press('j');
  }
  await page.keyboard.press('c');
  await page.waitForURL(/\/compare\//);
  return page;
}

test('runs picked in the list stand beside each other: what was set differently, seeds folded with n, where they part', async () => {
  const page = await openFromRuns();
  // the newest, which crashed, is the reference: a press on another name makes that the reference
  const settings = page.getByRole('region', { name: 'Configuration' });
  await settings.getByRole('button', { name: 'lstm-s1' }).click();
  await page.waitForURL(/[?&]pin=\d/);
  const { title, curves } = await seen(page);
  // three seeds against one run: far apart or not, it is held against the spread of the seeds
  expect(title).toMatch(/prediction interval of the larger group, 6 epochs compared, 3 against 1 runs/);
  const row = (name: string) => settings.getByRole('row', { name: new RegExp(`^${name} `) });
  expect(await row('lr').locator('.compare-differs').allTextContents()).toEqual([expect.stringContaining('×0.01')]);
  expect(await row('units').count()).toBe(0);
  await settings.getByRole('button', { name: 'all', exact: true }).click();
  await row('units').waitFor();
  expect(curves[0]).toMatch(/^loss val: lstm-?, n = 3 \d/);
  expect(await page.locator('.compare-curve .kit-panel-unit').first().textContent()).toMatch(
    /^mean and standard deviation, n = /,
  );
  // each on its own is held against its own jumps, which the slow one soon leaves
  await page.getByRole('combobox', { name: 'Group' }).selectOption({ label: 'each run' });
  await page.getByRole('heading', { level: 1, name: /Runs part at epoch [1-5]/ }).waitFor();
  // markup in a name is text
  await page.locator('.compare-table').getByText(OTHER).first().waitFor();
  expect(await page.locator('.compare-table i', { hasText: 'slow' }).count()).toBe(0);
});

test('a run that crashed in its first epoch is there with what it logged, and nothing is broken', async () => {
  const page = await stage.page(`/compare/?runs=${runsOf(['lstm-s1', CRASHED])}&fold=none`);
  await page.getByRole('heading', { level: 1, name: 'These runs do not part' }).waitFor({ timeout: 60_000 });
  await page.getByText('Nothing in common: no epoch at which loss val was logged on both sides').waitFor();
  const outcome = page.getByRole('region', { name: 'Outcome' });
  expect(
    await outcome
      .getByRole('row', { name: /^status/ })
      .getByRole('cell')
      .allTextContents(),
  ).toEqual(['finished', 'crashed']);
  expect(await outcome.getByRole('row', { name: /^epochs/ }).textContent()).toContain(`0 / ${SMALL.epochs}`);
  // what both logged per step is drawn of both
  await page.getByRole('combobox', { name: 'Series' }).first().selectOption({ label: 'loss train per step' });
  await page.getByRole('img', { name: new RegExp(`loss train per step: .*${CRASHED} \\d`) }).waitFor();
});

test('a link restores what was seen, on another page too', async () => {
  const page = await stage.page(`/compare/?runs=${runsOf([...SEED_NAMES, OTHER])}`);
  await seen(page);
  await page.getByRole('combobox', { name: 'Series' }).nth(1).selectOption({ label: 'acc val' });
  await page.getByRole('button', { name: 'step', exact: true }).click();
  await page.getByRole('button', { name: 'min–max' }).click();
  await page.getByRole('combobox', { name: 'Group' }).selectOption({ label: 'by lr' });
  await page.getByRole('region', { name: 'Configuration' }).getByRole('button', { name: OTHER }).click();
  await page.keyboard.press('Home');
  await page.waitForFunction(() => /pin=4/.test(location.search) && /epoch=1/.test(location.search));
  const before = await seen(page);
  expect(before.curves.join()).toContain('acc val');
  const other = await stage.page(page.url());
  await other.locator('.compare-curve[data-state=ready]').nth(1).waitFor();
  expect(await seen(other)).toEqual(before);
});

test('a link with a run that is gone says which, and compares the others', async () => {
  const page = await stage.page(`/compare/?runs=${runsOf(['lstm-s1', OTHER])},long-gone`);
  await page.getByText('Not in this data folder: long-gone').waitFor();
  await page.getByRole('heading', { level: 1, name: /Runs part at epoch/ }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Leave out' }).click();
  await page.waitForFunction(() => !location.search.includes('long-gone'));
});

test('the CSV of a series holds every point that the runs logged', async () => {
  const page = await stage.page(
    `/compare/?runs=${runsOf([...SEED_NAMES, OTHER, CRASHED])}&y1=loss%7Cper:step%7Csubset:train`,
  );
  await page.locator('.compare-curve[data-state=ready]').first().waitFor({ timeout: 60_000 });
  const panel = page.locator('.compare-curve').first();
  await panel.getByTitle('Save, or view as table').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const csv = await readFile((await download.path())!, 'utf8');
  const store = await openStore(join(stage.dir, STORE_FILE), { readOnly: true });
  const stored = new Map<string, { readonly steps: Float64Array; readonly values: Float64Array }>();
  for (const id of ids.values()) {
    const loss = (await store.listSeries(id)).find(({ name, context }) => name === 'loss' && context.per === 'step')!;
    const whole = { fromStep: 0, toStep: Number.MAX_SAFE_INTEGER, maxPoints: Number.MAX_SAFE_INTEGER };
    stored.set(id, (await store.window({ runId: id, seriesIds: [loss.id], ...whole }))[0]!);
  }
  await store.close();
  const counts = [...stored.values()].map(({ steps }) => steps.length).sort((a, b) => a - b);
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts.slice(1)).toEqual(Array(4).fill(counts[4]));
  expect(missingPoints(csv, stored)).toBe(0);
  expect(csv.trimEnd().split('\r\n').length - 1).toBe(counts.reduce((sum, count) => sum + count, 0));
});
