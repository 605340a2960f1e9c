import type { PageStateStore } from '../../lib/client/page-state-store.ts';
import type { ThemeName } from '../../views/_kit/theme/tokens.ts';
import { rememberTheme } from './use-theme.ts';

/** Changes to the other theme, keeps it for later pages and in the URL. */
export function toggleTheme(pageState: PageStateStore, now: ThemeName): void {
  const theme = now === 'dark' ? 'light' : 'dark';
  rememberTheme(theme);
  pageState.setState({ theme });
}
