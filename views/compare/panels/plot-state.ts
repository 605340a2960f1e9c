import type { RunData } from '../../../lib/client/run-data.ts';
import type { PanelState } from '../../_kit/panel.tsx';
import { plotsMessages } from '../plots-messages.ts';
import type { Dimension } from '../select/dimensions.ts';

/** What a plot of runs along `shown` says in its place, as long as it has nothing to draw. */
export function plotState(
  shown: readonly Dimension[],
  runs: readonly RunData[],
  isHere: boolean,
  error: string | null,
): PanelState {
  if (error) return { kind: 'error', message: error };
  if (runs.length === 0 || !isHere) return { kind: 'loading' };
  if (shown.length === 0) {
    return { kind: 'empty', sentence: plotsMessages.notBothHere, code: plotsMessages.settingsCode };
  }
  return { kind: 'ready' };
}
