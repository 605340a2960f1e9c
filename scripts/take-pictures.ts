// npm run pictures [PART OF A NAME …]: the pictures of README and docs/choosing-a-view.md, of real trainings. Takes the newest
// finished run of each kind from the data folder (UNROLLED_DIR, else data/), and trains what is not there: a quarter of an hour.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PICTURES, type Picture, type Training } from './pictures/pictures.ts';
import { serve } from './pictures/serve.ts';
import { findBrowser } from './setup/browser.mjs';
import { ensureDashboard } from './setup/dashboard.mjs';
import { exitOnSignals } from './setup/ending.mjs';
import { repository, sourceFlags } from './setup/repository.mjs';

/** Most bytes of a picture in the repository. */
const MOST_BYTES = 200_000;
const SIZE = { width: 1280, height: 800 };
/** A panel alone has room for all that stands beside its plot. */
const PANEL_SIZE = { width: 1280, height: 900 };
/** What is computed in the page takes so long at most. */
const LONGEST_MS = 120_000;

exitOnSignals();
const dir = process.env.UNROLLED_DIR || join(repository, 'data');
await ensureDashboard(repository);
const server = await serve(dir);
try {
  const only = process.argv.slice(2);
  const wanted = PICTURES.filter(({ file }) => only.length === 0 || only.some((part) => file.includes(part)));
  for (const training of new Set(wanted.flatMap(({ of }) => of))) await ensureRun(training);
  const { executablePath, args, env } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args, env });
  for (const picture of wanted) await take(browser, picture);
  await browser.close();
} finally {
  server.close();
}

async function newest({ project, name }: Training): Promise<string | null> {
  const runs = (await (await fetch(`${server.url}/api/v1/runs`)).json()) as readonly {
    readonly info: { readonly id: string; readonly project: string; readonly name: string; readonly status: string };
    readonly epoch: number;
  }[];
  // the newest comes first
  const found = runs.find(
    ({ info, epoch }) =>
      info.project === project && info.name.startsWith(name) && info.status === 'finished' && epoch > 0,
  );
  return found?.info.id ?? null;
}

async function ensureRun(training: Training): Promise<void> {
  if (await newest(training)) return;
  console.log(`Training ${training.project} ${training.name}: none in ${dir}`);
  const { status } = spawnSync(process.execPath, [...sourceFlags, ...training.command], {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, UNROLLED_DIR: dir },
  });
  if (status !== 0) throw new Error(`${training.command.join(' ')}: ended with ${status} — see above`);
}

async function take(browser: Browser, { file, of, page: path, theme, press, until, panel }: Picture): Promise<void> {
  const page = await browser.newPage({ viewport: panel ? PANEL_SIZE : SIZE, deviceScaleFactor: panel ? 2 : 1 });
  const runs: string[] = [];
  for (const training of of) runs.push((await newest(training))!);
  const query = `runs=${runs.join(',')}&theme=${theme ?? 'light'}`;
  await page.goto(`${server.url}${path}${path.includes('?') ? '&' : '?'}${query}`);
  await settled(page);
  for (const { button, shows } of press ?? []) {
    const found = page.getByRole('button', { name: button });
    // what an earlier visit left with the server has no button
    if ((await found.count()) > 0) await found.click();
    await page.getByText(shows).filter({ visible: true }).first().waitFor({ timeout: LONGEST_MS });
  }
  if (until) await page.getByText(until).filter({ visible: true }).first().waitFor({ timeout: LONGEST_MS });
  // no button is shown as pressed or under the pointer
  await page.mouse.move(0, SIZE.height - 1);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await settled(page);
  const target = join(repository, 'docs', 'pictures', file);
  if (panel) await page.getByRole('region', { name: panel, exact: true }).screenshot({ path: target });
  else await page.screenshot({ path: target });
  const { size } = statSync(target);
  if (size > MOST_BYTES) throw new Error(`${file}: ${size} bytes — a picture may have ${MOST_BYTES}; show less on it`);
  console.log(`${file}: ${size} bytes`);
  await page.close();
}

/** Panels are there, none is loading or computing, and what they show has been drawn. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.waitForFunction(
    () =>
      document.querySelector('.kit-panel') !== null &&
      document.querySelector('[data-state=loading], progress') === null,
    undefined,
    { timeout: LONGEST_MS },
  );
  // sizes of panels are settled a frame after what is in them
  await page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}
