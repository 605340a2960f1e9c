import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { createClient } from '../../lib/client/client.ts';
import type { Client } from '../../lib/client/contract.ts';
import { besideOf, format, type PageState, parse } from '../../lib/client/page-state.ts';
import { bindToUrl, createPageStateStore, type PageStateStore } from '../../lib/client/page-state-store.ts';
import { createScheduler, type Scheduler } from '../../views/_kit/chart/scheduler.ts';
import { rememberLanguage } from '../../views/_kit/language/language.ts';
import type { Navigate } from '../../views/_kit/view-props.ts';

/** What lives as long as the page: its connection, its state, its one scheduler. */
export interface Page {
  readonly client: Client;
  readonly pageState: PageStateStore;
  readonly scheduler: Scheduler;
}

/** The page's own things, made in the browser only; null while the static HTML is shown. */
export function usePage(): Page | null {
  const [page, setPage] = useState<Page | null>(null);
  useEffect(() => {
    rememberLanguage();
    const client = createClient({ origin: window.location.origin });
    const pageState = createPageStateStore(parse(window.location));
    const scheduler = createScheduler({
      requestFrame: (callback) => void requestAnimationFrame(callback),
      commit: flushSync,
      onError: (error) => reportError(error),
    });
    setPage({ client, pageState, scheduler });
    const unbind = bindToUrl(pageState, window);
    const onVisibility = () => (document.hidden ? client.pause() : client.resume());
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      unbind();
      client.close();
    };
  }, []);
  return page;
}

/** Changes the page state; a change of view goes through the router, so that back leads back. */
export function useNavigate(page: Page | null): Navigate {
  const router = useRouter();
  return useCallback(
    (change: Partial<PageState>) => {
      if (!page) return;
      const before = page.pageState.getState();
      const changed = { ...before, ...change };
      const next = { ...changed, beside: besideOf(changed.view, changed.beside) };
      page.pageState.setState(next, true);
      if (next.view !== before.view) router.push(format(next));
    },
    [page, router],
  );
}
