'use client';
import { Icon } from '../_kit/icons.tsx';
import { messages } from '../messages.ts';
import { indicesOf, placeOf } from './body-row.tsx';
import { CheckBox } from './check-box.tsx';
import { fullLabelOf, labelOf, sectionOf } from './column-label.ts';
import type { ColumnSpan } from './layout.ts';
import type { Column } from './table.ts';
import type { RunsTableProps } from './table-props.ts';

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

type HeadRowProps = RunsTableProps & { readonly span: ColumnSpan };

/** The header: names of sections, then the columns; a press sorts, another one turns the order. */
export function HeadRow(props: HeadRowProps) {
  const { span, shown, selected, ports } = props;
  const { layout } = span;
  let chosen = 0;
  if (selected.size > 0) for (const { info } of shown) if (selected.has(info.id)) chosen += 1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons are what has focus
    <div role="row" aria-rowindex={1} className="runs-head">
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
        <HeadCell {...props} index={0} />
      </span>
      {indicesOf(span).map((index) => (
        <HeadCell key={layout.columns[index]!.key} {...props} index={index} />
      ))}
    </div>
  );
}

/** Columns whose first press shows the largest first. */
const isLargestFirst = ({ kind }: Column) => kind === 'started' || kind === 'duration' || kind === 'health';

function HeadCell({ span, sort, ports, index }: HeadRowProps & { readonly index: number }) {
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
      className={`runs-head-cell runs-cell runs-${column.kind}`}
      style={index === 0 ? { width: layout.widths[0] } : placeOf(layout, index)}
    >
      <button
        type="button"
        title={fullLabelOf(column)}
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
