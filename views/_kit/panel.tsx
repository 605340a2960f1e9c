'use client';
import { type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { type Picture, type Pictures, PicturesContext } from './export/export-context.ts';
import { type Exported, ExportMenu } from './export/export-menu.tsx';
import type { Table } from './export/table.ts';
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
  /** The numbers that are shown, exact and complete: for CSV and JSON. */
  readonly table?: () => Table | Promise<Table>;
  readonly className?: string;
  readonly children?: ReactNode;
}

const READY: PanelState = { kind: 'ready' };

/** A cell of the sheet: a section named by its title. */
export function Panel({ title, unit, readout, controls, state = READY, table, className, children }: PanelProps) {
  const id = useId();
  const { pictures, exported, hasPictures } = useExported(table);
  return (
    <section
      className={className ? `kit-panel ${className}` : 'kit-panel'}
      aria-labelledby={id}
      data-state={state.kind}
    >
      <header className="kit-panel-head">
        <h2 id={id} title={typeof title === 'string' ? title : undefined}>
          {title}
        </h2>
        {readout ? <span className="kit-panel-readout">{readout}</span> : null}
        {state.kind === 'note' ? (
          <span className={state.isStale ? 'kit-panel-note kit-stale' : 'kit-panel-note'} title={state.note}>
            {state.note}
          </span>
        ) : null}
        {unit ? <span className="kit-panel-unit">{unit}</span> : null}
        <div className="kit-panel-controls">
          {controls}
          {hasPictures && hasPlot(state) ? (
            <ExportMenu title={textOf(title)} hasTable={table !== undefined} of={exported} />
          ) : null}
        </div>
      </header>
      {state.kind === 'error' ? <PanelError {...state} /> : null}
      <div className="kit-panel-plot">
        <PicturesContext value={pictures}>{children}</PicturesContext>
        {state.kind === 'loading' ? <Loading /> : null}
        {state.kind === 'empty' ? <Empty sentence={state.sentence} code={state.code} /> : null}
      </div>
    </section>
  );
}

/** Gathers the charts of a panel, and hands out what can be taken along: the same objects for as long as the panel is there. */
function useExported(table: PanelProps['table']) {
  const latest = useRef(table);
  latest.current = table;
  const [hasPictures, setHasPictures] = useState(false);
  const given = useMemo(() => {
    const held = new Set<Picture>();
    const pictures: Pictures = {
      add: (picture) => {
        held.add(picture);
        setHasPictures(true);
        return () => {
          held.delete(picture);
          setHasPictures(held.size > 0);
        };
      },
    };
    const exported: Exported = { pictures: () => [...held], table: () => latest.current?.() ?? null };
    return { pictures, exported };
  }, []);
  return { ...given, hasPictures };
}

/** Whether there is something to take along. */
function hasPlot({ kind }: PanelState): boolean {
  return kind === 'ready' || kind === 'note';
}

function textOf(title: ReactNode): string {
  return typeof title === 'string' ? title : 'unrolled';
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
