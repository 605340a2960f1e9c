'use client';
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useSize } from '../_kit/chart/use-size.ts';
import { useSettled } from '../_kit/state/use-settled.ts';
import { messages } from '../messages.ts';
import { BodyRow } from './body-row.tsx';
import { GroupRow } from './group-row.tsx';
import { HeadRow } from './head-row.tsx';
import type { Item } from './items.ts';
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
/** A scroll is over when nothing moved for so long, ms. */
const REST_MS = 250;

/** The run table: sticky header and names, 26 px rows; only rows and columns in sight are in the page. */
export const RunsTable = memo(function RunsTable(props: RunsTableProps) {
  const { items, shown, columns, chosen, current, selected, editing, sort, ports } = props;
  const hostRef = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(hostRef);
  const [topRow, setTopRow] = useState(0);
  const [left, setLeft] = useState(0);
  const all = useMemo(() => chosen ?? visibleColumns(columns, width - CHECK - RIGHT), [chosen, columns, width]);
  const layout = useMemo(() => layoutOf(all, CHECK, width - RIGHT), [all, width]);
  const best = useSameMap(useMemo(() => bestValues(shown, all), [shown, all]));
  const found = spanOf(layout, left, left + width, SPARE_PX);
  const span = useSameSpan(found);
  // always so many: a row that goes out of sight is the one that comes into it, its elements are used again
  const slots = Math.ceil(height / ROW) + 1 + 2 * SPARE_ROWS;
  const first = Math.max(0, Math.min(topRow - SPARE_ROWS, items.length - slots));
  const last = Math.min(items.length, first + slots);
  const lines = useLines(items, first, last, height > 0 ? slots : 0);
  // Tab goes through rows as they stand in the page: put into their order when a scroll is over, not in each of its frames
  const firstAtRest = useSettled(first, REST_MS);
  const inOrder = lines.map((_, index) => (firstAtRest + index) % slots);
  useLayoutEffect(() => {
    const host = hostRef.current;
    if (!host || current < 0) return;
    const top = current * ROW;
    if (top < host.scrollTop) host.scrollTop = top;
    else if (top + ROW > host.scrollTop + host.clientHeight - HEAD)
      host.scrollTop = top + ROW - host.clientHeight + HEAD;
  }, [current]);
  const [said, setSaid] = useState('');
  const tableWidth = Math.max(width, layout.total + RIGHT);
  return (
    <div
      ref={hostRef}
      className="runs-scroll"
      onScroll={({ currentTarget }) => {
        // a scroll that brings no other row draws nothing
        setTopRow(Math.floor(currentTarget.scrollTop / ROW));
        setLeft(currentTarget.scrollLeft);
      }}
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
        <HeadRow {...{ span, shown, selected, sort, ports }} onSaid={setSaid} />
        {inOrder.map((slot) => {
          const line = lines[slot];
          if (!line) return null;
          const { item, at } = line;
          const isSpare = at < first || at >= last;
          const top = HEAD + at * ROW;
          if (item.kind === 'group') {
            return (
              <GroupRow
                key={`group ${slot}`}
                {...{ item, at, top, span, isSpare, ports }}
                groupBy={props.groupBy}
                isCurrent={at === current}
              />
            );
          }
          const { id } = item.run.info;
          const isEdited = !isSpare && editing?.id === id;
          return (
            <BodyRow
              key={isEdited ? id : slot}
              run={item.run}
              {...{ at, top, span, best, isSpare, ports }}
              isSelected={selected.has(id)}
              isCurrent={at === current}
              editing={isEdited ? editing.kind : null}
              canEdit={props.canEdit}
            />
          );
        })}
      </div>
      <span className="runs-said" role="status">
        {said}
      </span>
      {props.nothing}
    </div>
  );
});

/** A line of the table in one of the slots for rows. */
interface Line {
  readonly item: Item;
  readonly at: number;
}

/**
 * What each slot holds: a line in sight, or the last one that was in it. That one is hidden and drawn no more, but its elements
 * are there when a filter that found nothing finds much again.
 */
function useLines(items: readonly Item[], first: number, last: number, slots: number): readonly (Line | undefined)[] {
  const kept = useRef<readonly (Line | undefined)[]>([]);
  return useMemo(() => {
    // with another number of slots a line belongs into another one
    const before = kept.current.length === slots ? kept.current : [];
    const lines = Array.from({ length: slots }, (_, slot) => before[slot]);
    for (let at = first; at < last; at++) lines[at % slots] = { item: items[at]!, at };
    kept.current = lines;
    return lines;
  }, [items, first, last, slots]);
}

/** The same object as long as the same is in it: a filter that leaves the best as they are draws no row for them. */
function useSameMap(map: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const kept = useRef(map);
  const isSame = kept.current.size === map.size && [...map].every(([key, value]) => kept.current.get(key) === value);
  if (!isSame) kept.current = map;
  return kept.current;
}

/** The same object as long as the same columns are in sight: rows are drawn anew only when it is another one. */
function useSameSpan(span: ColumnSpan): ColumnSpan {
  const kept = useRef(span);
  const { layout, first, last } = kept.current;
  if (layout !== span.layout || first !== span.first || last !== span.last) kept.current = span;
  return kept.current;
}
