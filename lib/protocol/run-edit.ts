/**
 * What a person changes of a run. What was set here stays: a recorder's later words about the same field are not heard.
 * `tags` replaces all tags; `addTags` and `removeTags` change those there are. `archived` and `deleted` put a run away and,
 * when false, bring it back.
 */
export interface RunEdit {
  readonly name?: string;
  readonly group?: string | null;
  readonly tags?: readonly string[];
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly notes?: string;
  readonly archived?: boolean;
  readonly deleted?: boolean;
}

/** Fields of a run that a person may set, and a recorder no more after that. */
export const EDITABLE = ['name', 'group', 'tags', 'notes'] as const;
export type EditableField = (typeof EDITABLE)[number];

/** What became of emptying the bin. */
export interface BinAnswer {
  /** Ids of the runs that are gone for good. */
  readonly removed: readonly string[];
  /** Ids of deleted runs that are still being recorded: they stay in the bin. */
  readonly kept: readonly string[];
}
