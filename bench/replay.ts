import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { startScript } from '../e2e/stage/process.ts';
import type { ViewName } from '../lib/client/page-state.ts';
import { STORE_FILE } from '../lib/store/open-store.ts';
import { exportRunFile } from '../lib/store/run-file/export-run-file.ts';
import { importRunFile } from '../lib/store/run-file/import-run-file.ts';
import { openRunFile } from '../lib/store/run-file/open-run-file.ts';
import { findBrowser } from '../scripts/setup/browser.mjs';
import { ensureDashboard } from '../scripts/setup/dashboard.mjs';
import { repository } from '../scripts/setup/repository.mjs';
import { type BenchOptions, type Figure, median, must, told } from './figures.ts';
import { recordedSentiment } from './replay/recorded.ts';
import { type Watched, watchPresses } from './scrub/watch.ts';

const OPENINGS = 5;
const VIEWS: readonly ViewName[] = ['overview', 'gradients', 'states'];

/**
 * The run of the sentiment example, taken along. How large its page is; how long the page takes from navigation, read from
 * the disk by a browser without a network, to the first animation frame after a view (not only the timeline) was drawn with its data;
 * whether export, import and export again give one digest.
 */
export async function bench({ fresh = false }: BenchOptions = {}): Promise<readonly Figure[]> {
  await ensureDashboard(repository);
  const run = await recordedSentiment(fresh);
  const folder = mkdtempSync(join(tmpdir(), 'unrolled-replay-bench-'));
  try {
    const page = join(folder, 'run.html');
    const writing = startScript('lib/cli/main.ts', ['export', run, '--html', '-o', page]);
    if ((await writing.ended()) !== 0) throw new Error(writing.output());
    const digests = await digestsOf(run, folder);
    const { executablePath, args, env } = await findBrowser();
    const browser = await chromium.launch({ executablePath, args, env });
    try {
      const opened = new Map<ViewName, readonly number[]>();
      for (const view of VIEWS) opened.set(view, await openings(browser, page, view));
      const all = [...opened.values()];
      return [
        must(
          'first_picture_ms',
          Math.max(...all.map(median)),
          'ms from the disk, slowest of three views, median of 5',
          '<= 1000',
        ),
        must('html_mb', statSync(page).size / 1e6, 'MB, sentiment run', '<= 5'),
        must('digest_equal', new Set(digests).size === 1 ? 1 : 0, 'of export, import, export', '>= 1'),
        ...VIEWS.map((view) => told(`${view}_ms`, median(opened.get(view)!), 'ms')),
        told('first_picture_worst_ms', Math.max(...all.flat()), 'ms'),
        told('run_file_mb', statSync(run).size / 1e6, 'MB'),
        // more than about 3 on two cores: others were at work, and the figures are theirs too
        told('load', loadavg()[0] ?? Number.NaN, 'processes waiting or running, last minute'),
      ];
    } finally {
      await browser.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Digests of the run as it came, and after each of two turns through a store. */
async function digestsOf(file: string, folder: string): Promise<readonly string[]> {
  const opened = await openRunFile(file);
  opened.close();
  const { id } = opened.run;
  const digests = [opened.digest];
  let from = file;
  for (const turn of ['first', 'second']) {
    const store = join(folder, turn, STORE_FILE);
    await importRunFile(store, from);
    from = join(folder, `${turn}.unrolled`);
    digests.push((await exportRunFile(store, id, from)).digest);
  }
  return digests;
}

async function openings(browser: Browser, file: string, view: ViewName): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < OPENINGS; i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, offline: true });
    const page = await context.newPage();
    await page.addInitScript(watchPresses);
    await page.goto(`${pathToFileURL(file).href}#/${view}/`);
    const drawn = await page.waitForFunction(
      () =>
        (window as Window & { watched?: Watched }).watched?.frames.find(({ panels }) =>
          panels.some((title) => title !== 'timeline'),
        )?.endedAt,
      null,
      { timeout: 60_000 },
    );
    // a page's clock begins with its navigation
    times.push(Number(await drawn.jsonValue()));
    await context.close();
  }
  console.error(`${view}: ${times.map((each) => each.toFixed(0)).join(', ')} ms`);
  return times;
}
