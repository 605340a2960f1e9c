import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './stage/stage.ts';

const VIEWS = ['overview', 'gradients', 'states', 'attention', 'saliency', 'compare', 'events'];
/** Checked as WCAG 2.1 AA asks. */
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  expect(await stage.train({ name: 'hands', epochs: 3, stepsPerEpoch: 8, units: 4, time: 8 }).ended()).toBe(0);
});
afterAll(() => stage.close());

/** What is wrong with a page, by rule, with the elements. */
async function violations(page: Page): Promise<readonly string[]> {
  // not as a script element: the page allows none but its own
  await page.evaluate(axe);
  const found = await page.evaluate(
    async (values) =>
      (
        await (
          globalThis as unknown as { axe: { run: (on: object, options: object) => Promise<{ violations: unknown }> } }
        ).axe.run(document, {
          runOnly: { type: 'tag', values },
        })
      ).violations,
    LEVELS,
  );
  return (found as readonly Found[]).flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} — ${failureSummary.split('\n')[1] ?? ''}`),
  );
}

test.each(['dark', 'light'])('views hold what WCAG AA asks, in %s', async (theme) => {
  const list = await stage.page(`/?theme=${theme}`);
  await list.getByText('hands').first().waitFor();
  expect(await violations(list)).toEqual([]);
  for (const view of VIEWS) {
    const page = await stage.page(`/${view}/?theme=${theme}`);
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
