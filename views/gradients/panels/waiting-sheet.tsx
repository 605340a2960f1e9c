'use client';
import type { WireError } from '../../../lib/protocol/socket-events.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { errorText } from '../../_kit/told/error-text.ts';
import { VerdictStrip } from '../../_kit/verdict-strip.tsx';
import { gradientsMessages as words } from '../messages.ts';

/** The sheet before a run's data are here, or when they can't be had: the same panels in the same places. */
export function WaitingSheet({ error }: { readonly error: WireError | null }) {
  const state: PanelState = error ? { kind: 'error', message: errorText(error) } : { kind: 'loading' };
  return (
    <div className="kit-view">
      <VerdictStrip kind="fact" headline={error ? words.error : ''} subject="" suggestion={null} evidence={[]} />
      <div className="kit-sheet gradients-sheet">
        <div className="kit-column gradients-flow">
          <Panel title={words.flow.title} state={state} />
          <Panel title={words.profile.titleEmpty} />
        </div>
        <div className="kit-column gradients-weights">
          <Panel title={words.weights.title} />
          <Panel title={words.update.title} />
          <Panel title={words.norms.title} />
          <Panel title={words.norms.weightsTitle} className="kit-hide-small" />
        </div>
      </div>
    </div>
  );
}
