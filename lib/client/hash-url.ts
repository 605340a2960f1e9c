import type { UrlHost } from './page-state-store.ts';

/** What of the browser an address in the fragment needs: a `Window` is one. */
export interface HashWindow {
  readonly location: { readonly hash: string };
  readonly history: Pick<History, 'replaceState' | 'pushState' | 'state'>;
  addEventListener(type: 'popstate' | 'pagehide', listener: () => void): void;
  removeEventListener(type: 'popstate' | 'pagehide', listener: () => void): void;
}

/**
 * A page's state in the fragment of its address, `#/states/?epoch=3`: for pages that are a file, whose path can't change.
 * `otherwise`: the link of an address without a fragment.
 */
export function hashUrl(page: HashWindow, otherwise: string): UrlHost & { readonly go: (link: string) => void } {
  const link = () => {
    const { hash } = page.location;
    return hash.startsWith('#/') ? hash.slice(1) : otherwise;
  };
  return {
    location: {
      get pathname() {
        return link().split('?', 1)[0] ?? '/';
      },
      get search() {
        const at = link().indexOf('?');
        return at < 0 ? '' : link().slice(at);
      },
    },
    history: {
      get state() {
        return page.history.state;
      },
      replaceState: (state, unused, url) => page.history.replaceState(state, unused, `#${url}`),
    },
    addEventListener: (type, listener) => page.addEventListener(type, listener),
    removeEventListener: (type, listener) => page.removeEventListener(type, listener),
    go: (to) => page.history.pushState(null, '', `#${to}`),
  };
}
