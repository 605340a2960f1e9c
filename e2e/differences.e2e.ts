import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './stage/accessibility.ts';
import { waitForEpoch } from './stage/looks.ts';
import { openStage, type Stage } from './stage/stage.ts';

const UNITS = 4;
const TIME = 8;

let stage: Stage;
/** With attention. */
const WRITER = 'scripts';
let writers: readonly string[];
/** Ids of runs by name. */
let ids: ReadonlyMap<string, string>;
beforeAll(async () => {
  stage = await openStage();
  const small = { epochs: 3, stepsPerEpoch: 8, units: UNITS, time: TIME };
  expect(await stage.train({ ...small, name: 'first' }).ended()).toBe(0);
  expect(await stage.train({ ...small, name: 'second', units: UNITS + 2 }).ended()).toBe(0);
  expect(await stage.train({ ...small, name: 'apart', epochs: 1, time: TIME + 2 }).ended()).toBe(0);
  for (const _ of [1, 2]) expect(await stage.trainOdd(WRITER).ended()).toBe(0);
  const runs = (await (await fetch(`${stage.url}/api/v1/runs`)).json()) as readonly {
    readonly info: { readonly id: string; readonly name: string };
  }[];
  ids = new Map(runs.map(({ info }) => [info.name, info.id]));
  writers = runs.filter(({ info }) => info.name === WRITER).map(({ info }) => info.id);
});
afterAll(() => stage.close());

/** A page that compares runs, the first of them the reference. */
function compare(names: readonly string[], rest: string): Promise<Page> {
  return stage.page(`/compare/?runs=${names.map((name) => ids.get(name)).join(',')}&${rest}`);
}

/** Waits until the maps are of an epoch. */
async function waitForMaps(page: Page, epoch: number) {
  for (const name of ['first', 'second']) {
    await page
      .getByRole('figure')
      .filter({ hasText: `${name}epoch ${epoch}` })
      .waitFor({ timeout: 60_000 });
  }
}

test('states stand unit by matched unit, with what chance matches; the cursor and the example are those of the page', async () => {
  const page = await compare(['first', 'second'], 'below=states');
  await waitForEpoch(page, 3);
  await waitForMaps(page, 3);
  const [matched = 'none', chance] = await page
    .getByText(/^\d of 4 units matched \(chance ≤ \d\) · mean \|r\| \d\.\d\d \(chance ≤ \d\.\d\d\)/)
    .first()
    .textContent()
    .then((text) => (text ?? '').match(/\d+/g) ?? []);
  expect(Number(matched)).toBeLessThanOrEqual(UNITS);
  expect(Number(chance)).toBeLessThanOrEqual(UNITS);
  await page.getByRole('img', { name: `first − second: ${matched} matched units × ${TIME} timesteps` }).waitFor();
  const map = page.getByRole('img', { name: `States of first: ${UNITS} units × ${TIME} timesteps` });
  const box = (await map.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + 12);
  await page.waitForURL(/[?&]t=\d/);
  expect(page.url()).toMatch(/[?&]unit=[0-3](&|$)/);
  const unitOf = (link: string) => Number(new URL(link).searchParams.get('unit'));
  const chosen = unitOf(page.url());
  await page.keyboard.press('ArrowDown');
  await page.waitForURL((url) => unitOf(url.href) !== chosen);
  await page.keyboard.press('ArrowUp');
  await page.waitForURL((url) => unitOf(url.href) === chosen);
  await page.getByRole('button', { name: 'Next example' }).click();
  await page.waitForURL(/[?&]seq=1/);
  await page.mouse.move(2, 2);
  await page.keyboard.press('ArrowLeft');
  await waitForMaps(page, 2);
});

test('what was matched is kept: the next visitor has it from the server', async () => {
  const page = await compare(['first', 'second'], 'below=states&epoch=1');
  await waitForMaps(page, 1);
  const [kept] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('/derived') && response.ok()),
    page.reload(),
  ]);
  expect(kept.request().method()).toBe('GET');
  await waitForMaps(page, 1);
});

test('CKA says how alike two runs are, whatever the order of their units; one of another probe is left out', async () => {
  const page = await compare(['first', 'second', 'apart'], 'below=cka');
  await page.getByRole('img', { name: 'CKA of every two of first, second' }).waitFor({ timeout: 60_000 });
  await page.getByText(/^first, second: (−)?0\.\d\d$/).waitFor();
  const facts = page.getByText(/1 of 3 runs left out$/);
  await facts.waitFor();
  expect(await facts.getAttribute('title')).toMatch(/first and apart were measured on different probes/);
});

test('attention stands side by side, and how much of it moved is told; a cell is the cursor of the page', async () => {
  const page = await stage.page(`/compare/?runs=${writers.join(',')}&below=attention`);
  await page.getByText(/^\d\.\d\d of a row’s weight moved, \d\.\d\d over \d+ examples$/).waitFor({ timeout: 60_000 });
  const maps = page.getByRole('img', { name: new RegExp(`^Attention of ${WRITER}: \\d+ targets × \\d+ sources$`) });
  expect(await maps.count()).toBe(2);
  const box = (await maps.first().boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForURL(/[?&]target=\d/);
  expect(await violations(page)).toEqual([]);
});

test.each(['dark', 'light'])('what is compared inside of two runs holds what WCAG AA asks, in %s', async (theme) => {
  for (const [below, told] of [
    ['states', /of 4 units matched/],
    ['cka', /by chance up to/],
  ] as const) {
    const page = await compare(['first', 'second'], `below=${below}&theme=${theme}&t=3&unit=1`);
    await page.getByText(told).first().waitFor({ timeout: 60_000 });
    expect([below, await violations(page)]).toEqual([below, []]);
    await page.close();
  }
});

test('runs of different probes, and runs without attention, say why they cannot be compared and what to do', async () => {
  const page = await compare(['first', 'apart'], 'below=states');
  await page.getByText(/^first and apart were measured on different probes \(\w{8}…, \w{8}…\)/).waitFor();
  await page.getByText('unrolled(model, { probe: { x: xProbe, y: yProbe } })').waitFor();
  await page.getByRole('group', { name: 'What is compared below' }).getByText('attention').click();
  await page.getByText(/^first: no attention was recorded/).waitFor();
});

test('a scatter of runs is walked by keys, holds the others against one of them, and says that three are too few for a rank', async () => {
  const page = await compare(['first', 'second', 'apart'], 'below=scatter');
  await page.getByText('no rank correlation: 3 of at least 4 runs have both').waitFor();
  const runs = page.getByRole('listbox', { name: 'Runs of the scatter' });
  await runs.getByRole('option', { name: /^second: 6, \d/ }).waitFor({ state: 'attached' });
  await runs.focus();
  // along x, the setting that differs first
  await page.keyboard.press('End');
  await page.getByRole('tooltip').getByText('second', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/[?&]pin=2(&|$)/);
  expect(page.url()).not.toMatch(/[?&]epoch=/);
});

test('an axis of parallel coordinates is moved and brushed by keys, and the link restores it', async () => {
  const page = await compare(['first', 'second', 'apart'], 'below=parallel');
  const axis = page.getByRole('button', { name: /^units, axis 1 of/ });
  await axis.focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: /^units, axis 2 of/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel('Runs within to').fill('5');
  await page.keyboard.press('Enter');
  await page.getByText('2 of 3 runs within the brushes').waitFor();
  await page.waitForURL(/[?&]pb=2,-1e999,5(&|$)/);
  await page.reload();
  await page.getByText('2 of 3 runs within the brushes').waitFor();
});

test('distributions lie over each other, and a run that is not that far is shown as of its own last epoch', async () => {
  const page = await compare(['first', 'second', 'apart'], 'below=spread&so=h');
  const numbers = page.getByRole('region', { name: 'Numbers of each run' });
  await numbers.getByRole('row', { name: /^apart, epoch 1 / }).waitFor();
  await numbers.getByRole('row', { name: /^second \d/ }).waitFor();
  await page.getByRole('img', { name: /^hidden states of lstm_1 over the probe at epoch 3: first mean/ }).waitFor();
});
