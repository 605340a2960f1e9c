'use client';
import { messages } from '../messages.ts';
import type { RunEdits } from './use-run-edits.ts';

const words = messages.runs.actions;

/** What was just done, with the way back; or why it was refused. */
export function NoticeBar({ edits: { notice, undo, dismiss } }: { readonly edits: RunEdits }) {
  if (!notice) return null;
  return (
    <div
      className={notice.isError ? 'runs-notice runs-notice-error' : 'runs-notice'}
      role={notice.isError ? 'alert' : 'status'}
    >
      <span>{notice.text}</span>
      {notice.undo ? (
        <button type="button" className="kit-button" onClick={undo}>
          {words.undo}
        </button>
      ) : null}
      <button type="button" className="kit-ghost" onClick={dismiss}>
        {words.dismiss}
      </button>
    </div>
  );
}
