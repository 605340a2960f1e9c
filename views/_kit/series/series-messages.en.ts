import type { Translatable } from '../language/language.ts';

/** Words of pinned charts. */
export const english = {
  pin: 'Pin: show it first in the Overview',
  unpin: 'Unpin',
  pinned: (chart: string) => `Pinned: ${chart}`,
  full: (most: number) => `${most} charts are pinned, no more fit into a link: let go of one`,
};

export type SeriesWords = Translatable<typeof english>;
