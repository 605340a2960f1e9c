import type { Translatable } from '../language/language.ts';

/** Columns of tables as they are headed in a file, in the words of the page; those that are not here are names. */
const columns: { readonly [column: string]: string | undefined } = {};

/** Words of taking a chart along. */
export const english = {
  open: 'Save, or view as table',
  label: (title: string) => `Save ${title}, or view it as a table`,
  saveAs: 'Save as',
  viewTable: 'View as table',
  tableOf: (title: string) => `${title} as a table`,
  size: (rows: string, columns: string) => `${rows} × ${columns}, six digits; all of them: Save as CSV`,
  close: 'Close',
  columns,
  noPicture: 'This panel shows no picture now: look again once its data is here',
};

export type ExportWords = Translatable<typeof english>;
