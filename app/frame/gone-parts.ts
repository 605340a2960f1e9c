import type { PageState } from '../../lib/client/page-state.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';

/** What a link names that none of its runs has. */
export interface GoneParts {
  readonly layer: string | null;
  /** An epoch no run will reach any more, and the last one there is. */
  readonly epoch: { readonly asked: number; readonly last: number } | null;
}

/** Looks for what a link names in the runs that are shown. A run that still trains may come to it. */
export function goneParts(
  runs: readonly RunSummary[],
  { layer, epoch, align }: Pick<PageState, 'layer' | 'epoch' | 'align'>,
): GoneParts {
  const models = runs.flatMap(({ info }) => (info.model ? [info.model] : []));
  const isKnown = models.some(({ layers }) => layers.some(({ path }) => path === layer));
  const last = Math.max(0, ...runs.map((run) => run.epoch));
  const hasEnded = runs.every(({ info }) => info.status !== 'live');
  const isBeyond = typeof epoch === 'number' && align === 'epoch' && hasEnded && last > 0 && epoch > last;
  return {
    layer: layer !== null && models.length > 0 && !isKnown ? layer : null,
    epoch: isBeyond ? { asked: epoch, last } : null,
  };
}
