import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForEpoch } from './stage/looks.ts';
import { openStage, type Stage } from './stage/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  expect(await stage.train({ name: 'explained', epochs: 3 }).ended()).toBe(0);
});
afterAll(() => stage.close());

/** The steps that matter most and their scores, as the chart tells them to those who do not see it. */
async function strongest(page: Page, method: string): Promise<ReadonlyMap<string, number>> {
  const chart = page.getByRole('img', { name: `Saliency by ${method} at epoch 3` }).first();
  await chart.waitFor({ timeout: 60_000 });
  const text = (await chart.getAttribute('aria-label'))!.replaceAll('−', '-');
  const found = [...text.matchAll(/frame (\d+) (-?\d+(?:\.\d+)?(?:e-?\d+)?)/g)].map(
    ([, frame, score]) => [frame!, Number(score)] as const,
  );
  expect(found.length).toBeGreaterThan(2);
  return new Map(found);
}

async function compute(page: Page, method: string): Promise<void> {
  await page.getByRole('button', { name: `Compute ${method} at epoch 3` }).click();
  await page.getByText('computed in this page').waitFor({ timeout: 90_000 });
}

test('what the page computes from the kept weights is what training recorded', async () => {
  const page = await stage.page('/saliency/');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await waitForEpoch(page, 3);
  const recorded = await strongest(page, 'gradient × input');
  expect(asked.filter((url) => url.endsWith('.wasm'))).toEqual([]);
  await compute(page, 'gradient × input');
  await page.getByText('in this page, by WASM').waitFor();
  expect(asked.some((url) => url.endsWith('.wasm'))).toBe(true);
  const computed = await strongest(page, 'gradient × input');
  const largest = Math.max(...[...recorded.values()].map(Math.abs));
  // three digits are told
  for (const [frame, score] of recorded) expect(Math.abs(computed.get(frame)! - score)).toBeLessThan(0.006 * largest);
});

test('integrated gradients that were not recorded are computed, add up, and are held against occlusion', async () => {
  const page = await stage.page('/saliency/?method=integrated-gradients&seq=2');
  await waitForEpoch(page, 3);
  await page.getByText('any other can be computed').first().waitFor();
  await compute(page, 'integrated gradients');
  await strongest(page, 'integrated gradients');
  const error = await page.locator('.saliency-complete').textContent();
  expect(Number(/error ([\d.]+)/.exec(error!)![1])).toBeLessThan(1);
  await page.getByText(/rank ρ = −?[\d.]+/).waitFor();
});

test('a computation can be cancelled, and asked for again', async () => {
  const page = await stage.page('/saliency/?method=smooth-grad');
  await waitForEpoch(page, 3);
  await page.getByRole('button', { name: 'Compute the 3 missing epochs' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await compute(page, 'SmoothGrad');
});

test('a link restores example, method, target and timestep', async () => {
  const page = await stage.page('/saliency/?seq=0&target=2&method=occlusion&t=3&epoch=2');
  await page.getByRole('heading', { name: 'Saliency of the frames' }).waitFor();
  expect(await page.getByRole('combobox', { name: 'What is explained' }).inputValue()).toBe('2');
  expect(await page.getByRole('combobox', { name: 'Method' }).inputValue()).toBe('occlusion');
  await page
    .getByText('Recorded of examples', { exact: false })
    .or(page.getByText('For this target nothing'))
    .first()
    .waitFor();
});

test('what was computed is there after a reload, and in another browser, at every epoch', async () => {
  const path = '/saliency/?method=gradient&seq=1';
  const page = await stage.page(path);
  await waitForEpoch(page, 3);
  await page.getByRole('button', { name: 'Compute the 3 missing epochs' }).click();
  await page.getByText('3 of 3 epochs are here.').waitFor({ timeout: 90_000 });
  const computed = await strongest(page, 'gradient');
  await page.reload();
  const other = await stage.page(path);
  for (const later of [page, other]) {
    await waitForEpoch(later, 3);
    await later.getByText('computed earlier, from the kept weights').waitFor();
    await later.getByText('3 of 3 epochs are here.').waitFor();
    expect(await strongest(later, 'gradient')).toEqual(computed);
    await later.keyboard.press('Home');
    await later.getByRole('img', { name: 'Saliency by gradient at epoch 1.' }).first().waitFor();
  }
});

test('where the data folder can not be written what is computed is shown, and said not to be kept', async () => {
  const folder = join(stage.dir, 'derived');
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(folder, 'a file in its place');
  const page = await stage.page('/saliency/?method=occlusion&seq=3');
  await waitForEpoch(page, 3);
  await compute(page, 'occlusion');
  await page.getByText('Shown, but not kept for the next visit').waitFor();
  await strongest(page, 'occlusion');
});
