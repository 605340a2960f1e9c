'use client';
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useSize } from '../_kit/chart/use-size.ts';
import { messages } from '../messages.ts';
import { BodyRow } from './body-row.tsx';
import { GroupRow } from './group-row.tsx';
import { HeadRow } from './head-row.tsx';
import { type ColumnSpan, layoutOf, spanOf } from './layout.ts';
import { bestValues, visibleColumns } from './table.ts';
import type { RunsTableProps } from './table-props.ts';

/** Height of a row, of the two header rows, and of the column of check boxes. */
const ROW = 26;
const HEAD = 46;
const CHECK = 32;
const RIGHT = 16;
/** Rows and px drawn beyond what is seen, so that a fast scroll shows no blank. */
const SPARE_ROWS = 4;
const SPARE_PX = 240;

/** The run table: sticky header and names, 26 px rows; only rows and columns in sight are in the page. */
export const RunsTable = memo(function RunsTable(props: RunsTableProps) {
  const { items, shown, columns, chosen, current, selected, editing } = props;
  const hostRef = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(hostRef);
  const [scroll, setScroll] = useState({ top: 0, left: 0 });
  const all = useMemo(() => chosen ?? visibleColumns(columns, width - CHECK - RIGHT), [chosen, columns, width]);
  const layout = useMemo(() => layoutOf(all, CHECK, width - RIGHT), [all, width]);
  const best = useMemo(() => bestValues(shown, all), [shown, all]);
  const found = spanOf(layout, scroll.left, scroll.left + width, SPARE_PX);
  const span = useSameSpan(found);
  // always so many: a row that goes out of sight is the one that comes into it, its elements are used again
  const slots = Math.ceil(height / ROW) + 1 + 2 * SPARE_ROWS;
  const first = Math.max(0, Math.min(Math.floor(scroll.top / ROW) - SPARE_ROWS, items.length - slots));
  const last = Math.min(items.length, first + slots);
  useLayoutEffect(() => {
    const host = hostRef.current;
    if (!host || current < 0) return;
    const top = current * ROW;
    if (top < host.scrollTop) host.scrollTop = top;
    else if (top + ROW > host.scrollTop + host.clientHeight - HEAD)
      host.scrollTop = top + ROW - host.clientHeight + HEAD;
  }, [current]);
  const tableWidth = Math.max(width, layout.total + RIGHT);
  return (
    <div
      ref={hostRef}
      className="runs-scroll"
      onScroll={({ currentTarget }) => setScroll({ top: currentTarget.scrollTop, left: currentTarget.scrollLeft })}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual table: its rows are placed by hand */}
      <div
        role="table"
        aria-label={messages.runs.title}
        aria-rowcount={items.length + 1}
        aria-colcount={layout.columns.length + 1}
        style={{ height: HEAD + items.length * ROW, width: tableWidth }}
        // what sticks is a layer of its own: only where it must
        className={tableWidth > width ? 'runs-table runs-wide' : 'runs-table'}
      >
        <HeadRow {...props} span={span} />
        {items.slice(first, last).map((item, index) => {
          const at = first + index;
          const top = HEAD + at * ROW;
          if (item.kind === 'group') {
            return (
              <GroupRow
                key={`group ${at % slots}`}
                {...{ item, at, top, span }}
                groupBy={props.groupBy}
                isCurrent={at === current}
                ports={props.ports}
              />
            );
          }
          const { id } = item.run.info;
          return (
            <BodyRow
              key={editing?.id === id ? id : at % slots}
              run={item.run}
              {...{ at, top, span, best }}
              isSelected={selected.has(id)}
              isCurrent={at === current}
              editing={editing?.id === id ? editing.kind : null}
              canEdit={props.canEdit}
              ports={props.ports}
            />
          );
        })}
      </div>
    </div>
  );
});

/** The same object as long as the same columns are in sight: rows are drawn anew only when it is another one. */
function useSameSpan(span: ColumnSpan): ColumnSpan {
  const kept = useRef(span);
  const { layout, first, last } = kept.current;
  if (layout !== span.layout || first !== span.first || last !== span.last) kept.current = span;
  return kept.current;
}
