import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForEpoch } from './stage/looks.ts';
import { openStage, type Stage } from './stage/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  expect(await stage.train({ name: 'one', epochs: 3, stepsPerEpoch: 8, units: 4, time: 8 }).ended()).toBe(0);
});
afterAll(() => stage.close());

const titles = (page: Page, section: string) =>
  page.getByRole('region', { name: section, exact: true }).locator('.series-cell h2').allTextContents();

test('every series has a chart, found by words, a pattern or an expression; a bad one is said to be bad', async () => {
  const page = await stage.page('/overview/');
  await page.locator('.dock').waitFor();
  await page.keyboard.press('/');
  const field = page.getByRole('textbox', { name: 'Search series' });
  await field.waitFor();
  await page.getByRole('heading', { name: 'loss', exact: true }).waitFor();
  const all = await chartsOf(page);
  expect(all).toBeGreaterThan(20);
  await page.keyboard.type('recurrent bias');
  await page.getByText('No series of that name').waitFor();
  await field.fill('gradient*recurrent_kernel');
  await page
    .getByRole('heading', { name: /^gradient norm .*recurrent_kernel/ })
    .first()
    .waitFor();
  expect(await titles(page, 'Loss and metrics')).toEqual([]);
  await field.fill('^loss$|^acc$');
  await page.getByRole('heading', { name: 'loss', exact: true }).waitFor();
  await field.fill('(loss');
  await page.getByRole('alert').filter({ hasText: 'No regular expression: Unterminated group' }).waitFor();
  expect(await chartsOf(page)).toBe(all);
  await field.fill('(a+)+$');
  await page.getByRole('alert').filter({ hasText: 'could take minutes' }).waitFor();
  await field.press('Escape');
  await page.getByRole('button', { name: 'Close all' }).click();
  await page.getByRole('heading', { name: 'loss', exact: true }).waitFor({ state: 'hidden' });
  await page.waitForURL(/shut=/);
});

test('charts are pinned and moved by keyboard; the link restores them elsewhere, the browser remembers them', async () => {
  const page = await stage.page('/overview/?sheet=series');
  const pin = (name: string) => page.getByRole('button', { name: `Pinned: ${name}`, exact: true }).last();
  for (const name of ['learning rate', 'loss']) {
    await pin(name).focus();
    await page.keyboard.press('Enter');
  }
  await expect.poll(() => titles(page, 'Pinned')).toEqual(['learning rate', 'loss']);
  await page.getByRole('button', { name: 'Move loss forward' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/pins=FecU/);
  await expect.poll(() => titles(page, 'Pinned')).toEqual(['loss', 'learning rate']);
  const link = new URL(page.url());

  const elsewhere = await stage.page(`${link.pathname}${link.search}`);
  await elsewhere.getByRole('region', { name: 'Pinned', exact: true }).getByRole('heading', { name: 'loss' }).waitFor();
  await expect.poll(() => titles(elsewhere, 'Pinned')).toEqual(['loss', 'learning rate']);

  await page.goto(`${stage.url}/overview/`);
  await page.waitForURL(/pins=FecU/);
  const strip = page.getByRole('region', { name: 'Pinned', exact: true });
  await strip.getByRole('heading', { name: 'learning rate' }).waitFor();
  await expect.poll(() => strip.locator('canvas[data-last-step]').count()).toBe(2);
});

test('series that appear while training move nothing of what is looked at', async () => {
  const training = stage.train({ name: 'two', epochs: 5, stepsPerEpoch: 60, units: 4, time: 12 });
  const page = await stage.page('/overview/?sheet=series');
  await page.getByText('two', { exact: true }).first().waitFor();
  const looked = page.locator('.series-cell', { hasText: /update ratio .*bias/ }).first();
  await looked.waitFor({ state: 'attached' });
  // the verdict has its place from the first epoch on
  await waitForEpoch(page, 1);
  await looked.scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  const [charts, place] = [await chartsOf(page), await looked.boundingBox()];
  // what compares an epoch with the one before it: units that are frozen, CKA
  await expect.poll(() => chartsOf(page), { timeout: 60_000 }).toBeGreaterThan(charts);
  await page.waitForTimeout(300);
  expect(Math.abs((await looked.boundingBox())!.y - place!.y)).toBeLessThanOrEqual(1);
  expect(await training.ended()).toBe(0);
});

/** Charts that the page says there are. */
async function chartsOf(page: Page): Promise<number> {
  return Number(/^\d+/.exec((await page.locator('.series-count').textContent()) ?? '')?.[0] ?? Number.NaN);
}
