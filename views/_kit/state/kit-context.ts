import { createContext, useContext } from 'react';
import { assert } from '../../../lib/base/errors.ts';
import type { Client } from '../../../lib/client/contract.ts';
import type { PageStateStore } from '../../../lib/client/page-state-store.ts';
import type { Scheduler } from '../chart/scheduler.ts';
import type { ColourMaps } from '../colour/maps.ts';
import type { ThemeName, Tokens } from '../theme/tokens.ts';

/** The theme as canvases need it. */
export interface Theme {
  readonly name: ThemeName;
  readonly tokens: Tokens;
  readonly maps: ColourMaps;
}

/** What the parts of a page share. */
export interface Kit {
  readonly client: Client;
  readonly pageState: PageStateStore;
  readonly scheduler: Scheduler;
  readonly theme: Theme;
  /** A link, as `format` writes it, as an address of this page: for `href`. */
  readonly hrefOf: (link: string) => string;
}

/** Given by the frame, above every view. */
export const KitContext = createContext<Kit | null>(null);

/** The page's client, state, scheduler and theme. */
export function useKit(): Kit {
  const kit = useContext(KitContext);
  assert(kit, 'useKit is called below a KitContext');
  return kit;
}
