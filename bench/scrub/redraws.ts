import type { Watched } from './watch.ts';

/** What became of a series of presses, each one epoch further. */
export interface Redraws {
  /** Epochs that were drawn in all panels. */
  readonly epochs: number;
  /** Per press: from keydown to the first animation frame after its epoch, or a later one, was drawn. */
  readonly latencies: readonly number[];
  /** Per redraw: all scripts of its frame and of the presses it answers. */
  readonly scripts: readonly number[];
}

/**
 * Works out what presses from epoch `from` on, each `by` further, led to. A frame counts when every panel of `scene` (by the
 * beginning of its title) was painted in it and the flow map's outline stands where the timeline does.
 */
export function redrawsOf({ presses, frames }: Watched, from: number, by: 1 | -1, scene: readonly string[]): Redraws {
  const whole = frames.filter(
    ({ panels, epoch, flowEpoch }) =>
      epoch === flowEpoch && scene.every((name) => panels.some((panel) => panel.startsWith(name))),
  );
  const epochs = new Set<number>();
  const latencies: number[] = [];
  const scripts: number[] = [];
  let answered = 0;
  for (const { epoch, scriptMs, endedAt } of whole) {
    const reached = Math.min(presses.length, (epoch - from) * by);
    if (reached <= answered) continue;
    const now = presses.slice(answered, reached);
    epochs.add(epoch);
    latencies.push(...now.map(({ at }) => endedAt - at));
    scripts.push(now.reduce((sum, press) => sum + press.scriptMs, scriptMs));
    answered = reached;
  }
  // a press that was never drawn is not to be left out of the percentiles
  for (const _ of presses.slice(answered)) latencies.push(Number.POSITIVE_INFINITY);
  return { epochs: epochs.size, latencies, scripts };
}

/** The value below which a share of some numbers lies; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
