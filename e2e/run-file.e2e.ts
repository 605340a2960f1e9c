import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playhead, waitForEpoch } from './stage/looks.ts';
import { startScript, type Watched } from './stage/process.ts';
import { openStage, type Stage } from './stage/stage.ts';

const EPOCHS = 4;

let stage: Stage;
let folder = '';
let showing: Watched | null = null;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unrolled-run-file-e2e-'));
  stage = await openStage();
  const training = stage.train({ name: 'to take along', epochs: EPOCHS, stepsPerEpoch: 10, units: 6, time: 10 });
  expect(await training.ended()).toBe(0);
});
afterAll(async () => {
  await showing?.kill('SIGKILL');
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command line to its end and gives what it said. */
async function unrolled(...args: string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const command = startScript('lib/cli/main.ts', args, { UNROLLED_DIR: stage.dir });
  const code = await command.ended();
  return { code, said: command.output() };
}

/** Scrubs from the newest epoch to the first, and sees that the picture goes along. */
async function scrubs(page: Page): Promise<void> {
  await waitForEpoch(page, EPOCHS);
  await page
    .getByRole('img', { name: new RegExp(`^States of lstm_1 at epoch ${EPOCHS}: 6 units × 10 timesteps`) })
    .waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('img', { name: new RegExp(`^States of lstm_1 at epoch ${EPOCHS - 1}: `) }).waitFor();
  await page.keyboard.press('Home');
  await page.getByRole('img', { name: /^States of lstm_1 at epoch 1: / }).waitFor();
  await page.getByRole('img', { name: /^PCA of \d+ states at epoch 1, / }).waitFor();
  expect(await playhead(page)).toBe(1);
}

test('an exported run opens in the dashboard, to be read only', async () => {
  expect(await unrolled('export', 'to take along', '-o', at('run.unrolled'))).toMatchObject({ code: 0 });
  showing = startScript('lib/cli/main.ts', [at('run.unrolled'), '--port', '0']);
  const [, url] = await showing.says(/to be read only: (http:\S+)/);
  const page = await stage.page(`${url}/states/`);
  await scrubs(page);
  await page.getByRole('button', { name: 'read-only file' }).click();
  await page.getByText('run.unrolled holds one run. It is opened for reading').waitFor();
});

test('the dashboard hands out the run: the same file as the command line writes, the page, the series', async () => {
  const page = await stage.page('/overview/');
  await waitForEpoch(page, EPOCHS);
  const take = async (name: string, to: string) => {
    await page.getByRole('button', { name: 'Take to take along along' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: new RegExp(`^${name}`) }).click(),
    ]);
    await download.saveAs(at(to));
    return download.suggestedFilename();
  };
  expect(await take('Run file', 'handed.unrolled')).toMatch(/^to-take-along-\w+\.unrolled$/);
  expect(readFileSync(at('handed.unrolled')).equals(readFileSync(at('run.unrolled')))).toBe(true);
  expect(await take('HTML page', 'handed.html')).toMatch(/\.html$/);
  expect(readFileSync(at('handed.html'), 'utf8')).toContain('<title>to take along · Unrolled</title>');
  await take('Series as CSV', 'handed.csv');
  const said = await unrolled('export', 'to take along', '--csv', '-o', at('written.csv'));
  expect([said.code, readFileSync(at('handed.csv'), 'utf8')]).toEqual([0, readFileSync(at('written.csv'), 'utf8')]);
});

test('imported twice it is there once', async () => {
  const target = at('other');
  expect(await unrolled('import', at('run.unrolled'), '--dir', target)).toMatchObject({
    code: 0,
    said: expect.stringMatching(/e2e\/to take along as \w+, imported/),
  });
  expect(await unrolled('import', at('run.unrolled'), '--dir', target)).toMatchObject({
    code: 0,
    said: expect.stringContaining('here already'),
  });
  expect((await unrolled('list', '--dir', target)).said.trim().split('\n')).toHaveLength(1);
});

test('a page with the run in it shows timeline and views from the disk, without a server and without a network', async () => {
  expect(await unrolled('export', 'to take along', '--html', '-o', at('run.html'))).toMatchObject({ code: 0 });
  const page = await stage.page('about:blank');
  await page.context().setOffline(true);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const address = pathToFileURL(at('run.html')).href;
  await page.goto(address);
  await page
    .getByRole('region', { name: 'Epoch timeline' })
    .or(page.getByRole('slider', { name: 'Epoch' }))
    .first()
    .waitFor();
  await page.getByRole('heading', { name: 'Loss' }).first().waitFor();
  await page.getByRole('link', { name: 'States' }).click();
  await page.waitForURL(/#\/states\//);
  await scrubs(page);
  await page.waitForURL(/epoch=1/);
  await page.reload();
  await page.getByRole('img', { name: /^States of lstm_1 at epoch 1: / }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Loss' }).first().waitFor();
  for (const [view, heading] of [
    ['Gradients', 'Gradient flow through time'],
    ['Saliency', 'Compute from the kept weights'],
  ] as const) {
    await page.getByRole('link', { name: view }).click();
    await page.getByRole('heading', { name: heading }).waitFor();
  }
  // computed in a worker of the page, out of the page
  await page.getByRole('link', { name: 'States' }).click();
  await page.getByRole('group', { name: 'How states are laid out' }).getByText('t-SNE').click();
  await page.getByRole('img', { name: /^t-SNE of \d+ states at epoch \d, / }).waitFor({ timeout: 60_000 });
  for (const link of await page.getByRole('navigation', { name: 'Views' }).getByRole('link').all()) {
    await link.click();
    await page.locator('[data-state=loading]').first().waitFor({ state: 'detached' });
    expect(await page.locator('[data-state=error], [role=alert]').count(), (await link.textContent()) ?? '').toBe(0);
  }
  await page.getByRole('link', { name: 'Saliency' }).click();
  await page.getByText('Nothing is computed in this page').waitFor();
  await page.getByRole('button', { name: 'recorded page' }).click();
  await page.getByText('The whole run goes into one file with').waitFor();
  expect(asked.filter((url) => !/^(file|blob|data):/.test(url))).toEqual([]);
});
