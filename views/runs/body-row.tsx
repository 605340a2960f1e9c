'use client';
import { type CSSProperties, memo, type ReactNode } from 'react';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { messages } from '../messages.ts';
import { CellEditor } from './cell-editor.tsx';
import { CheckBox } from './check-box.tsx';
import type { ColumnLayout, ColumnSpan } from './layout.ts';
import { cellContent, cellTitle, mayOverflow } from './run-cell.tsx';
import type { Column } from './table.ts';
import { EDITABLE_KINDS, type EditableKind, type RowPorts } from './table-props.ts';

export interface BodyRowProps {
  readonly run: RunSummary;
  readonly at: number;
  readonly top: number;
  readonly span: ColumnSpan;
  readonly best: ReadonlyMap<string, number>;
  readonly isSelected: boolean;
  readonly isCurrent: boolean;
  /** Out of sight, kept for the next use. */
  readonly isSpare: boolean;
  readonly editing: EditableKind | null;
  readonly canEdit: boolean;
  readonly ports: RowPorts;
}

/** Place of a column's cell in its row. */
export function placeOf({ lefts, widths }: ColumnLayout, index: number): CSSProperties {
  return { left: lefts[index], width: widths[index] };
}

/** Indices of the columns of a span, without the name's. */
export function indicesOf({ first, last }: ColumnSpan): readonly number[] {
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
}

const editable = ({ kind }: Column) => EDITABLE_KINDS.find((each) => each === kind) ?? null;

/** A run's row. A press moves there, one on the name opens it; double, an editable cell is written into. */
export const BodyRow = memo(function BodyRow(props: BodyRowProps) {
  const { run, at, top, span, isSelected, isCurrent, isSpare, ports } = props;
  const { name } = run.info;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table
    // biome-ignore lint/a11y/useFocusableInteractive: the name inside is the button; J and K move between rows
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      role="row"
      aria-rowindex={at + 2}
      aria-selected={isSelected}
      hidden={isSpare}
      className={`${isSpare ? 'runs-spare' : 'runs-row'}${isSelected ? ' runs-selected' : ''}${isCurrent ? ' runs-current' : ''}`}
      style={{ top }}
      onClick={(event) => {
        if (event.shiftKey) ports.onToggle(at, true);
        else if (event.ctrlKey || event.metaKey) ports.onToggle(at, false);
        else ports.onMove(at);
      }}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      <span className="runs-fixed" style={{ width: span.layout.lefts[0]! + span.layout.widths[0]! }}>
        {/* biome-ignore lint/a11y/useSemanticElements: a virtual table */}
        <span role="cell">
          <CheckBox
            label={messages.runs.table.select(name)}
            isChecked={isSelected}
            onChange={(isRange) => ports.onToggle(at, isRange)}
          />
        </span>
        {cellOf(props, 0)}
      </span>
      {indicesOf(span).map((index) => cellOf(props, index))}
    </div>
  );
}, isSameRow);

/** What is hidden is not drawn anew. */
function isSameRow(before: BodyRowProps, after: BodyRowProps): boolean {
  if (before.isSpare && after.isSpare) return true;
  return (Object.keys(after) as (keyof BodyRowProps)[]).every((key) => before[key] === after[key]);
}

/** A cell: a call, not a component, because a fast scroll draws a thousand of them in one frame. */
function cellOf({ run, span, best, editing, canEdit, ports }: BodyRowProps, index: number): ReactNode {
  const { layout } = span;
  const column = layout.columns[index];
  if (!column) return null;
  const kind = editable(column);
  const place = index === 0 ? { width: layout.widths[0] } : placeOf(layout, index);
  const className = `runs-cell runs-${column.kind}${mayOverflow(run, column, layout.widths[index]!) ? ' runs-clipped' : ''}`;
  if (kind !== null && editing === kind) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: a virtual table
      <span key={column.key} role="cell" className={className} style={place}>
        <CellEditor run={run} kind={kind} ports={ports} />
      </span>
    );
  }
  const onDoubleClick = canEdit && kind !== null ? () => ports.onEdit({ id: run.info.id, kind }) : undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table; F2 does the same as the press from the keyboard
    <span
      key={column.key}
      role="cell"
      className={className}
      style={place}
      title={cellTitle(run, column)}
      onDoubleClick={onDoubleClick}
    >
      {column.kind === 'name' ? (
        <button
          type="button"
          aria-label={messages.runs.table.open(run.info.name)}
          onClick={(event) => {
            if (event.shiftKey || event.ctrlKey || event.metaKey) return;
            event.stopPropagation();
            ports.onOpen(run);
          }}
        >
          {cellContent(run, column, undefined)}
        </button>
      ) : (
        cellContent(run, column, best.get(column.key))
      )}
    </span>
  );
}
