'use client';
import { type ReactNode, useId } from 'react';
import { kitMessages } from './messages.ts';
import { useLate } from './state/use-late.ts';

/**
 * What a panel shows instead of, or beside, its plot. Header, axes and geometry stay in every state.
 * `loading`, `empty` and `error` lie over the plot; `note` (stale, no snapshot, sampled, reconnecting) stands in the header.
 */
export type PanelState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'loading' }
  /** One sentence saying what is needed, and the line of code that provides it. */
  | { readonly kind: 'empty'; readonly sentence: string; readonly code?: string }
  | { readonly kind: 'error'; readonly message: string; readonly requestId?: string; readonly onRetry?: () => void }
  /** Said in the header: "as of epoch 22, 3 behind", "no snapshot at epoch 9, nearest: epoch 8". */
  | { readonly kind: 'note'; readonly note: string; readonly isStale?: boolean };

export interface PanelProps {
  readonly title: ReactNode;
  /** What is plotted, with unit: the part that ellipsizes. */
  readonly unit?: ReactNode;
  /** The value at the linked cursor: `t = 22: 8.0e−7`. */
  readonly readout?: ReactNode;
  readonly controls?: ReactNode;
  readonly state?: PanelState;
  readonly className?: string;
  readonly children?: ReactNode;
}

const READY: PanelState = { kind: 'ready' };

/** A cell of the sheet: a section named by its title. */
export function Panel({ title, unit, readout, controls, state = READY, className, children }: PanelProps) {
  const id = useId();
  return (
    <section
      className={className ? `kit-panel ${className}` : 'kit-panel'}
      aria-labelledby={id}
      data-state={state.kind}
    >
      <header className="kit-panel-head">
        <h2 id={id}>{title}</h2>
        {readout ? <span className="kit-panel-readout">{readout}</span> : null}
        {state.kind === 'note' ? (
          <span className={state.isStale ? 'kit-panel-note kit-stale' : 'kit-panel-note'} title={state.note}>
            {state.note}
          </span>
        ) : null}
        {unit ? <span className="kit-panel-unit">{unit}</span> : null}
        {controls ? <div className="kit-panel-controls">{controls}</div> : null}
      </header>
      {state.kind === 'error' ? <PanelError {...state} /> : null}
      <div className="kit-panel-plot">
        {children}
        {state.kind === 'loading' ? <Loading /> : null}
        {state.kind === 'empty' ? <Empty sentence={state.sentence} code={state.code} /> : null}
      </div>
    </section>
  );
}

function Loading() {
  // What takes less time would only flash.
  const isLate = useLate(300);
  return <div className="kit-panel-over kit-loading">{isLate ? kitMessages.panel.loading : null}</div>;
}

function Empty({ sentence, code }: { readonly sentence: string; readonly code: string | undefined }) {
  return (
    <div className="kit-panel-over">
      <p>{sentence}</p>
      {code ? <code>{code}</code> : null}
    </div>
  );
}

function PanelError({
  message,
  requestId,
  onRetry,
}: {
  readonly message: string;
  readonly requestId?: string;
  readonly onRetry?: () => void;
}) {
  return (
    <div className="kit-panel-error" role="alert">
      <span>{message}</span>
      {requestId ? <code>{requestId}</code> : null}
      {onRetry ? (
        <button type="button" className="kit-button" onClick={onRetry}>
          {kitMessages.panel.retry}
        </button>
      ) : null}
    </div>
  );
}
