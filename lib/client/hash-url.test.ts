import { expect, test } from 'vitest';
import { type HashWindow, hashUrl } from './hash-url.ts';
import { DEFAULT_PAGE_STATE, format, parse } from './page-state.ts';

/** A window's address, as far as a fragment goes. */
function windowAt(hash: string) {
  const location = { hash };
  const change = (_state: unknown, _unused: string, url?: string | URL | null) => {
    location.hash = String(url);
  };
  const page: HashWindow = {
    location,
    history: { state: null, replaceState: change, pushState: change },
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
  return { page, location };
}

test('a page state goes into the fragment and comes back out of it', () => {
  const { page, location } = windowAt('');
  const url = hashUrl(page, '/overview/');
  expect(parse(url.location)).toEqual({ ...DEFAULT_PAGE_STATE, view: 'overview' });
  const state = {
    ...DEFAULT_PAGE_STATE,
    view: 'states' as const,
    epoch: 3,
    layer: 'a/b#c?d&e',
    theme: 'dark' as const,
  };
  url.go(format(state));
  expect(location.hash.startsWith('#/states/?')).toBe(true);
  expect(parse(url.location)).toEqual(state);
  url.history.replaceState(null, '', format({ ...state, epoch: 4 }));
  expect(parse(url.location).epoch).toBe(4);
});

test('a fragment that is no link is as none', () => {
  const url = hashUrl(windowAt('#main').page, '/overview/');
  expect(url.location).toMatchObject({ pathname: '/overview/', search: '' });
});
