import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForEpoch } from './stage/looks.ts';
import { openStage, type Stage } from './stage/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  expect(await stage.trainOdd('gates', 'scripts').ended()).toBe(0);
});
afterAll(() => stage.close());

const SOURCE = ['قرأت', 'الطالبة', '(3', 'كتب', ')', 'أمس', '.'];
const TARGET = ['The', 'student', 'read', '(3', 'books', ')', 'yesterday', '.'];

/** Waits for the matrix of so many words. */
async function matrix(page: Page, targets: number, sources: number) {
  const picture = page.getByRole('img', { name: `Attention of ${targets} target over ${sources} source steps.` });
  await picture.waitFor({ timeout: 60_000 });
  return picture;
}

/** Points at the cell of a target and a source, and tells what is read there. */
async function readAt(page: Page, target: string, source: string): Promise<{ text: string; value: number }> {
  const middle = async (side: string, word: string) => {
    const box = await page.locator(`.attention-${side}`).getByText(word, { exact: true }).boundingBox();
    return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
  };
  const [row, column] = [await middle('left', target), await middle('above', source)];
  await page.mouse.move(column.x, row.y - 1);
  await page.mouse.move(column.x, row.y);
  const readout = page.locator('.attention-readout').filter({ hasText: target }).filter({ hasText: source });
  const text = (await readout.textContent())!.replaceAll(/[\u2068\u2069]/g, '');
  return { text, value: Number(/: (\d\.\d{3})$/.exec(text)![1]) };
}

test('words stand on both axes in their own order and direction, and the pointer reads row and column', async () => {
  const page = await stage.page('/attention/');
  await waitForEpoch(page, 3);
  await matrix(page, TARGET.length, SOURCE.length);
  // the first label is that of the axis
  expect((await page.locator('.attention-left').allTextContents()).slice(1)).toEqual(TARGET);
  expect(await page.locator('.attention-above').allTextContents()).toEqual(SOURCE);
  const direction = (word: string) =>
    page
      .locator('.attention-above')
      .getByText(word, { exact: true })
      .evaluate((label) => getComputedStyle(label).direction);
  expect([await direction('الطالبة'), await direction('(3')]).toEqual(['rtl', 'ltr']);
  expect((await readAt(page, 'student', 'الطالبة')).text).toMatch(/^student → الطالبة: 0\.\d{3}$/);
  expect((await readAt(page, 'yesterday', 'أمس')).text).toMatch(/^yesterday → أمس: 0\.\d{3}$/);
});

test('the mean lies in the middle of two heads', async () => {
  const page = await stage.page('/attention/');
  await waitForEpoch(page, 3);
  await matrix(page, TARGET.length, SOURCE.length);
  const head = page.getByRole('combobox', { name: 'Head' });
  const read = async (choice: string, inLink: string | null) => {
    await head.selectOption({ label: choice });
    await page.waitForURL((url) => url.searchParams.get('head') === inLink);
    return (await readAt(page, 'read', 'قرأت')).value;
  };
  const [first, second] = [await read('head 1 of 2', '0'), await read('head 2 of 2', '1')];
  const mean = await read('mean of 2 heads', null);
  expect(Math.abs(mean - (first + second) / 2)).toBeLessThan(0.0016);
});

test('another example has words of its own, emoji in one piece, and an arrow key takes it to another epoch', async () => {
  const page = await stage.page('/attention/');
  await waitForEpoch(page, 3);
  await matrix(page, TARGET.length, SOURCE.length);
  const next = page.getByRole('button', { name: 'Next example' });
  await next.click();
  await matrix(page, 3, 4);
  await next.click();
  await matrix(page, 5, 5);
  expect((await page.locator('.attention-above').allTextContents()).slice(0, 2)).toEqual(['👩‍👩‍👧‍👦', '🏳️‍🌈']);
  await page.getByRole('img', { name: /^entropy, 0 to 1: [01]\.\d\d at epoch 3$/ }).waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('img', { name: /^entropy, 0 to 1: [01]\.\d\d at epoch 2$/ }).waitFor();
  await page.waitForURL((url) => url.searchParams.get('epoch') === '2' && url.searchParams.get('seq') === '2');
  await page.reload();
  await matrix(page, 5, 5);
  await page.getByRole('img', { name: /^entropy, 0 to 1: [01]\.\d\d at epoch 2$/ }).waitFor();
});

test('weights that do not sum to 1 are said to, and their entropy and padding stay within 0 to 1', async () => {
  const runs = (await (await fetch(`${stage.url}/api/v1/runs`)).json()) as { info: { id: string; name: string } }[];
  const page = await stage.page(`/attention/?runs=${runs.find(({ info }) => info.name === 'gates')!.info.id}`);
  await waitForEpoch(page, 3);
  await matrix(page, 1, 6);
  const panel = page.getByRole('region', { name: 'Attention', exact: true });
  await panel.getByText(/rows do not sum to 1: off by up to [\d.]+/).waitFor();
  expect(await panel.getByText('rows sum to 1', { exact: false }).count()).toBe(0);
  const shown = async (name: RegExp) => {
    const label = await page.getByRole('img', { name }).first().getAttribute('aria-label');
    return Number(/: ([\d.]+)/.exec(label!)![1]);
  };
  for (const name of [/^entropy, 0 to 1: /, /^mass on padding: /]) {
    const value = await shown(name);
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThanOrEqual(1);
  }
  expect(await shown(/^row-sum error: /)).toBeGreaterThan(1);
});
