import { loadavg } from 'node:os';
import type { CDPSession, Page } from 'playwright-core';
import { openStage, type Stage } from '../e2e/stage/stage.ts';
import { ensureDashboard } from '../scripts/setup/dashboard.mjs';
import { repository } from '../scripts/setup/repository.mjs';
import { type BenchOptions, type Figure, median, must, told } from './figures.ts';
import { writeRuns } from './runs/load.ts';
import { type ListWatched, watchList } from './runs/watch-list.ts';

const LOAD = { runs: 10_000, configKeys: 30, metrics: 20, epochs: 20 };
const OPENINGS = 5;
/** Typed key by key; each press must have changed what is shown before the next comes. */
const TYPED = 'lr > 1e-3 and val_loss.best < 0.01 and tags has baseline';
const WHEELS = 120;

type Watching = Window & { listWatched?: ListWatched };

/**
 * The list of 10,000 runs with 30 settings and 20 metrics each, in a real browser: from navigation to the first frame with rows,
 * from a key press in the filter to the frame that shows its answer, and the longest frame while the wheel turns.
 */
export async function bench({ quick = false }: BenchOptions = {}): Promise<readonly Figure[]> {
  await ensureDashboard(repository);
  const stage = await openStage();
  try {
    const started = performance.now();
    await writeRuns(stage.dir, quick ? { ...LOAD, runs: 2_000 } : LOAD);
    console.error(`written in ${((performance.now() - started) / 1_000).toFixed(0)} s`);
    // a server that was not there before: it reads the whole list first
    await stage.killServer();
    await stage.startServer();
    const cold = await firstPaint(stage);
    const paints: number[] = [];
    const wholes: number[] = [];
    for (let i = 0; i < OPENINGS; i++) {
      const { paintMs, wholeMs } = await firstPaint(stage);
      paints.push(paintMs);
      wholes.push(wholeMs);
    }
    const page = await openList(stage);
    const client = await page.context().newCDPSession(page);
    const filter = await typeFilter(page);
    const scroll = await turnWheel(page, client);
    const slowest = (times: readonly number[]) => Math.max(...times);
    return [
      must('first_paint_ms', median(paints), 'ms from navigation to rows, median of 5', '<= 1000'),
      must('filter_ms', slowest(filter), 'ms from key press to the frame with its answer, slowest', '<= 100'),
      must('longest_frame_ms', scroll.longestMs, 'ms between frames while scrolling', '<= 50'),
      told('filter_median_ms', median(filter), 'ms'),
      told('first_paint_worst_ms', slowest(paints), 'ms'),
      told('first_paint_cold_ms', cold.paintMs, 'ms, of a server that has not read the list yet'),
      told('whole_list_ms', median(wholes), 'ms from navigation until all runs are in the page'),
      told('frames', scroll.frames, 'while scrolling'),
      told('rows_seen', scroll.rows, 'different rows drawn while scrolling'),
      // more than about 3 on two cores: others were at work, and the figures are theirs too
      told('load', loadavg()[0] ?? Number.NaN, 'processes waiting or running, last minute'),
    ];
  } finally {
    await stage.close();
  }
}

async function openList(stage: Stage): Promise<Page> {
  const page = await stage.page('/', watchList);
  await page.waitForFunction(() => ((window as Watching).listWatched?.wholeAt ?? 0) > 0, null, { timeout: 120_000 });
  return page;
}

/** Of a page of its own: when the first rows were painted, and when all runs were there. */
async function firstPaint(stage: Stage): Promise<{ readonly paintMs: number; readonly wholeMs: number }> {
  const page = await openList(stage);
  const { paintedAt, wholeAt } = await page.evaluate(() => (window as Watching).listWatched!);
  await page.context().close();
  console.error(`first rows ${paintedAt.toFixed(0)} ms, all runs ${wholeAt.toFixed(0)} ms`);
  return { paintMs: paintedAt, wholeMs: wholeAt };
}

/** Of each key: how long until a frame shows what it changed. */
async function typeFilter(page: Page): Promise<readonly number[]> {
  const field = page.locator('.runs-filter input');
  await field.click();
  const times: number[] = [];
  for (const key of TYPED) {
    const before = await page.evaluate(() => (window as Watching).listWatched!.answers.length);
    await field.press(key === ' ' ? 'Space' : key);
    const answer = await page.waitForFunction((count) => (window as Watching).listWatched!.answers[count], before, {
      timeout: 20_000,
    });
    times.push(Number(await answer.jsonValue()));
  }
  const shown = await page.locator('.runs-count').textContent();
  if (!/\d+.of/.test(shown ?? '')) throw new Error(`the filter found nothing: ${shown}`);
  console.error(`${shown}; keys: ${times.map((each) => each.toFixed(0)).join(' ')} ms`);
  await field.fill('');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  return times;
}

async function turnWheel(page: Page, client: CDPSession) {
  await page.waitForFunction(() => document.querySelectorAll('.runs-row').length > 20);
  await page.evaluate(() => (window as Watching).listWatched!.startFrames());
  for (let i = 0; i < WHEELS; i++) {
    await client.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 700, y: 500, deltaX: 0, deltaY: 240 });
  }
  await page.waitForFunction(() => (document.querySelector('.runs-scroll')?.scrollTop ?? 0) > 10_000);
  return page.evaluate(() => (window as Watching).listWatched!.endFrames());
}
