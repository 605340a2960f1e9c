import { afterAll, beforeAll, expect, test } from 'vitest';
import { playhead, waitForDrawnStep, waitForEpoch, waitForStatus } from './stage/looks.ts';
import { openStage, type Stage } from './stage/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('an empty folder tells a newcomer what to add, and a run that starts appears by itself', async () => {
  const page = await stage.page('/');
  await page.getByText("import { unrolled } from 'unrolled/callbacks'").waitFor();
  const training = stage.train({ name: 'first', epochs: 2 });
  await page.getByRole('row', { name: /first/ }).waitFor({ timeout: 60_000 });
  expect(await training.ended()).toBe(0);
  await page.getByRole('row', { name: /first.*finished/ }).waitFor();
});

test('the loss moves on the screen while training runs, and nothing needs a reload', async () => {
  const training = stage.train({ name: 'live', epochs: 6 });
  await training.says(/training starts/);
  const page = await stage.page('/overview/');
  await waitForStatus(page, 'live', 'live');
  const early = await waitForDrawnStep(page, 0);
  const later = await waitForDrawnStep(page, early + 20);
  expect(later).toBeGreaterThan(early + 20);
  expect(training.child.exitCode).toBeNull();
  expect(await training.ended()).toBe(0);
  await waitForStatus(page, 'live', 'finished');
  await waitForEpoch(page, 6);
  expect(await waitForDrawnStep(page, 6 * 18 - 1)).toBe(6 * 18);
});

test('a reload keeps what was seen, and a link restores run, view, epoch and timestep', async () => {
  const page = await stage.page('/gradients/');
  await waitForEpoch(page, 6);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => location.search.includes('epoch=2'));
  await page.reload();
  await waitForEpoch(page, 2);
  expect(await playhead(page)).toBe(2);
  const link = new URL(page.url());
  link.searchParams.set('t', '5');
  const other = await stage.page(link.pathname + link.search);
  await waitForEpoch(other, 2);
  expect(await playhead(other)).toBe(2);
  await other.getByText(/t = 5/).first().waitFor();
});

test('with yieldEvery never, when no timer of the trainer fires, every step still arrives', async () => {
  const training = stage.train({ name: 'never', epochs: 10, yieldEvery: 'never' });
  await training.says(/training starts/);
  const page = await stage.page('/overview/');
  await waitForStatus(page, 'never', 'live');
  expect(await training.ended()).toBe(0);
  await waitForStatus(page, 'never', 'finished');
  expect(await waitForDrawnStep(page, 10 * 18 - 1)).toBe(10 * 18);
});
