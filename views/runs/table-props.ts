import type { ReactNode } from 'react';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import type { Item } from './items.ts';
import type { Column, ColumnKind, Sort } from './table.ts';

/** Cells that a person may write into. */
export const EDITABLE_KINDS = ['name', 'tags', 'group', 'notes'] as const satisfies readonly ColumnKind[];
export type EditableKind = (typeof EDITABLE_KINDS)[number];

/** A cell that is being written into. */
export interface Editing {
  readonly id: string;
  readonly kind: EditableKind;
}

/** What a row may ask for. The same object as long as the table is there. */
export interface RowPorts {
  /** `isRange`: everything up to it, too. */
  readonly onToggle: (at: number, isRange: boolean) => void;
  readonly onMove: (at: number) => void;
  readonly onOpen: (run: RunSummary) => void;
  readonly onGroup: (value: string) => void;
  /** Null ends it. */
  readonly onEdit: (editing: Editing | null) => void;
  readonly onSave: (run: RunSummary, kind: EditableKind, text: string) => void;
  readonly onSort: (sort: Sort) => void;
  readonly onToggleAll: () => void;
  /** Keys of the columns in their new order. */
  readonly onColumns: (keys: readonly string[]) => void;
}

/** What the run table and its parts are given. */
export interface RunsTableProps {
  readonly items: readonly Item[];
  /** Every run the filter lets through, those of closed groups too. */
  readonly shown: readonly RunSummary[];
  readonly columns: readonly Column[];
  readonly chosen: readonly Column[] | null;
  readonly groupBy: Column | null;
  readonly sort: Sort;
  readonly selected: ReadonlySet<string>;
  /** Index of the line the keys are on. */
  readonly current: number;
  readonly editing: Editing | null;
  readonly canEdit: boolean;
  readonly ports: RowPorts;
  /** Said in place of rows, where there are none. */
  readonly nothing: ReactNode;
}
