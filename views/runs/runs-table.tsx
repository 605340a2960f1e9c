'use client';
import { useLayoutEffect, useRef, useState } from 'react';
import { useSize } from '../_kit/chart/use-size.ts';
import { messages } from '../messages.ts';
import { CheckBox } from './check-box.tsx';
import { HeadRow } from './head-row.tsx';
import { RunCell } from './run-cell.tsx';
import { type Column, type Row, visibleColumns } from './table.ts';
import type { RunsTableProps } from './table-props.ts';

/** Height of a row, of the two header rows, and of the column of check boxes. */
const ROW = 26;
const HEAD = 46;
const CHECK = 32;
/** Rows drawn beyond what is seen, so that a fast scroll shows no blank. */
const SPARE = 8;

/** The run table: sticky header, 26 px rows, only those in sight are in the page. */
export function RunsTable(props: RunsTableProps) {
  const { rows, columns, current } = props;
  const hostRef = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(hostRef);
  const [scrollTop, setScrollTop] = useState(0);
  const visible = visibleColumns(columns, width - CHECK - 16);
  const first = Math.max(0, Math.floor(scrollTop / ROW) - SPARE);
  const last = Math.min(rows.length, Math.ceil((scrollTop + height) / ROW) + SPARE);
  useLayoutEffect(() => {
    const host = hostRef.current;
    if (!host || current < 0) return;
    const top = current * ROW;
    if (top < host.scrollTop) host.scrollTop = top;
    else if (top + ROW > host.scrollTop + host.clientHeight - HEAD)
      host.scrollTop = top + ROW - host.clientHeight + HEAD;
  }, [current]);
  const template = gridTemplate(visible, width);
  return (
    <div ref={hostRef} className="runs-scroll" onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual table: its rows are placed by hand */}
      <div
        role="table"
        aria-label={messages.runs.title}
        aria-rowcount={rows.length + 1}
        style={{ height: HEAD + rows.length * ROW }}
        className="runs-table"
      >
        <HeadRow {...props} columns={visible} template={template} />
        {rows.slice(first, last).map((row, index) => (
          <BodyRow
            key={row.run.info.id}
            {...props}
            row={row}
            at={first + index}
            columns={visible}
            template={template}
          />
        ))}
      </div>
    </div>
  );
}

/** Every row is a grid of its own, so widths are px: what room is left is shared, the name gets more of it. */
function gridTemplate(columns: readonly Column[], width: number): string {
  const used = columns.reduce((sum, column) => sum + column.width, CHECK + 16);
  const spare = Math.max(0, width - used);
  const share = spare / Math.max(1, columns.length + 2);
  return [
    `${CHECK}px`,
    ...columns.map((column) => `${Math.floor(column.width + share * (column.kind === 'name' ? 3 : 1))}px`),
  ].join(' ');
}

interface BodyRowProps extends RunsTableProps {
  readonly row: Row;
  readonly at: number;
  readonly template: string;
}

function BodyRow({ row, at, columns, template, best, selected, current, onToggle, onOpen }: BodyRowProps) {
  const { id, name } = row.run.info;
  const isSelected = selected.has(id);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    // biome-ignore lint/a11y/useFocusableInteractive: the name inside is the button; J and K move between rows
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      role="row"
      aria-rowindex={at + 2}
      aria-selected={isSelected}
      className={`runs-row${isSelected ? ' runs-selected' : ''}${at === current ? ' runs-current' : ''}`}
      style={{ top: HEAD + at * ROW, gridTemplateColumns: template }}
      onClick={() => onOpen(row)}
    >
      <span className="runs-check">
        <CheckBox label={messages.runs.table.select(name)} isChecked={isSelected} onChange={() => onToggle(id)} />
      </span>
      {columns.map((column) => (
        <span key={column.key} className={`runs-cell runs-${column.kind}`}>
          {column.kind === 'name' ? (
            <button
              type="button"
              aria-label={messages.runs.table.open(name)}
              onClick={(event) => {
                event.stopPropagation();
                onOpen(row);
              }}
            >
              <RunCell row={row} column={column} best={undefined} />
            </button>
          ) : (
            <RunCell row={row} column={column} best={best.get(column.key)} />
          )}
        </span>
      ))}
    </div>
  );
}
