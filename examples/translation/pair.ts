/** A text in two languages, cut into tokens, with the true alignment. */
export interface Pair {
  readonly kind: 'date' | 'number';
  /** As people write it: `Friday, November 27, 2026`. */
  readonly english: string;
  readonly source: readonly string[];
  /** Chinese, character by character. */
  readonly target: readonly string[];
  /** Per target token, the source tokens that say the same; none where no token does. */
  readonly alignment: readonly (readonly number[])[];
}
