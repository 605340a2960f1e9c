import { messages } from '../messages.ts';
import { metricName } from './filter/fields.ts';
import type { Column } from './table.ts';

const words = messages.runs.table;

/** A column's name in its head, below {@link sectionOf}. */
export function labelOf(column: Column): string {
  if (column.kind === 'metric') return words[column.which ?? 'last'];
  return column.kind === 'config' ? column.subject : words[column.kind];
}

/** The section of a column: `val_loss`, `loss`, or the configuration; empty for one that stands alone. */
export function sectionOf(column: Column): string {
  if (column.kind === 'config') return words.config;
  return column.kind === 'metric' && column.subset ? metricName({ name: column.subject, subset: column.subset }) : '';
}

/** A column's name where it stands alone. */
export function fullLabelOf(column: Column): string {
  return column.kind === 'metric' ? `${sectionOf(column)} ${labelOf(column)}` : labelOf(column);
}
