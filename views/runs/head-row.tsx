'use client';
import { memo, useLayoutEffect, useRef } from 'react';
import { Icon } from '../_kit/icons.tsx';
import { messages } from '../messages.ts';
import { indicesOf, placeOf } from './body-row.tsx';
import { CheckBox } from './check-box.tsx';
import { fullLabelOf, labelOf, sectionOf } from './column-label.ts';
import type { ColumnSpan } from './layout.ts';
import type { Column } from './table.ts';
import type { RunsTableProps } from './table-props.ts';
import { moved, useColumnDrag } from './use-column-drag.ts';

const words = messages.runs.table;

interface Section {
  readonly name: string;
  readonly left: number;
  width: number;
}

/** Neighbours of one section share its name above them. */
function sectionsOf({ layout, first, last }: ColumnSpan): readonly Section[] {
  const found: Section[] = [];
  let before = '';
  for (let index = first; index < last; index++) {
    const name = sectionOf(layout.columns[index]!);
    const [left, width] = [layout.lefts[index]!, layout.widths[index]!];
    const section = found.at(-1);
    if (name !== '' && name === before && section) section.width = left + width - section.left;
    else if (name !== '') found.push({ name, left, width });
    before = name;
  }
  return found;
}

type HeadRowProps = Pick<RunsTableProps, 'shown' | 'selected' | 'sort' | 'ports'> & {
  readonly span: ColumnSpan;
  /** Told what became of a column that was moved, for those who do not see it. */
  readonly onSaid: (words: string) => void;
};

/** The header: names of sections, then the columns; a press sorts, another one turns the order, a drag moves the column. */
export const HeadRow = memo(function HeadRow(props: HeadRowProps) {
  const { span, shown, selected, ports, onSaid } = props;
  const { layout } = span;
  const ref = useRef<HTMLDivElement>(null);
  const movedKey = useRef<string | null>(null);
  const { drag, handlersOf } = useColumnDrag(ref, layout, (to) => {
    const keys = layout.columns.map(({ key }) => key);
    const next = moved(keys, to);
    const key = keys[to.from]!;
    if (next.every((each, index) => each === keys[index])) return;
    movedKey.current = key;
    onSaid(words.columnMoved(fullLabelOf(layout.columns[to.from]!), next.indexOf(key) + 1, next.length));
    ports.onColumns(next);
  });
  // an element that is put elsewhere loses the focus
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the columns have another order
  useLayoutEffect(() => {
    const key = movedKey.current;
    movedKey.current = null;
    if (key !== null) ref.current?.querySelector<HTMLElement>(`[data-column="${CSS.escape(key)}"] button`)?.focus();
  }, [layout.columns]);
  let chosen = 0;
  if (selected.size > 0) for (const { info } of shown) if (selected.has(info.id)) chosen += 1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons are what has focus
    <div ref={ref} role="row" aria-rowindex={1} className={drag ? 'runs-head runs-dragging' : 'runs-head'}>
      {sectionsOf(span).map(({ name, left, width }) => (
        <span
          key={`${name} ${left}`}
          className="runs-section"
          style={{ left: left + 8, width: width - 16 }}
          title={name}
        >
          {name}
        </span>
      ))}
      <span className="runs-fixed" style={{ width: layout.lefts[0]! + layout.widths[0]! }}>
        {/* biome-ignore lint/a11y/useSemanticElements: a virtual table */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the box inside is */}
        <span role="columnheader">
          <CheckBox
            label={words.selectAll}
            isChecked={chosen > 0 && chosen === shown.length}
            isMixed={chosen > 0 && chosen < shown.length}
            onChange={ports.onToggleAll}
          />
        </span>
        <HeadCell {...props} index={0} handlers={null} isDragged={false} />
      </span>
      {indicesOf(span).map((index) => (
        <HeadCell
          key={layout.columns[index]!.key}
          {...props}
          {...{ index, handlers: handlersOf(index), isDragged: drag?.from === index }}
        />
      ))}
      {drag ? <i className="runs-drop" style={{ left: (layout.lefts[drag.to] ?? layout.total) - 1 }} /> : null}
    </div>
  );
});

/** Columns whose first press shows the largest first. */
const isLargestFirst = ({ kind }: Column) => kind === 'started' || kind === 'duration' || kind === 'health';

interface HeadCellProps extends HeadRowProps {
  readonly index: number;
  readonly handlers: ReturnType<ReturnType<typeof useColumnDrag>['handlersOf']>;
  readonly isDragged: boolean;
}

function HeadCell({ span, sort, ports, index, handlers, isDragged }: HeadCellProps) {
  const { layout } = span;
  const column = layout.columns[index];
  if (!column) return null;
  const isSorted = column.key === sort.key;
  const order = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside is
    <span
      role="columnheader"
      aria-sort={order}
      data-column={column.key}
      className={`runs-head-cell runs-cell runs-${column.kind}${isDragged ? ' runs-dragged' : ''}`}
      style={index === 0 ? { width: layout.widths[0] } : placeOf(layout, index)}
      {...handlers}
    >
      <button
        type="button"
        title={handlers ? `${fullLabelOf(column)} · ${words.moveHint}` : fullLabelOf(column)}
        aria-keyshortcuts={handlers ? 'Control+Shift+ArrowLeft Control+Shift+ArrowRight' : undefined}
        onClick={() =>
          ports.onSort({ key: column.key, isDescending: isSorted ? !sort.isDescending : isLargestFirst(column) })
        }
      >
        <span>{labelOf(column)}</span>
        {isSorted ? <Icon name={sort.isDescending ? 'down' : 'up'} /> : null}
      </button>
    </span>
  );
}
