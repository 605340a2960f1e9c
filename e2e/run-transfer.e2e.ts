import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startScript } from './stage/process.ts';
import { openStage, type Stage } from './stage/stage.ts';

let stage: Stage;
let other: Stage;
let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unrolled-transfer-e2e-'));
  [stage, other] = [await openStage(), await openStage()];
  const trainings = [stage.train({ name: 'twin', epochs: 2 }), stage.train({ name: 'twin', epochs: 3, units: 6 })];
  for (const training of trainings) expect(await training.ended()).toBe(0);
});
afterAll(async () => {
  await stage.close();
  await other.close();
  rmSync(folder, { recursive: true, force: true });
});

async function unrolled(
  dir: string,
  ...args: string[]
): Promise<{ readonly code: number | null; readonly said: string }> {
  const command = startScript('lib/cli/main.ts', args, { UNROLLED_DIR: dir });
  const code = await command.ended();
  return { code, said: command.output() };
}

/** The files of an archive that are stored as they are. */
function entriesOf(zip: Buffer): readonly { readonly name: string; readonly data: Buffer }[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    const [method, bytes, named] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    expect(method).toBe(0);
    const name = zip.toString('utf8', at + 46, at + 46 + named);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    at += 46 + named + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    return { name, data: zip.subarray(start, start + bytes) };
  });
}

function digestOf(file: string): unknown {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare("SELECT value FROM meta WHERE key = 'digest'").pluck().get();
  } finally {
    database.close();
  }
}

async function choose(page: Page, ...files: readonly string[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import…' }).click(),
  ]);
  await chooser.setFiles([...files]);
}

test('selected runs are one download, and what is in it is imported elsewhere with equal digests', async () => {
  const page = await stage.page('/');
  await page.locator('.runs-row').nth(1).waitFor();
  await page.getByRole('checkbox', { name: 'Select all shown runs' }).check();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Run files/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('unrolled-2-runs.zip');
  await download.saveAs(at('runs.zip'));
  await page.getByText(/^2 exported, /).waitFor();
  const entries = entriesOf(readFileSync(at('runs.zip')));
  const files = entries.map(({ name }) => name);
  expect(files.every((name) => /^twin-[\w-]+\.unrolled$/.test(name))).toBe(true);
  for (const { name, data } of entries) writeFileSync(at(name), data);
  // the very bytes the command line writes: an equal digest, and nothing lost
  expect(await unrolled(stage.dir, 'export', '--all', '-o', `${at('cli')}/`)).toMatchObject({ code: 0 });
  for (const name of files) expect(readFileSync(at(name)).equals(readFileSync(join(at('cli'), name)))).toBe(true);

  const empty = await other.page('/');
  await empty.getByText('No runs yet').waitFor();
  await choose(empty, ...files.map(at));
  await empty.locator('.runs-row').nth(1).waitFor();
  await empty.getByText(/imported as .*imported as /).waitFor();
  expect(await unrolled(other.dir, 'export', '--all', '-o', `${at('back')}/`)).toMatchObject({ code: 0 });
  for (const name of files) expect(digestOf(join(at('back'), name))).toBe(digestOf(at(name)));
});

test('a file twice, a cut one, a foreign one and a newer one are told by name, and the list stays as it was', async () => {
  const page = await other.page('/');
  await page.locator('.runs-row').nth(1).waitFor();
  const whole = entriesOf(readFileSync(at('runs.zip')))[0]!.data;
  const newer = Buffer.from(whole);
  newer.writeUInt32BE(9_999, 60);
  writeFileSync(at('again.unrolled'), whole);
  writeFileSync(at('cut.unrolled'), whole.subarray(0, whole.length >> 1));
  writeFileSync(at('<b>foreign</b>.unrolled'.replaceAll('/', '∕')), 'a text');
  writeFileSync(at('newer.unrolled'), newer);
  writeFileSync(at('cut.zip'), readFileSync(at('runs.zip')).subarray(0, 5_000));
  const names = ['runs.zip', 'cut.zip', 'again.unrolled', 'cut.unrolled', '<b>foreign<∕b>.unrolled', 'newer.unrolled'];
  await choose(page, ...names.map(at));
  const alert = page.getByRole('alert');
  await alert.getByText(/again\.unrolled: .* is here already, the same in every value; nothing was done/).waitFor();
  await alert.getByText(/^cut\.zip: cut off or damaged/).waitFor();
  await alert.getByText(/^cut\.unrolled: cut off, /).waitFor();
  await alert.getByText(/^<b>foreign<∕b>\.unrolled: no SQLite file, not a run of Unrolled's/).waitFor();
  await alert.getByText(/^newer\.unrolled: written by a newer Unrolled/).waitFor();
  expect(await page.locator('.runs-row').count()).toBe(2);
});

test('columns are moved by dragging and by keys, and the link keeps their order', async () => {
  const page = await stage.page('/?c=name,status,epoch,started');
  await page.locator('.runs-row').nth(1).waitFor();
  const order = () =>
    page
      .locator('.runs-head [data-column]')
      .evaluateAll((cells) =>
        cells
          .sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
          .map((cell) => cell.getAttribute('data-column')),
      );
  const before = await order();
  const head = (key: string | null) => page.locator(`.runs-head [data-column="${key}"]`);
  const [first, last] = [before[1]!, before.at(-1)!];
  const [from, to] = [await head(last).boundingBox(), await head(first).boundingBox()];
  await page.mouse.move(from!.x + 20, from!.y + 12);
  await page.mouse.down();
  await page.mouse.move(to!.x + 4, to!.y + 12, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(
    ([key]) => document.querySelectorAll('.runs-head [data-column]')[1]?.getAttribute('data-column') === key,
    [last],
  );
  expect(await order()).toEqual(['name', last, ...before.slice(1, -1)]);
  await head(last).getByRole('button').focus();
  await page.keyboard.press('Control+Shift+ArrowRight');
  await page.waitForFunction(
    ([key]) => document.querySelectorAll('.runs-head [data-column]')[2]?.getAttribute('data-column') === key,
    [last],
  );
  expect(
    await head(last)
      .getByRole('button')
      .evaluate((button) => button === document.activeElement),
  ).toBe(true);
  const moved = await order();
  await page.waitForFunction(() => /status(,|%2C)started(,|%2C)epoch/.test(location.search));
  await page.reload();
  await page.locator('.runs-row').nth(1).waitFor();
  expect(await order()).toEqual(moved);
});
