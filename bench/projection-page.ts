import { openStage } from '../e2e/stage/stage.ts';
import { DEFAULT_PAGE_STATE, format } from '../lib/client/page-state.ts';
import { ensureDashboard } from '../scripts/setup/dashboard.mjs';
import { repository } from '../scripts/setup/repository.mjs';
import { writeLoad } from './scrub/load.ts';

const RUN = 'projection-load';
/** 2,000 states × 64. */
const SIZE = { epochs: 1, sequences: 20, time: 100, units: 64 };

type Watching = Window & { watchedFrames?: { longestMs: number; count: number } };

/**
 * The longest time between two animation frames of the States view, ms, while its worker lays 2,000 states × 64 out by
 * t-SNE: how long the page may seem to stand still meanwhile.
 */
export async function longestFrame(): Promise<{ readonly longestMs: number; readonly frames: number }> {
  await ensureDashboard(repository);
  const stage = await openStage();
  try {
    await writeLoad(stage.dir, RUN, SIZE);
    const state = { ...DEFAULT_PAGE_STATE, view: 'states' as const, runs: [RUN], projection: 'tsne' as const };
    const page = await stage.page(format(state), watchFrames);
    await page.locator('.states-work').waitFor({ timeout: 120_000 });
    await page.locator('.states-work').waitFor({ state: 'detached', timeout: 600_000 });
    const { longestMs, count } = await page.evaluate(() => (window as Watching).watchedFrames!);
    if (count === 0) throw new Error('projection: the page drew no frame while the layout was worked out');
    return { longestMs, frames: count };
  } finally {
    await stage.close();
  }
}

/** Runs in the page before its own scripts: times frames for as long as the view says that it works on a layout. */
function watchFrames(): void {
  const frames = { longestMs: 0, count: 0 };
  (window as Watching).watchedFrames = frames;
  let last: number | null = null;
  const look = (now: number) => {
    const isWorking = document.querySelector('.states-work') !== null;
    if (isWorking && last !== null) {
      frames.longestMs = Math.max(frames.longestMs, now - last);
      frames.count++;
    }
    last = isWorking ? now : null;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
