import type { Page } from 'playwright-core';

/** An event of Chromium's trace; times in µs, `tdur` what the thread itself was given. */
interface TraceEvent {
  readonly name: string;
  readonly tid: number;
  readonly ts: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly type?: string } };
}

const CATEGORIES = ['devtools.timeline', 'devtools.timeline.frame', 'disabled-by-default-devtools.timeline.frame'];
/** A frame in which less was done, ms, drew nothing. */
const LEAST = 0.5;

/**
 * Processor time of the page's scripts in each frame that drew, ms, while `act` runs: animation frames and the events
 * (key presses, unless told) before them. What other processes took away meanwhile is not in it.
 */
export async function scriptCpu(
  page: Page,
  act: () => Promise<unknown>,
  event = 'keydown',
): Promise<readonly number[]> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return cpuFrames(traceEvents, event);
}

/** Sums of each frame: from the end of one frame's callbacks to the end of the next one's. */
export function cpuFrames(events: readonly TraceEvent[], input = 'keydown'): readonly number[] {
  const frames: number[] = [];
  let sum = 0;
  let drew = 0;
  const close = () => {
    if (drew >= LEAST) frames.push(sum);
    if (drew > 0) [sum, drew] = [0, 0];
  };
  for (const event of events.toSorted((a, b) => a.ts - b.ts)) {
    const ms = (event.tdur ?? 0) / 1_000;
    if (event.name === 'BeginMainThreadFrame') close();
    else if (event.name === 'FireAnimationFrame') [sum, drew] = [sum + ms, drew + ms];
    else if (event.name === 'EventDispatch' && event.args?.data?.type === input) sum += ms;
  }
  close();
  return frames;
}
