import { createStore, type StoreApi } from 'zustand/vanilla';
import { format, type PageState, parse } from './page-state.ts';

/** The page state as a store. Written by keys, clicks and the URL; read by whatever draws. */
export type PageStateStore = StoreApi<PageState>;

/** What of the browser the URL binding needs: a `Window` is one. */
export interface UrlHost {
  readonly location: { readonly pathname: string; readonly search: string };
  readonly history: Pick<History, 'replaceState' | 'state'>;
  addEventListener(type: 'popstate' | 'pagehide', listener: () => void): void;
  removeEventListener(type: 'popstate' | 'pagehide', listener: () => void): void;
}

/** Browsers refuse more than about 100 URL changes in 10 s; a held key makes 30 in one. */
const URL_DELAY_MS = 200;

/** A store that starts as `initial`. */
export function createPageStateStore(initial: PageState): PageStateStore {
  return createStore<PageState>(() => initial);
}

/**
 * Keeps the URL of `host` in step with the store (replaced, never pushed; within {@link URL_DELAY_MS}) and the store
 * in step with back and forward. Changing the view is the router's: this writes only while the path stays.
 * Returns the function that ends it.
 */
export function bindToUrl(store: PageStateStore, host: UrlHost): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    const state = store.getState();
    const link = format(state);
    const isSameView = parse(host.location).view === state.view;
    if (isSameView && link !== `${host.location.pathname}${host.location.search}`) {
      host.history.replaceState(host.history.state, '', link);
    }
  };
  const onChange = () => {
    timer ??= setTimeout(write, URL_DELAY_MS);
  };
  const onPop = () => {
    clearTimeout(timer);
    timer = undefined;
    store.setState(parse(host.location), true);
  };
  const unsubscribe = store.subscribe(onChange);
  host.addEventListener('popstate', onPop);
  host.addEventListener('pagehide', write);
  return () => {
    unsubscribe();
    clearTimeout(timer);
    host.removeEventListener('popstate', onPop);
    host.removeEventListener('pagehide', write);
  };
}
