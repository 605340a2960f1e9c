import type { Page } from 'playwright-core';

/** Waits until the newest step drawn by the loss chart passes `step`, and gives it. */
export async function waitForDrawnStep(page: Page, step: number, limitMs = 60_000): Promise<number> {
  const handle = await page.waitForFunction(
    (least) => {
      const drawn = [...document.querySelectorAll('canvas')].map((canvas) => Number(canvas.dataset.lastStep ?? -1));
      const newest = Math.max(-1, ...drawn);
      return newest > least ? newest : false;
    },
    step,
    { timeout: limitMs },
  );
  return Number(await handle.jsonValue());
}

/** The epoch the playhead stands on. */
export async function playhead(page: Page): Promise<number> {
  return Number(await page.getByRole('slider').getAttribute('aria-valuenow'));
}

/** Waits until the playhead stands on an epoch past `epoch`. */
export async function waitForEpoch(page: Page, epoch: number, limitMs = 60_000): Promise<void> {
  await page.waitForFunction(
    (least) => Number(document.querySelector('[role=slider]')?.getAttribute('aria-valuenow') ?? 0) >= least,
    epoch,
    { timeout: limitMs },
  );
}

/** Waits until the chip of a run shows a status. */
export async function waitForStatus(page: Page, run: string, status: string, limitMs = 60_000): Promise<void> {
  await page
    .getByRole('region', { name: 'Selected runs' })
    .getByText(new RegExp(`${run}.*${status}`))
    .first()
    .waitFor({ timeout: limitMs })
    .catch(async (error: unknown) => {
      const text = await page.getByRole('region', { name: 'Selected runs' }).textContent();
      throw new Error(`no chip of ${run} says ${status}; chips say: ${text}`, { cause: error });
    });
}
