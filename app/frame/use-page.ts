import { useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Client } from '../../lib/client/contract.ts';
import { changed, format, type PageState, parse } from '../../lib/client/page-state.ts';
import { bindToUrl, createPageStateStore, type PageStateStore } from '../../lib/client/page-state-store.ts';
import { createScheduler, type Scheduler } from '../../views/_kit/chart/scheduler.ts';
import { rememberLanguage } from '../../views/_kit/language/language.ts';
import type { Navigate } from '../../views/_kit/view-props.ts';
import type { PageHost } from './page-host.ts';

/** What lives as long as the page: its connection, its state, its one scheduler. */
export interface Page {
  readonly client: Client;
  readonly pageState: PageStateStore;
  readonly scheduler: Scheduler;
}

/** The page's own things, made in the browser only; null while the static HTML is shown. */
export function usePage(host: PageHost): Page | null {
  const [page, setPage] = useState<Page | null>(null);
  useEffect(() => {
    rememberLanguage();
    const client = host.makeClient();
    const url = host.url();
    const pageState = createPageStateStore(parse(url.location));
    const scheduler = createScheduler({
      requestFrame: (callback) => void requestAnimationFrame(callback),
      commit: flushSync,
      onError: (error) => reportError(error),
    });
    setPage({ client, pageState, scheduler });
    const unbind = bindToUrl(pageState, url);
    const endAhead = openAhead(client, pageState.getState());
    const onVisibility = () => (document.hidden ? client.pause() : client.resume());
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      unbind();
      endAhead();
      client.close();
    };
  }, [host]);
  return page;
}

/** A view that wants them has opened its runs by then, ms. */
const AHEAD_MS = 10_000;

/** Asks for many runs that a link names before the list of runs is here and the view is drawn: it then waits the less for them. */
function openAhead(client: Client, { view, beside, runs }: PageState): () => void {
  if (view !== 'compare' || beside !== null) return () => {};
  for (const id of runs) client.openOutline(id);
  const timer = setTimeout(() => {
    for (const id of runs) client.closeRun(id);
  }, AHEAD_MS);
  return () => clearTimeout(timer);
}

/** Changes the page state; a change of view goes through the host's router, so that back leads back. */
export function useNavigate(page: Page | null, { go }: PageHost): Navigate {
  return useCallback(
    (change: Partial<PageState>) => {
      if (!page) return;
      const before = page.pageState.getState();
      const next = changed(before, change);
      page.pageState.setState(next, true);
      if (next.view !== before.view) go(format(next));
    },
    [page, go],
  );
}
