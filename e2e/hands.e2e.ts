import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './stage/accessibility.ts';
import { openStage, type Stage } from './stage/stage.ts';

const VIEWS = [
  'overview',
  'overview/?sheet=series&pins=FecU',
  'gradients',
  'states',
  'attention',
  'saliency',
  'compare',
  'events',
];
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  expect(await stage.train({ name: 'hands', epochs: 3, stepsPerEpoch: 8, units: 4, time: 8 }).ended()).toBe(0);
});
afterAll(() => stage.close());

test.each(['dark', 'light'])('views hold what WCAG AA asks, in %s', async (theme) => {
  const list = await stage.page(`/?theme=${theme}`);
  await list.getByText('hands').first().waitFor();
  expect(await violations(list)).toEqual([]);
  for (const view of VIEWS) {
    const page = await stage.page(`/${view}${view.includes('?') ? '&' : '/?'}theme=${theme}`);
    await page.locator('.dock').waitFor();
    await page.waitForTimeout(1_500);
    expect([view, await violations(page)]).toEqual([view, []]);
    await page.close();
  }
});

test('the palette leads to views, epochs and the sheet of keys, by keyboard alone', async () => {
  const page = await stage.page('/overview/');
  await page.locator('.dock').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type('grad');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/gradients\//);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('epoch 2');
  await page.keyboard.press('Enter');
  await page.waitForURL(/epoch=2/);
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  // the keys of the page are not meant while it is open
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor({ state: 'hidden' });
  expect(page.url()).toMatch(/epoch=2/);
});

test('the numbers of a chart are viewed as a table, which holds what WCAG AA asks, by keyboard alone', async () => {
  const page = await stage.page('/gradients/');
  const flow = page.getByRole('region', { name: 'Gradient flow through time' });
  await flow.getByRole('button', { name: /view it as a table/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'View as table' }).press('Enter');
  const table = page.getByRole('dialog', { name: /as a table/ });
  // an epoch a row, a timestep a column
  await expect.poll(() => table.getByRole('row').count()).toBe(4);
  expect(await table.getByRole('columnheader').allTextContents()).toEqual(
    ['epoch', 1, 2, 3, 4, 5, 6, 7, 8].map(String),
  );
  const [epoch, ...norms] = await table.getByRole('row').nth(3).locator('th, td').allTextContents();
  expect(epoch).toBe('3');
  expect(norms.every((norm) => Number(norm.replaceAll('−', '-')) > 0)).toBe(true);
  expect(await violations(page)).toEqual([]);
  const before = page.url();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Escape');
  await table.waitFor({ state: 'detached' });
  expect(page.url()).toBe(before);
});
