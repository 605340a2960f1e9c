import type { Guarded, RunGuard } from './platform.ts';

/**
 * Ends the runs of a page when it is closed or left. A page that is only put aside (it may come back by the back button)
 * keeps its runs; they go on when it does.
 */
export function pageGuard(farewell: () => void): RunGuard {
  const runs = new Set<Guarded>();
  const onHide = (event: PageTransitionEvent) => {
    if (!event.persisted) for (const run of runs) run.endNow('stopped', 'the page was closed');
    farewell();
  };
  // a worker has no pages to close
  const page = typeof window === 'undefined' ? null : window;
  return {
    add(run) {
      if (runs.size === 0) page?.addEventListener('pagehide', onHide);
      runs.add(run);
    },
    remove(run) {
      if (runs.delete(run) && runs.size === 0) page?.removeEventListener('pagehide', onHide);
    },
    touch: () => undefined,
  };
}
