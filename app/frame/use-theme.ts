import { useEffect, useMemo, useState } from 'react';
import type { PageStateStore } from '../../lib/client/page-state-store.ts';
import { colourMaps } from '../../views/_kit/colour/maps.ts';
import type { Theme } from '../../views/_kit/state/kit-context.ts';
import { type ThemeName, TOKENS } from '../../views/_kit/theme/tokens.ts';
import { THEME_KEY } from './theme-script.ts';

/** What {@link THEME_SCRIPT} or we set last. */
function themeOfDocument(): ThemeName {
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
}

/** Shows the theme of the page state; without one the document keeps what the theme script chose. Null before the first render in a browser. */
export function useTheme(pageState: PageStateStore | null): Theme | null {
  const [name, setName] = useState<ThemeName | null>(null);
  useEffect(() => {
    if (!pageState) return;
    const show = () => {
      const theme = pageState.getState().theme ?? themeOfDocument();
      document.documentElement.dataset.theme = theme;
      setName(theme);
    };
    show();
    return pageState.subscribe(show);
  }, [pageState]);
  return useMemo(() => (name ? { name, tokens: TOKENS[name], maps: colourMaps(name) } : null), [name]);
}

/** Keeps a chosen theme for the next page. */
export function rememberTheme(theme: ThemeName): void {
  try {
    localStorage.setItem(THEME_KEY, theme);
  } catch {
    // A browser that keeps nothing starts with its preference: fine.
  }
}
