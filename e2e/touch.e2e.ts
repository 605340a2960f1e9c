import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './stage/stage.ts';

const VIEWS = ['', 'overview', 'gradients', 'states', 'attention', 'saliency', 'compare', 'events'];
/** px a target is across and down at least. */
const LEAST = 24;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const training = stage.train({ name: 'touched', epochs: 10, stepsPerEpoch: 10, units: 6, time: 12 });
  expect(await training.ended()).toBe(0);
  const other = stage.train({ name: 'held against', epochs: 3, stepsPerEpoch: 10, units: 4, time: 12 });
  expect(await other.ended()).toBe(0);
});

/** The link to views of both runs, the first of them focused. */
async function both(): Promise<string> {
  const rows = (await (await fetch(`${stage.url}/api/v1/runs`)).text()).matchAll(/"id":"([^"]+)"/g);
  const ids = [...rows].map(([, id]) => id!);
  return `runs=${ids.toReversed().join(',')}`;
}
afterAll(() => stage.close());

type Point = readonly [x: number, y: number];

/** Fingers on a page: real touches, as the browser gets them from a screen. */
async function fingersOf(page: Page) {
  const client: CDPSession = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  return {
    tap: async (at: Point) => {
      await send('touchStart', [at]);
      await send('touchEnd', []);
    },
    /** Each finger goes in a straight line from its first point to its second. */
    drag: async (...paths: readonly (readonly [from: Point, to: Point])[]) => {
      const at = (share: number) =>
        paths.map(([[x0, y0], [x1, y1]]): Point => [x0 + share * (x1 - x0), y0 + share * (y1 - y0)]);
      for (let count = 1; count <= paths.length; count += 1) await send('touchStart', at(0).slice(0, count));
      for (let step = 1; step <= 8; step += 1) await send('touchMove', at(step / 8));
      await send('touchEnd', []);
    },
  };
}

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  expect(box).not.toBeNull();
  return box!;
}

const epochShown = (page: Page) => page.locator('.dock-epoch b').textContent();

test('a finger on the tracks scrubs epoch by epoch, and the tag can be dragged', async () => {
  const page = await stage.touchPage(`/gradients/?epoch=10&${await both()}`);
  await page.locator('.dock-tag').waitFor();
  const finger = await fingersOf(page);
  const tracks = await boxOf(page, '.dock-surface');
  const cell = (epoch: number) => tracks.x + ((epoch - 0.5) / 10) * tracks.width;
  const y = tracks.y + tracks.height / 2;
  await finger.tap([cell(3), y]);
  await expect.poll(() => epochShown(page)).toBe('3');
  await finger.drag([
    [cell(3), y],
    [cell(8), y],
  ]);
  await expect.poll(() => epochShown(page)).toBe('8');
  const tag = await boxOf(page, '.dock-tag');
  await finger.drag([
    [tag.x + tag.width / 2, tag.y + tag.height / 2],
    [cell(5), tag.y + tag.height / 2],
  ]);
  await expect.poll(() => epochShown(page)).toBe('5');
});

test('one finger draws the window on the axis row or moves an end of it, two are its ends', async () => {
  const page = await stage.touchPage(`/gradients/?epoch=10&${await both()}`);
  await page.locator('.dock-tag').waitFor();
  const finger = await fingersOf(page);
  const axis = await boxOf(page, '.dock-axis');
  const cell = (epoch: number) => axis.x + ((epoch - 0.5) / 10) * axis.width;
  const y = axis.y + axis.height / 2;
  await finger.drag([
    [cell(3), y],
    [cell(7), y],
  ]);
  await page.waitForURL(/window=3-7/);
  // its right end, gripped where it is drawn
  await finger.drag([
    [axis.x + 0.7 * axis.width - 2, y],
    [cell(9), y],
  ]);
  await page.waitForURL(/window=3-9/);
  await finger.drag(
    [
      [cell(5), y],
      [cell(2), y],
    ],
    [
      [cell(6), y],
      [cell(8), y],
    ],
  );
  await page.waitForURL(/window=2-8/);
});

test('a finger moves the cursor over a heat map, and what is said of it stays when it is lifted', async () => {
  const page = await stage.touchPage(`/gradients/?epoch=10&${await both()}`);
  await page.locator('.dock-tag').waitFor();
  const finger = await fingersOf(page);
  const map = await boxOf(page, '.kit-chart');
  const at = (share: number): Point => [map.x + share * map.width, map.y + map.height / 2];
  await finger.drag([at(0.3), at(0.6)]);
  await page.waitForURL(/[?&]t=\d/);
  const first = /[?&]t=(\d+)/.exec(page.url())![1];
  await finger.drag([at(0.6), at(0.4)]);
  await expect.poll(() => /[?&]t=(\d+)/.exec(page.url())![1]).not.toBe(first);
});

test('a finger over lines picks a part of the axis, two fingers spread and close it', async () => {
  const page = await stage.touchPage(`/overview/?epoch=10&${await both()}`);
  await page.locator('.kit-curves .kit-chart').first().waitFor();
  const finger = await fingersOf(page);
  const lines = await boxOf(page, '.kit-curves .kit-chart');
  const at = (share: number): Point => [lines.x + share * lines.width, lines.y + lines.height / 2];
  await finger.tap(at(0.4));
  // the values stay where the finger was
  await page.locator('.kit-tooltip').waitFor();
  await finger.drag([at(0.3), at(0.6)]);
  await page.waitForURL(/zoom=/);
  const [low, high] = zoomOf(page);
  await finger.drag([at(0.4), at(0.3)], [at(0.5), at(0.7)]);
  await expect.poll(() => zoomOf(page)[1]! - zoomOf(page)[0]!).toBeLessThan((high! - low!) / 2);
  await finger.drag([at(0.2), at(0.44)], [at(0.8), at(0.46)]);
  await expect.poll(() => page.url()).not.toMatch(/zoom=/);
});

function zoomOf(page: Page): readonly number[] {
  const found = /zoom=([^&]*)/.exec(page.url());
  return found ? decodeURIComponent(found[1]!).split(',').map(Number) : [0, 0];
}

test.each(VIEWS)('what is pressed in the view "%s" is at least 24 px across and down', async (view) => {
  const page = await stage.touchPage(view ? `/${view}/?${await both()}` : '/');
  await page.getByText('touched').first().waitFor();
  await page.waitForTimeout(1_500);
  const small = await page.evaluate((least) => {
    const targets = document.querySelectorAll<HTMLElement>('button, a[href], select, input, [role=slider], summary');
    return [...targets].flatMap((target) => {
      // what a finger meets: the element, or the label around it, or what it lays around itself
      const { width, height } = (target.closest('label') ?? target).getBoundingClientRect();
      const around = getComputedStyle(target, '::after');
      const grown = around.content !== 'none' && around.position === 'absolute';
      const [across, down] = grown
        ? [width - 2 * Number.parseFloat(around.left || '0'), height - 2 * Number.parseFloat(around.top || '0')]
        : [width, height];
      const isSmall = Math.min(Math.round(across), Math.round(down)) < least;
      const isThere = width > 0 && target.checkVisibility() && !target.hasAttribute('disabled');
      const name = target.getAttribute('aria-label') ?? target.textContent ?? '';
      return isSmall && isThere ? [`${target.className} ${name.slice(0, 30)} ${across}×${down}`] : [];
    });
  }, LEAST);
  expect(small).toEqual([]);
});
