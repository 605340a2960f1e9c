import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './stage/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const short = stage.train({ name: 'short-epochs', epochs: 6, stepsPerEpoch: 10, units: 4, time: 8 });
  expect(await short.ended()).toBe(0);
  const long = stage.train({ name: 'long-epochs', epochs: 4, stepsPerEpoch: 30, units: 4, time: 8 });
  expect(await long.ended()).toBe(0);
});
afterAll(() => stage.close());

/** A view of both runs, the one of short epochs first; `more` of the link. */
async function open(view: string, more = ''): Promise<Page> {
  const page = await stage.page('/');
  await page.getByText('short-epochs').first().waitFor();
  const ids = await page.evaluate(async () => {
    const rows = (await (await fetch('/api/v1/runs')).json()) as { runs?: readonly Row[] } | readonly Row[];
    interface Row {
      readonly info: { readonly id: string; readonly name: string };
    }
    const list = Array.isArray(rows) ? rows : ((rows as { runs?: readonly Row[] }).runs ?? []);
    return Object.fromEntries(list.map(({ info }) => [info.name, info.id]));
  });
  await page.goto(`${stage.url}/${view}/?runs=${ids['short-epochs']},${ids['long-epochs']}${more}`);
  await page.locator('.dock').waitFor();
  return page;
}

/** What the dock says each run stands at, and of how many. */
const counts = (page: Page) => page.locator('.dock-count').allTextContents();

test('runs with epochs of different lengths stand at the epochs that had ended by the same step, in every view', async () => {
  const page = await open('compare', '&epoch=3');
  await page.getByRole('button', { name: 'Align by: epoch' }).click();
  await page.getByRole('menuitemradio', { name: 'step' }).click();
  // epochs of 9 and of 27 steps: a tenth of the examples is for validation
  await expect.poll(() => counts(page)).toEqual(['3 / 6', '1 / 4']);
  await page.waitForURL(/epoch=3&m=27&align=step/);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => counts(page)).toEqual(['2 / 6', '0 / 4']);
  await page.keyboard.press('End');
  await expect.poll(() => counts(page)).toEqual(['6 / 6', '4 / 4']);
  await page.keyboard.press('ArrowLeft');
  // behind its own end a run waits while the other one goes on
  await expect.poll(() => counts(page)).toEqual(['6 / 6', '2 / 4']);
  // the place stays when the other run is looked at
  const place = await page.locator('.dock-tag').textContent();
  await page.keyboard.press('2');
  await expect.poll(() => page.locator('.dock-name-on').textContent()).toBe('long-epochs');
  await expect.poll(() => page.locator('.dock-tag').textContent()).toBe(place);
  await expect.poll(() => counts(page)).toEqual(['6 / 6', '2 / 4']);
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  await page.getByRole('heading', { name: /Profile at epoch 2/ }).waitFor();
  await page.waitForURL(/gradients.*&m=54&align=step/);
  // and the link holds it
  const again = await stage.page(page.url());
  await again.getByRole('heading', { name: /Profile at epoch 2/ }).waitFor();
  await expect.poll(() => counts(again)).toEqual(['6 / 6', '2 / 4']);
});

test('a press on a track goes to the end of the epoch under it; time is an axis too', async () => {
  const page = await open('compare', '&align=step');
  const surface = page.locator('.dock-surface').first();
  const box = (await surface.boundingBox())!;
  // the second track, early in the second of its four epochs
  await page.mouse.click(box.x + box.width * 0.3, box.y + 30);
  await expect.poll(() => counts(page)).toEqual(['6 / 6', '2 / 4']);
  await page.getByRole('button', { name: 'Align by: step' }).click();
  await page.getByRole('menuitemradio', { name: 'time' }).click();
  await page.locator('.dock-tag', { hasText: /\d s$/ }).waitFor();
  expect(await page.locator('.dock-unit').textContent()).toBe('time');
});
