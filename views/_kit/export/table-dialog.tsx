'use client';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { whole } from '../numbers.ts';
import { exportMessages as words } from './export-messages.ts';
import type { Table } from './table.ts';
import { type Cell, cellWords, columnsInSight, rowsInSight, shownTable } from './table-window.ts';

/** px of a row; as `.kit-table` has it. */
const ROW = 24;

export interface TableDialogProps {
  readonly title: string;
  readonly table: Table;
  readonly onClose: () => void;
}

const columnName = (column: string) => words.columns[column] ?? column;

/** The numbers of a chart as a table, as they were when it was opened; only rows and columns in sight are in the page. */
export function TableDialog({ title, table, onClose }: TableDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const scroll = useRef<HTMLElement>(null);
  const { columns, rows, edges } = useMemo(() => shownTable(table, columnName), [table]);
  const [at, setAt] = useState({ left: 0, top: 0, width: 0, height: 0 });
  useEffect(() => {
    dialog.current?.showModal();
    scroll.current?.focus();
  }, []);
  const look = () => {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = scroll.current!;
    setAt({ left: scrollLeft, top: scrollTop, width: clientWidth, height: clientHeight });
  };
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(look);
    if (scroll.current) watcher.observe(scroll.current);
    return () => watcher.disconnect();
  });
  const [firstRow, behindRow] = rowsInSight(rows.length, ROW, at.top, at.height);
  const [firstColumn, behindColumn] = columnsInSight(edges, at.left, at.width);
  const shown = [0, ...Array.from({ length: behindColumn - firstColumn }, (_, index) => firstColumn + index)];
  const width = (column: number) => (edges[column + 1] ?? 0) - (edges[column] ?? 0);
  const before = (edges[firstColumn] ?? 0) - (edges[1] ?? 0);
  const after = (edges.at(-1) ?? 0) - (edges[behindColumn] ?? 0);
  return (
    <dialog
      ref={dialog}
      className="kit-table"
      aria-label={words.tableOf(title)}
      onClose={onClose}
      // the keys of the page are not meant
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header>
        <h2>{title}</h2>
        <span>{words.size(whole(rows.length), whole(columns.length))}</span>
        <button type="button" className="kit-ghost" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section ref={scroll} className="kit-table-scroll" aria-label={title} tabIndex={0} onScroll={look}>
        <table
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length}
          style={{ width: edges.at(-1), height: (rows.length + 1) * ROW }}
        >
          <colgroup>
            <col style={{ width: width(0) }} />
            {before > 0 ? <col style={{ width: before }} /> : null}
            {shown.slice(1).map((column) => (
              <col key={column} style={{ width: width(column) }} />
            ))}
            {after > 0 ? <col style={{ width: after }} /> : null}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {shown.map((column, index) => (
                <Named key={column} isAfterGap={index === 1 && before > 0}>
                  <th scope="col" aria-colindex={column + 1} title={columns[column]}>
                    {columns[column]}
                  </th>
                </Named>
              ))}
            </tr>
          </thead>
          <tbody>
            {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: room for the rows out of sight, which nothing focuses */}
            <tr aria-hidden="true" style={{ height: firstRow * ROW }} />
            {Array.from({ length: behindRow - firstRow }, (_, index) => firstRow + index).map((row) => (
              <tr key={row} aria-rowindex={row + 2}>
                {shown.map((column, place) => (
                  <Named key={column} isAfterGap={place === 1 && before > 0}>
                    <TableCell cell={rows[row]![column] ?? null} column={column} />
                  </Named>
                ))}
              </tr>
            ))}
            {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: room for the rows out of sight, which nothing focuses */}
            <tr aria-hidden="true" style={{ height: (rows.length - behindRow) * ROW }} />
          </tbody>
        </table>
      </section>
    </dialog>
  );
}

/** A cell with the gap of the columns that are out of sight before it. */
function Named({ isAfterGap, children }: { readonly isAfterGap: boolean; readonly children: React.ReactNode }) {
  return (
    <>
      {isAfterGap ? <td aria-hidden="true" /> : null}
      {children}
    </>
  );
}

function TableCell({ cell, column }: { readonly cell: Cell; readonly column: number }) {
  const text = cellWords(cell);
  if (column === 0)
    return (
      <th scope="row" aria-colindex={1} title={text}>
        {text}
      </th>
    );
  const isNumber = typeof cell === 'number';
  return (
    <td
      aria-colindex={column + 1}
      className={isNumber ? 'kit-table-number' : undefined}
      title={isNumber ? undefined : text}
    >
      {text}
    </td>
  );
}
