import { useCallback, useEffect, useRef, useState } from 'react';
import type { Edits } from '../../lib/client/edits.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { whole } from '../_kit/numbers.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { messages } from '../messages.ts';
import type { EditableKind } from './table-props.ts';

const say = messages.runs.done;
/** How long it can be undone by a press, ms. */
const NOTICE_MS = 12_000;

/** What was just done or refused. */
export interface Notice {
  readonly text: string;
  readonly isError: boolean;
  readonly undo: (() => Promise<unknown>) | null;
}

/** What people do to runs in the list; every change says so and can be undone, but emptying the bin. */
export interface RunEdits {
  readonly notice: Notice | null;
  readonly dismiss: () => void;
  readonly undo: () => void;
  readonly write: (run: RunSummary, kind: EditableKind, text: string) => void;
  readonly tag: (runs: readonly RunSummary[], text: string) => void;
  readonly putAway: (runs: readonly RunSummary[], mark: 'archived' | 'deleted', isOn: boolean) => void;
  readonly emptyBin: () => void;
}

const idsOf = (runs: readonly RunSummary[]) => runs.map(({ info }) => info.id);
const countOf = (runs: { readonly length: number }) => say.runs(runs.length, whole(runs.length));

export function useRunEdits(edits: Edits): RunEdits {
  const [notice, setNotice] = useState<Notice | null>(null);
  const latest = useRef<Notice | null>(null);
  latest.current = notice;
  useEffect(() => {
    if (!notice || notice.isError) return;
    const timer = setTimeout(() => setNotice(null), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const carry = useCallback((work: () => Promise<unknown>, done: Notice | null) => {
    work().then(
      () => setNotice(done),
      (error: unknown) => setNotice({ text: errorText(error), isError: true, undo: null }),
    );
  }, []);
  const undo = useCallback(() => {
    const work = latest.current?.undo;
    if (work) carry(work, null);
  }, [carry]);
  const dismiss = useCallback(() => setNotice(null), []);
  const write = useCallback(
    (run: RunSummary, kind: EditableKind, text: string) => {
      const { info } = run;
      const before = { [kind]: info[kind] };
      const tags = text.split(',').map((tag) => tag.trim());
      const value = kind === 'tags' ? tags.filter(Boolean) : kind === 'group' ? text || null : text;
      carry(() => edits.run(info.id, { [kind]: value }), {
        text: kind === 'name' ? say.renamed(text) : say.changed(info.name),
        isError: false,
        undo: () => edits.run(info.id, before),
      });
    },
    [edits, carry],
  );
  const tag = useCallback(
    (runs: readonly RunSummary[], text: string) => {
      const isTaken = /^[-−]/.test(text);
      const name = text.replace(/^[-−]\s*/, '').trim();
      const changed = runs.filter(({ info }) => info.tags.includes(name) === isTaken);
      if (name === '' || changed.length === 0) return;
      const [add, remove] = [{ addTags: [name] }, { removeTags: [name] }];
      carry(() => edits.runs(idsOf(changed), isTaken ? remove : add), {
        text: (isTaken ? say.untagged : say.tagged)(countOf(changed), name),
        isError: false,
        undo: () => edits.runs(idsOf(changed), isTaken ? add : remove),
      });
    },
    [edits, carry],
  );
  const putAway = useCallback(
    (runs: readonly RunSummary[], mark: 'archived' | 'deleted', isOn: boolean) => {
      if (runs.length === 0) return;
      const said = { archived: [say.unarchived, say.archived], deleted: [say.restored, say.deleted] } as const;
      carry(() => edits.runs(idsOf(runs), { [mark]: isOn }), {
        text: said[mark][isOn ? 1 : 0](countOf(runs)),
        isError: false,
        undo: () => edits.runs(idsOf(runs), { [mark]: !isOn }),
      });
    },
    [edits, carry],
  );
  const emptyBin = useCallback(() => {
    edits.emptyBin().then(
      ({ removed }) => setNotice({ text: say.emptied(countOf(removed)), isError: false, undo: null }),
      (error: unknown) => setNotice({ text: errorText(error), isError: true, undo: null }),
    );
  }, [edits]);
  return { notice, dismiss, undo, write, tag, putAway, emptyBin };
}
