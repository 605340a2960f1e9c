import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForEpoch } from './stage/looks.ts';
import { openStage, type Stage } from './stage/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const trainings = [stage.train({ name: 'alpha', epochs: 3 }), stage.train({ name: 'alpha', epochs: 2, units: 6 })];
  for (const training of trainings) expect(await training.ended()).toBe(0);
});
afterAll(() => stage.close());

const rows = '.runs-row';

test('an expression finds runs, points at what it does not understand, and is in the link', async () => {
  const page = await stage.page('/');
  const field = page.getByRole('combobox', { name: 'Filter runs' });
  await page.locator(rows).nth(1).waitFor();
  await field.fill('epochs >= 3 and status = finished');
  await page.waitForFunction(() => document.querySelectorAll('.runs-row').length === 1);
  await page.waitForFunction(() => location.search.includes('f=epochs'));
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll('.runs-row').length === 1);
  await field.fill('epochz >= 3');
  await page.getByText('did you mean epochs?').waitFor();
  expect(await page.locator('.runs-f-fault').textContent()).toBe('epochz');
  await field.fill('stat');
  await page.locator('.runs-offers').getByRole('option', { name: 'status' }).click();
  await page.keyboard.type('= ');
  await page
    .locator('.runs-offers')
    .getByRole('option', { name: /finished/ })
    .waitFor();
});

test('two runs of one name: one is renamed in place with markup refused, and every page sees it at once', async () => {
  const page = await stage.page('/');
  const other = await stage.page('/');
  await page.locator(rows).nth(1).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('F2');
  const editor = page.locator('.runs-editor');
  await editor.fill('<img src=x onerror=alert(1)>');
  await editor.press('Enter');
  await page.getByRole('alert').getByText('markup').waitFor();
  await page.keyboard.press('F2');
  await editor.fill('beta');
  await editor.press('Enter');
  await other.getByRole('row', { name: /beta/ }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
});

test('a deleted run goes to the bin, comes back by undo, and is gone for good only when the bin is emptied', async () => {
  const page = await stage.page('/');
  const bin = () => page.getByRole('button', { name: /^Bin/ });
  await page.locator(rows).nth(1).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Delete');
  await bin().waitFor();
  expect(await page.locator(rows).count()).toBe(1);
  await page.keyboard.press('Control+z');
  await page.locator(rows).nth(1).waitFor();
  await bin().waitFor({ state: 'detached' });
  await page.keyboard.press('Delete');
  await bin().click();
  await page.getByRole('button', { name: /Empty the bin/ }).click();
  expect(await page.locator(rows).count()).toBe(1);
  await page.getByRole('button', { name: /Press again/ }).click();
  await page.getByText('1 run removed for good').waitFor();
  await page.getByText('The bin is empty').waitFor();
});

test('a note pinned with N is in the timeline and in the events, and leads back to what was seen', async () => {
  const page = await stage.page('/states/?epoch=2&unit=3');
  await waitForEpoch(page, 2);
  await page.keyboard.press('n');
  await page.keyboard.type('unit 3 <b>turns</b>');
  await page.keyboard.press('Control+Enter');
  await page.locator('.dock-event[aria-label*="turns"]').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  const line = page.getByRole('option', { name: /turns/ });
  await line.click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await line.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await line.waitFor();
  await page.keyboard.press('Home');
  // still chosen: a press goes there
  await line.click();
  await page.waitForURL(/\/states\//);
  await waitForEpoch(page, 2);
  expect(new URL(page.url()).searchParams.get('unit')).toBe('3');
});
