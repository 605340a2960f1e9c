import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openStage } from '../e2e/stage/stage.ts';
import { DEFAULT_PAGE_STATE, format } from '../lib/client/page-state.ts';
import { ensureDashboard } from '../scripts/setup/dashboard.mjs';
import { repository } from '../scripts/setup/repository.mjs';
import { type Figure, median, must, told } from './figures.ts';
import type { TrainingReport } from './live/training.ts';

const FEW_POINTS = 100_000;
const MANY_POINTS = 1_000_000;
/** Samples of one training; each size trains twice. */
const SAMPLES = 100;
/** First steps of a fit: kernels are made, the page's code is compiled. */
const WARM_UP = 10;

interface Outcome {
  readonly delaysMs: readonly number[];
  readonly stepMs: number;
}

/**
 * How long it takes from `run.log` in a real fit to the first animation frame after the loss chart drew that step in a
 * real browser, while a run of 100,000 points is open; and how that grows with ten times as many. Trainer, server and
 * browser are processes of one machine and share its clock. Order: few, many, many, few.
 */
export async function bench(): Promise<Figure[]> {
  await ensureDashboard(repository);
  const outcomes = new Map<number, Outcome[]>([
    [FEW_POINTS, []],
    [MANY_POINTS, []],
  ]);
  for (const points of [FEW_POINTS, MANY_POINTS, MANY_POINTS, FEW_POINTS]) {
    const outcome = await watchTraining(points);
    console.error(`${points} points: median ${median(outcome.delaysMs)} ms, p95 ${p95(outcome.delaysMs)} ms`);
    outcomes.get(points)!.push(outcome);
  }
  const [few, many] = [FEW_POINTS, MANY_POINTS].map((points) =>
    outcomes.get(points)!.flatMap(({ delaysMs }) => delaysMs),
  ) as [number[], number[]];
  return [
    must('p95_ms', p95(few), 'ms', '<= 250'),
    must('growth_ratio', p95(many) / p95(few), 'x p95 with 10 x the points', '<= 1.3'),
    told('median_ms', median(few), 'ms'),
    told('median_growth_ratio', median(many) / median(few), 'x median with 10 x the points'),
    told('p95_many_ms', p95(many), 'ms'),
    told('samples', few.length, ''),
    // more than about 3 on two cores: others were at work, and the figures are theirs too
    told('load', loadavg()[0] ?? Number.NaN, 'processes waiting or running, last minute'),
    told('step_ms', median([...outcomes.values()].flat().map(({ stepMs }) => stepMs)), 'ms'),
  ];
}

async function watchTraining(points: number): Promise<Outcome> {
  const stage = await openStage();
  const training = fork(
    fileURLToPath(new URL('./live/training.ts', import.meta.url)),
    [stage.dir, String(points), String(SAMPLES + WARM_UP)],
    { execArgv: ['--conditions=unrolled-source'] },
  );
  try {
    const started = await reportOf(training);
    if (!started.ready) throw new Error('live: the training ended before it was watched');
    const page = await stage.page(format({ ...DEFAULT_PAGE_STATE, view: 'overview', runs: [started.runId] }));
    await watchLossChart(page, started.lastStep);
    training.send('go');
    const ended = await reportOf(training);
    if (ended.ready) throw new Error('live: the training did not say what it logged');
    const last = ended.logged.at(-1)![0];
    await page.waitForFunction((step) => (window as Watching).drawn!.at(-1)![0] >= step, last, { timeout: 10_000 });
    const drawn = await page.evaluate(() => (window as Watching).drawn!);
    return { delaysMs: delaysOf(ended.logged.slice(WARM_UP), drawn), stepMs: ended.stepMs };
  } finally {
    training.kill('SIGKILL');
    await stage.close();
  }
}

/** What the page keeps: [newest step the chart has drawn, ms since the Unix epoch at the first frame after]. */
type Watching = Window & { drawn?: [number, number][] };

/** Waits until the chart shows what was logged before, then notes in every frame what it has drawn. */
async function watchLossChart(page: Page, lastStep: number): Promise<void> {
  // the loss chart comes first; the canvas of a chart says the newest step it has drawn
  await page.waitForFunction(
    (step) => Number(document.querySelector<HTMLElement>('canvas[data-last-step]')?.dataset.lastStep) >= step,
    lastStep,
    { timeout: 60_000 },
  );
  await page.evaluate((begin) => {
    const canvas = document.querySelector<HTMLElement>('canvas[data-last-step]');
    const drawn: [number, number][] = [[begin, Date.now()]];
    const look = () => {
      const step = Number(canvas?.dataset.lastStep);
      if (step > drawn.at(-1)![0]) drawn.push([step, Date.now()]);
      requestAnimationFrame(look);
    };
    (window as Watching).drawn = drawn;
    requestAnimationFrame(look);
  }, lastStep);
}

function delaysOf(logged: readonly (readonly [number, number])[], drawn: readonly [number, number][]): number[] {
  return logged.map(([step, loggedMs]) => {
    const frame = drawn.find(([newest]) => newest >= step);
    if (!frame) throw new Error(`live: step ${step} was never drawn`);
    return frame[1] - loggedMs;
  });
}

async function reportOf(training: ChildProcess): Promise<TrainingReport> {
  const ended = once(training, 'exit').then(() => {
    throw new Error('live: the training ended too soon');
  });
  const [report] = await Promise.race([once(training, 'message'), ended]);
  return report as TrainingReport;
}

function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}
