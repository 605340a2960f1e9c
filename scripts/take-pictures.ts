// npm run pictures: the pictures of docs/choosing-a-view.md, of real trainings. Takes the newest finished run of each kind
// from the data folder (UNROLLED_DIR, else data/), and trains what is not there.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { serve } from './pictures/serve.ts';
import { findBrowser } from './setup/browser.mjs';
import { ensureDashboard } from './setup/dashboard.mjs';
import { exitOnSignals } from './setup/ending.mjs';
import { repository, sourceFlags } from './setup/repository.mjs';

/** Most bytes of a picture in the repository. */
const MOST_BYTES = 200_000;
const SIZE = { width: 1280, height: 800 };

/** A training, by project and beginning of its name, and what trains it. */
interface Training {
  readonly project: string;
  readonly name: string;
  readonly command: readonly string[];
}

interface Picture {
  readonly file: string;
  readonly of: Training;
  /** Path and query of the page, without the run. */
  readonly page: string;
  /** Clicked before the picture is taken, and what shows that it is done. */
  readonly press?: { readonly button: RegExp; readonly until: string };
}

const quickstart: Training = { project: 'quickstart', name: '', command: ['examples/quickstart/main.ts'] };
const explain = { button: /^Compute integrated gradients at epoch/, until: 'computed in this page' };

const PICTURES: readonly Picture[] = [
  { file: 'choosing-overview.png', of: quickstart, page: '/overview/' },
  { file: 'choosing-states.png', of: quickstart, page: '/states/?t=8' },
  {
    file: 'choosing-saliency-frames.png',
    of: quickstart,
    page: '/saliency/?method=integrated-gradients&t=8',
    press: explain,
  },
];

exitOnSignals();
const dir = process.env.UNROLLED_DIR || join(repository, 'data');
await ensureDashboard(repository);
const server = await serve(dir);
try {
  const only = process.argv.slice(2);
  const wanted = PICTURES.filter(({ file }) => only.length === 0 || only.some((part) => file.includes(part)));
  for (const { of } of wanted) await ensureRun(of);
  const { executablePath, args, env } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args, env });
  for (const picture of wanted) await take(await browser.newPage({ viewport: SIZE }), picture);
  await browser.close();
} finally {
  server.close();
}

async function newest({ project, name }: Training): Promise<string | null> {
  const runs = (await (await fetch(`${server.url}/api/v1/runs`)).json()) as readonly {
    readonly info: { readonly id: string; readonly project: string; readonly name: string; readonly startedMs: number };
    readonly epoch: number;
  }[];
  const own = runs.filter((run) => run.info.project === project && run.info.name.startsWith(name) && run.epoch > 0);
  return own.sort((a, b) => b.info.startedMs - a.info.startedMs)[0]?.info.id ?? null;
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

async function take(page: Page, { file, of, page: path, press }: Picture): Promise<void> {
  const url = new URL(path, server.url);
  url.searchParams.set('runs', (await newest(of))!);
  url.searchParams.set('theme', 'light');
  await page.goto(url.href);
  await settled(page);
  if (press) {
    await page.getByRole('button', { name: press.button }).click();
    await page.getByText(press.until).first().waitFor({ timeout: 300_000 });
    await settled(page);
  }
  const target = join(repository, 'docs', 'pictures', file);
  await page.screenshot({ path: target });
  const { size } = statSync(target);
  if (size > MOST_BYTES) throw new Error(`${file}: ${size} bytes — a picture may have ${MOST_BYTES}; show less on it`);
  console.log(`${file}: ${size} bytes`);
  await page.close();
}

/** Panels are there, none is loading, and what they show has been drawn. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.waitForFunction(
    () => document.querySelector('.kit-panel') !== null && document.querySelector('[data-state=loading]') === null,
  );
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
  );
}
