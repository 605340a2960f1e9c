import type { Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForEpoch } from './stage/looks.ts';
import { openStage, type Stage } from './stage/stage.ts';

const UNITS = 4;
const TIME = 8;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  expect(await stage.train({ name: 'kept', epochs: 3, stepsPerEpoch: 8, units: UNITS, time: TIME }).ended()).toBe(0);
});
afterAll(() => stage.close());

/** Waits for the map of units at an epoch, and gives its canvas. */
async function unitsMap(page: Page, epoch: number) {
  const name = new RegExp(`^States of lstm_1 at epoch ${epoch}: ${UNITS} units × ${TIME} timesteps`);
  const map = page.getByRole('img', { name });
  await map.waitFor({ timeout: 60_000 });
  return map;
}

/** Waits until every picture that is of an epoch is of this one. */
async function waitForPictures(page: Page, epoch: number) {
  await unitsMap(page, epoch);
  await page.getByRole('img', { name: new RegExp(`^PCA of \\d+ states at epoch ${epoch}, `) }).waitFor();
  await page.getByRole('img', { name: new RegExp(`^Gate saturation at epoch ${epoch}: `) }).waitFor();
}

/** Presses the map in each of its rows, and tells which unit that chose, from the top. */
async function unitsFromTheTop(page: Page): Promise<readonly number[]> {
  const box = (await (await unitsMap(page, 3)).boundingBox())!;
  const units: number[] = [];
  for (let row = 0; row < UNITS; row += 1) {
    // 16 px above the map and 26 below it
    const y = box.y + 16 + ((row + 0.5) / UNITS) * (box.height - 42);
    await page.mouse.click(box.x + box.width / 2, y);
    await page.waitForFunction(isOutlined, { y, width: box.width / 2 });
    units.push(Number(/\[(\d+)\]/.exec((await page.locator('.states-unit-name').textContent())!)![1]));
  }
  return units;
}

/** Whether the outline of the chosen unit, which is wide, is around a height. */
function isOutlined({ y, width }: { y: number; width: number }): boolean {
  return [...document.querySelectorAll('.states-units .kit-outline')].some((outline) => {
    const box = outline.getBoundingClientRect();
    return box.width > width && box.top < y && box.bottom > y;
  });
}

test('units stand in the order that is chosen, and a press on one opens its details', async () => {
  const page = await stage.page('/states/');
  await waitForEpoch(page, 3);
  await unitsMap(page, 3);
  expect(await unitsFromTheTop(page)).toEqual([0, 1, 2, 3]);
  const order = page.getByRole('combobox', { name: 'Order of the units' });
  await order.selectOption('concept', { timeout: 60_000 });
  await page.waitForURL(/order=concept/);
  // from the concept's highest score to its lowest: every unit once
  expect([...(await unitsFromTheTop(page))].sort()).toEqual([0, 1, 2, 3]);
  await order.selectOption('index');
  await page.waitForURL((url) => !url.search.includes('order='));
  expect(await unitsFromTheTop(page)).toEqual([0, 1, 2, 3]);
  await page.getByRole('group', { name: 'What is shown of the state over time' }).getByText('unit over epochs').click();
  await page.getByRole('heading', { name: 'Unit 3 over epochs' }).waitFor();
  await page.getByRole('img', { name: 'Unit 3 of this sequence over 3 epochs' }).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.getByRole('heading', { name: 'Unit 2 over epochs' }).waitFor();
});

test('an example is chosen, and an arrow key takes all panels to another epoch', async () => {
  const page = await stage.page('/states/');
  await waitForEpoch(page, 3);
  await waitForPictures(page, 3);
  await page.getByRole('button', { name: 'Next sequence' }).click();
  await page.getByRole('heading', { name: /^Probe sequence 2 of \d+$/ }).waitFor();
  await page.getByRole('img', { name: /^PCA of \d+ states at epoch 3, trajectory of sequence 2$/ }).waitFor();
  await page.keyboard.press('ArrowLeft');
  await waitForPictures(page, 2);
  await page.keyboard.press('Home');
  await waitForPictures(page, 1);
  await page.waitForURL((url) => url.searchParams.get('epoch') === '1' && url.searchParams.get('seq') === '1');
  await page.reload();
  await waitForPictures(page, 1);
  await page.getByRole('heading', { name: /^Probe sequence 2 of \d+$/ }).waitFor();
});

test('t-SNE that one page computed is there at once for the next', async () => {
  const isDerived = (response: Response, method: string) =>
    /\/derived[/?]/.test(response.url()) && response.request().method() === method;
  const first = await stage.page('/states/');
  await waitForEpoch(first, 3);
  await waitForPictures(first, 3);
  const kept = first.waitForResponse((response) => isDerived(response, 'PUT') && response.ok(), { timeout: 60_000 });
  await first.getByRole('group', { name: 'How states are laid out' }).getByText('t-SNE').click();
  const layout = /^t-SNE of \d+ states at epoch 3, /;
  await first.getByRole('img', { name: layout }).waitFor({ timeout: 60_000 });
  const quality = first.getByRole('complementary', { name: 'How far to trust it' });
  await quality.getByText('KL divergence').waitFor();
  const numbers = await quality.locator('b').allTextContents();
  const key = (await kept).url().split('/').at(-1)!;

  const found: string[] = [];
  const left: string[] = [];
  const second = await stage.page('/');
  second.on('response', (response) => {
    if (isDerived(response, 'GET') && response.ok()) found.push(response.url());
    if (isDerived(response, 'PUT')) left.push(response.url());
  });
  await second.goto(first.url());
  await second.getByRole('img', { name: layout }).waitFor({ timeout: 60_000 });
  // asked for, and not computed and kept once more
  expect(found.some((url) => url.includes(key))).toBe(true);
  expect(left.some((url) => url.includes(key))).toBe(false);
  const again = second.getByRole('complementary', { name: 'How far to trust it' }).locator('b');
  expect(await again.allTextContents()).toEqual(numbers);
});

test('states like the one at the cursor are found elsewhere in the probe, and a press goes there', async () => {
  const page = await stage.page('/states/?seq=0&t=5&side=search');
  await waitForEpoch(page, 3);
  const nearest = page.getByRole('region', { name: 'Nearest states' }).getByRole('button');
  await nearest.first().waitFor({ timeout: 60_000 });
  const cosines = (await nearest.allTextContents()).map((text) => Number(/cosine (-?[\d.]+)/.exec(text)![1]));
  expect(cosines.length).toBeGreaterThan(2);
  expect(cosines).toEqual([...cosines].sort((a, b) => b - a));
  expect(cosines[0]).toBeGreaterThan(0.5);
  const [, timestep] = /^t = (\d+)$/.exec((await nearest.first().locator('b').textContent())!)!;
  await nearest.first().click();
  await page.waitForURL((url) => url.searchParams.get('t') === timestep);
  const sequence = Number(new URL(page.url()).searchParams.get('seq') ?? 0);
  expect([sequence, Number(timestep)]).not.toEqual([0, 5]);
  await page.getByRole('heading', { name: new RegExp(`^Probe sequence ${sequence + 1} of `) }).waitFor();
});
