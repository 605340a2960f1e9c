import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { missingPoints, type PointsByRun } from '../e2e/stage/missing-points.ts';
import { openStage, type Stage } from '../e2e/stage/stage.ts';
import { DEFAULT_PAGE_STATE, format } from '../lib/client/page-state.ts';
import type { SeriesPoints } from '../lib/protocol/delta.ts';
import { openStore, STORE_FILE } from '../lib/store/open-store.ts';
import { ensureDashboard } from '../scripts/setup/dashboard.mjs';
import { repository } from '../scripts/setup/repository.mjs';
import { exportMessages } from '../views/_kit/export/export-messages.ts';
import { type Answers, answersOf } from './compare/answers.ts';
import { type ComparedLoad, comparedIds, SEEDS, writeCompared } from './compare/load.ts';
import { type CurvesWatched, watchCurves } from './compare/watch-curves.ts';
import { type BenchOptions, type Figure, median, must, told } from './figures.ts';
import { scriptCpu } from './scrub/cpu-frames.ts';
import { quantile } from './scrub/redraws.ts';

const LOAD = { runs: 20, series: 50, steps: 10_000, epochs: 100 };
const OPENINGS = 5;
const MOVES = 120;
const MOVE_MS = 16;
/** Each run for itself, and seeds folded into means and bands. */
const FOLDS = ['none', 'seed'] as const;
type Fold = (typeof FOLDS)[number];

type Watching = Window & { curvesWatched?: CurvesWatched };

/**
 * 20 runs of 50 series with 10,000 points each beside each other, in a real browser: from navigation until every curve of
 * both charts is drawn with all its points and a pointer move over them is answered; what a pointer move costs; and whether
 * the CSV that the browser saves holds every point that was logged. Each run for itself and by groups: the worse counts.
 */
export async function bench({ quick = false }: BenchOptions = {}): Promise<readonly Figure[]> {
  await ensureDashboard(repository);
  const stage = await openStage();
  const load = quick ? { ...LOAD, series: 5 } : LOAD;
  const link = (fold: Fold) =>
    format({ ...DEFAULT_PAGE_STATE, view: 'compare', runs: comparedIds(load), fold, theme: 'dark' });
  const curves = { none: load.runs, seed: load.runs / SEEDS };
  try {
    const started = performance.now();
    await writeCompared(stage.dir, load);
    console.error(`written in ${((performance.now() - started) / 1_000).toFixed(0)} s`);
    // a server that was not there before
    await stage.killServer();
    await stage.startServer();
    const cold = await openings(stage, link('none'), curves.none, 1);
    const opened = { none: [] as readonly Opening[], seed: [] as readonly Opening[] };
    for (const fold of FOLDS) opened[fold] = await openings(stage, link(fold), curves[fold], OPENINGS);
    const moved = { none: await cursor(stage, link('none')), seed: await cursor(stage, link('seed')) };
    const worst = (of: (fold: Fold) => number) => Math.max(...FOLDS.map(of));
    const exported = await exportCsv(stage, link('seed'));
    const stored = await storedPoints(stage.dir, load);
    const logged = load.runs * load.steps;
    return [
      must(
        'usable_ms',
        worst((fold) => median(opened[fold].map(({ usableMs }) => usableMs))),
        'ms from navigation to all curves and an answered pointer, median of 5',
        '<= 1500',
      ),
      must(
        'cursor_ms',
        worst((fold) => quantile(moved[fold].scripts, 0.95)),
        'ms of scripts from pointer to last draw, p95',
        '<= 16',
      ),
      // what the store lost would be missing too
      must(
        'export_points_missing',
        missingPoints(exported.csv, stored) + Math.max(0, logged - countOf(stored)),
        `of ${logged}`,
        '<= 0',
      ),
      told(
        'painted_ms',
        worst((fold) => quantile(moved[fold].latencies, 0.95)),
        'ms from pointer to the frame with its answer, p95; 34 is two frames',
      ),
      told(
        'cursor_cpu_ms',
        worst((fold) => quantile(moved[fold].cpu, 0.95)),
        'ms of processor time, p95',
      ),
      told(
        'answers',
        Math.min(...FOLDS.map((fold) => moved[fold].scripts.length)),
        `frames with another cursor, of ${MOVES} moves`,
      ),
      ...FOLDS.map((fold) =>
        told(`usable_${fold}_ms`, median(opened[fold].map(({ usableMs }) => usableMs)), `ms, ${curves[fold]} curves`),
      ),
      told('usable_worst_ms', Math.max(...FOLDS.flatMap((fold) => opened[fold].map(({ usableMs }) => usableMs))), 'ms'),
      told('usable_cold_ms', cold[0]!.usableMs, 'ms, of a server that has just started'),
      told(
        'headline_ms',
        worst((fold) => median(opened[fold].map(({ headlineMs }) => headlineMs))),
        'ms from navigation until it is said where the runs part',
      ),
      told('export_ms', exported.ms, 'ms from the press until the file is there'),
      // more than about 3 on two cores: others were at work, and the figures are theirs too
      told('load', loadavg()[0] ?? Number.NaN, 'processes waiting or running, last minute'),
    ];
  } finally {
    await stage.close();
  }
}

interface Opening {
  readonly usableMs: number;
  readonly headlineMs: number;
}

async function openings(stage: Stage, link: string, curves: number, count: number): Promise<readonly Opening[]> {
  const found: Opening[] = [];
  for (let i = 0; i < count; i++) {
    const page = await stage.page(link, watchCurves);
    const { drawnAt, usableAt, headlineAt, curves: drawn } = await whenUsable(page);
    if (drawn.some((each) => each !== curves))
      throw new Error(`${drawn} curves were drawn, not ${curves} in each chart`);
    await page.context().close();
    console.error(
      `all curves ${drawnAt.toFixed(0)}, usable ${usableAt.toFixed(0)}, headline ${headlineAt.toFixed(0)} ms`,
    );
    found.push({ usableMs: usableAt, headlineMs: headlineAt });
  }
  return found;
}

/** Moves the pointer over the first chart until the page answers with all its curves, then waits for the headline. */
async function whenUsable(page: Page): Promise<CurvesWatched> {
  const client = await page.context().newCDPSession(page);
  const isUsable = () => page.evaluate(() => ((window as Watching).curvesWatched?.usableAt ?? 0) > 0);
  for (let i = 0; !(await isUsable()); i++) {
    if (i > 3_000) throw new Error('the page does not become usable');
    const box = await page.locator('.compare-lines').first().boundingBox({ timeout: 60_000 });
    if (box) await move(client, box.x + box.width * (0.2 + 0.5 * ((i % 40) / 40)), box.y + box.height / 2);
    await sleep(MOVE_MS);
  }
  await page.waitForFunction(() => ((window as Watching).curvesWatched?.headlineAt ?? 0) > 0, null, {
    timeout: 120_000,
  });
  return page.evaluate(() => (window as Watching).curvesWatched!);
}

/** The pointer goes over both charts, as fast as a hand does. */
async function cursor(stage: Stage, link: string): Promise<Answers & { readonly cpu: readonly number[] }> {
  const page = await stage.page(link, watchCurves);
  await whenUsable(page);
  const client = await page.context().newCDPSession(page);
  const boxes = await Promise.all([0, 1].map((i) => page.locator('.compare-lines').nth(i).boundingBox()));
  const sweep = async () => {
    for (let i = 0; i < MOVES; i++) {
      const box = boxes[Math.floor((2 * i) / MOVES)]!;
      const along = (i % (MOVES / 2)) / (MOVES / 2);
      await move(client, box.x + box.width * (0.15 + 0.6 * along), box.y + box.height * (0.3 + 0.4 * along));
      await sleep(MOVE_MS);
    }
    await sleep(300);
  };
  // once over all: compiled, laid out
  await sweep();
  await page.evaluate(() => {
    const { curvesWatched } = window as Watching;
    curvesWatched!.moves.length = 0;
    curvesWatched!.answers.length = 0;
  });
  await sweep();
  const answers = answersOf(await page.evaluate(() => (window as Watching).curvesWatched!));
  const cpu = await scriptCpu(page, sweep, 'pointermove');
  await page.context().close();
  console.error(
    `${answers.scripts.length} answers, script p50 ${quantile(answers.scripts, 0.5).toFixed(1)} p95 ${quantile(answers.scripts, 0.95).toFixed(1)}, painted p50 ${quantile(answers.latencies, 0.5).toFixed(1)} p95 ${quantile(answers.latencies, 0.95).toFixed(1)} ms`,
  );
  return { ...answers, cpu };
}

async function move(client: CDPSession, x: number, y: number): Promise<void> {
  await client.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
}

/** What the browser saves when the curves of the first chart are taken as CSV. */
async function exportCsv(stage: Stage, link: string): Promise<{ readonly csv: string; readonly ms: number }> {
  const page = await stage.page(link, watchCurves);
  await whenUsable(page);
  const panel = page.locator('.compare-curve').first();
  await panel.getByTitle(exportMessages.open).click();
  const started = performance.now();
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    panel.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const csv = await readFile((await download.path())!, 'utf8');
  return { csv, ms: performance.now() - started };
}

/** Every stored point of the series that is compared first, past the server. */
async function storedPoints(dir: string, load: ComparedLoad): Promise<PointsByRun> {
  const store = await openStore(join(dir, STORE_FILE), { readOnly: true });
  try {
    const all = new Map<string, SeriesPoints>();
    for (const runId of comparedIds(load)) {
      const loss = (await store.listSeries(runId)).find(({ name }) => name === 'loss')!;
      const [points] = await store.window({
        ...{ runId, seriesIds: [loss.id], fromStep: 0, toStep: Number.MAX_SAFE_INTEGER },
        maxPoints: Number.MAX_SAFE_INTEGER,
      });
      all.set(runId, points!);
    }
    return all;
  } finally {
    await store.close();
  }
}

function countOf(points: PointsByRun): number {
  return [...points.values()].reduce((sum, { steps }) => sum + steps.length, 0);
}
