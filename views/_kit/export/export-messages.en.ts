import type { Translatable } from '../language/language.ts';

/** Words of taking a chart along. */
export const english = {
  open: 'Save as',
  label: (title: string) => `Save ${title}`,
  noPicture: 'This panel shows no picture now: look again once its data is here',
};

export type ExportWords = Translatable<typeof english>;
