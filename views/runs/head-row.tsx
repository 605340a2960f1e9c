'use client';
import { Icon } from '../_kit/icons.tsx';
import { messages } from '../messages.ts';
import { CheckBox } from './check-box.tsx';
import type { Column } from './table.ts';
import type { RunsTableProps } from './table-props.ts';

const words = messages.runs.table;

/** Name of a group of columns: `val_loss`, `loss`, or the configuration. */
function groupOf(column: Column): string {
  if (column.kind === 'config') return words.config;
  if (column.kind !== 'metric') return '';
  return column.subset === 'val' ? `val_${column.subject}` : column.subject;
}

function labelOf(column: Column): string {
  if (column.kind === 'metric') return words[column.which ?? 'last'];
  return column.kind === 'config' ? column.subject : words[column.kind];
}

/** Neighbours of one group share its name above them. */
function groups(
  columns: readonly Column[],
): readonly { readonly name: string; readonly from: number; readonly span: number }[] {
  const found: { name: string; from: number; span: number }[] = [];
  columns.forEach((column, index) => {
    const name = groupOf(column);
    const before = found.at(-1);
    if (before && before.name === name) before.span += 1;
    else found.push({ name, from: index, span: 1 });
  });
  return found.filter(({ name }) => name !== '');
}

/** The header: group names, then the columns; a press sorts, another one turns the order. */
export function HeadRow({
  columns,
  template,
  sort,
  rows,
  selected,
  onSort,
  onToggleAll,
}: RunsTableProps & { readonly template: string }) {
  const chosen = rows.filter(({ run }) => selected.has(run.info.id)).length;
  const checked = chosen === 0 ? false : chosen === rows.length ? true : 'mixed';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons are what has focus
    <div role="row" aria-rowindex={1} className="runs-head" style={{ gridTemplateColumns: template }}>
      {groups(columns).map(({ name, from, span }) => (
        <span
          key={`${name} ${from}`}
          className="runs-group"
          style={{ gridColumn: `${from + 2} / span ${span}` }}
          title={name}
        >
          <span>{name}</span>
        </span>
      ))}
      <span className="runs-check runs-head-cell" style={{ gridColumn: 1 }}>
        <CheckBox
          label={words.selectAll}
          isChecked={checked === true}
          isMixed={checked === 'mixed'}
          onChange={onToggleAll}
        />
      </span>
      {columns.map((column, index) => {
        const isSorted = column.key === sort.key;
        const order = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none';
        return (
          // biome-ignore lint/a11y/useSemanticElements: a virtual table
          // biome-ignore lint/a11y/useFocusableInteractive: the button inside is
          <span
            key={column.key}
            role="columnheader"
            aria-sort={order}
            className={`runs-head-cell runs-cell runs-${column.kind}`}
            style={{ gridColumn: index + 2 }}
          >
            <button
              type="button"
              title={column.kind === 'config' ? column.subject : undefined}
              onClick={() =>
                onSort({ key: column.key, isDescending: isSorted ? !sort.isDescending : column.kind === 'started' })
              }
            >
              <span>{labelOf(column)}</span>
              {isSorted ? <Icon name={sort.isDescending ? 'down' : 'up'} /> : null}
            </button>
          </span>
        );
      })}
    </div>
  );
}
