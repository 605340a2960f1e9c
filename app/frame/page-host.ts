import { createContext, useContext } from 'react';
import { assert } from '../../lib/base/errors.ts';
import type { Client } from '../../lib/client/contract.ts';
import type { UrlHost } from '../../lib/client/page-state-store.ts';

/** What a run can be taken along as: the ends of the server's addresses. */
export const EXPORTS = ['file', 'page.html', 'series.csv', 'series.json'] as const;
export type Export = (typeof EXPORTS)[number];

/** What a page is in: the dashboard of a server, or a page that holds its run itself. One object for as long as the page. */
export interface PageHost {
  /** Where runs come from. Asked in the browser only, as all that is here. */
  readonly makeClient: () => Client;
  /** Where the state of the page is kept. */
  readonly url: () => UrlHost;
  /** Leads to another view; links are as `format` writes them. */
  readonly go: (link: string) => void;
  /** A link as an address of this page. */
  readonly hrefOf: (link: string) => string;
  /** Where a run is to be had as a file; null: nowhere. */
  readonly exportOf: ((runId: string, what: Export) => string) | null;
}

export const HostContext = createContext<PageHost | null>(null);

/** What the page is in. */
export function useHost(): PageHost {
  const host = useContext(HostContext);
  assert(host, 'useHost is called below the Frame');
  return host;
}
