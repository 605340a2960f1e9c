import type { Column, Row, Sort } from './table.ts';

/** What the run table and its parts are given. */
export interface RunsTableProps {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly best: ReadonlyMap<string, number>;
  readonly sort: Sort;
  readonly selected: ReadonlySet<string>;
  /** Index of the row the keys are on. */
  readonly current: number;
  readonly onSort: (sort: Sort) => void;
  readonly onToggle: (id: string) => void;
  readonly onToggleAll: () => void;
  readonly onOpen: (row: Row) => void;
}
