import { createContext } from 'react';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Navigate } from '../../_kit/view-props.ts';

/** What all charts of series are drawn of. Given by context, so that only charts that are drawn hear of what comes in. */
export interface SeriesOf {
  readonly runs: readonly RunData[];
  /** Changes when any of the runs did: they change in place. */
  readonly version: string;
  readonly focus: RunData | null;
  readonly epoch: number | null;
  readonly navigate: Navigate;
}

export const SeriesContext = createContext<SeriesOf | null>(null);
