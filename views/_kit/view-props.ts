import type { ComponentType } from 'react';
import type { Client } from '../../lib/client/contract.ts';
import type { PageState } from '../../lib/client/page-state.ts';
import type { PageStateStore } from '../../lib/client/page-state-store.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';

/** What of the page state a key, a click or a link may change. Changing `view` goes to that view. */
export type Navigate = (change: Partial<PageState>) => void;

/** What every view is given. The frame decides which runs are selected; a run view is only mounted with at least one. */
export interface ViewProps {
  readonly client: Client;
  readonly pageState: PageStateStore;
  readonly navigate: Navigate;
  /** The selected runs in the order of their chips, as the run list knows them. */
  readonly runs: readonly RunSummary[];
  /** The run whose details are shown; null only on the Runs view. */
  readonly focus: RunSummary | null;
}

export type View = ComponentType<ViewProps>;
