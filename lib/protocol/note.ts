/** Where a note is pinned: what was looked at when it was written. */
export interface NotePlace {
  /** 1-based; null: the note is about the run as a whole. */
  readonly epoch: number | null;
  readonly step: number | null;
  /** View it was written in, a name of `VIEWS`; null: none. */
  readonly view: string | null;
  /** The page as a link (path and query), which opens just that again; empty: none. */
  readonly link: string;
}

/** A person's remark about a run. Times are ms since the Unix epoch. */
export interface Note extends NotePlace {
  /** Unique in the store file. */
  readonly id: number;
  readonly text: string;
  /** Who wrote it, when that was said. */
  readonly author: string | null;
  readonly createdMs: number;
  /** Null: never changed. */
  readonly editedMs: number | null;
  /** Null unless it was deleted; a deleted note can be restored. */
  readonly deletedMs: number | null;
}

/** A note to be written. */
export interface NewNote extends NotePlace {
  readonly text: string;
  readonly author: string | null;
}

/** What changes of a note; `deleted: false` restores it. */
export interface NoteEdit {
  readonly text?: string;
  readonly deleted?: boolean;
}
