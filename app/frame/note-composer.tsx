'use client';
import { memo, useEffect, useId, useState } from 'react';
import type { ConnectionStatus } from '../../lib/client/contract.ts';
import { format, type PageState } from '../../lib/client/page-state.ts';
import { useKit } from '../../views/_kit/state/kit-context.ts';
import { useFrameStore } from '../../views/_kit/state/use-frame-store.ts';
import { errorText } from '../../views/_kit/told/error-text.ts';
import { messages } from '../../views/messages.ts';
import { useFrame } from './frame-context.ts';
import { isTyping } from './keys.ts';
import { useTimelineNow } from './use-timeline.ts';

const words = messages.frame.note;
const isWritable = ({ server }: ConnectionStatus) => server !== null && !server.readOnly;

/** What a note is pinned to: the page as it was when N was pressed. */
interface Pinned {
  readonly runId: string;
  readonly runName: string;
  readonly epoch: number | null;
  readonly page: PageState;
}

/** N, or its button, opens a field for a note about what is on the screen; it is pinned to run, epoch, view and the point in it. */
export const NoteComposer = memo(function NoteComposer() {
  const { client, pageState } = useKit();
  const { selection } = useFrame();
  const now = useTimelineNow();
  const canWrite = useFrameStore(client.connection, isWritable);
  const [pinned, setPinned] = useState<Pinned | null>(null);
  const { focus, runs } = selection;
  const open = () => {
    if (!focus || !canWrite) return;
    const epoch = now()?.playhead || null;
    const page: PageState = {
      ...pageState.getState(),
      ...{ runs: runs.map(({ info }) => info.id), focus: focus.info.id, project: null, theme: null },
      epoch: epoch ?? 'live',
    };
    setPinned({ runId: focus.info.id, runName: focus.info.name, epoch, page });
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
      if (!isPlain || event.key.toLowerCase() !== 'n' || event.defaultPrevented || isTyping(event.target)) return;
      event.preventDefault();
      open();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  if (!focus || !canWrite) return null;
  return (
    <>
      <button type="button" className="kit-ghost dock-note" title={words.title} onClick={open}>
        {words.button}
        <kbd>N</kbd>
      </button>
      {pinned ? <Sheet key={format(pinned.page)} pinned={pinned} onClose={() => setPinned(null)} /> : null}
    </>
  );
});

function Sheet({ pinned, onClose }: { readonly pinned: Pinned; readonly onClose: () => void }) {
  const { client } = useKit();
  const id = useId();
  const [text, setText] = useState('');
  const [isOfEpoch, setIsOfEpoch] = useState(pinned.epoch !== null);
  const [error, setError] = useState<string | null>(null);
  const save = () => {
    if (text.trim() === '') return;
    const { runId, epoch, page } = pinned;
    const place = { epoch: isOfEpoch ? epoch : null, step: null, view: page.view, link: format(page) };
    client.edits.addNote(runId, { ...place, text: text.trim(), author: null }).then(onClose, (cause: unknown) => {
      setError(errorText(cause));
    });
  };
  return (
    <div className="note-sheet" role="dialog" aria-labelledby={id}>
      <h2 id={id}>{words.heading(pinned.runName)}</h2>
      <textarea
        // biome-ignore lint/a11y/noAutofocus: it was asked for just now
        autoFocus
        className="note-text"
        aria-labelledby={id}
        placeholder={words.placeholder}
        value={text}
        maxLength={20_000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          event.stopPropagation();
        }}
      />
      {error ? (
        <p className="note-error" role="alert">
          {error}
        </p>
      ) : null}
      <div className="note-actions">
        {pinned.epoch === null ? null : (
          <label>
            <input type="checkbox" checked={isOfEpoch} onChange={() => setIsOfEpoch(!isOfEpoch)} />
            {words.pinned(pinned.epoch, messages.frame.nav[pinned.page.view])}
          </label>
        )}
        <button type="button" className="kit-ghost" onClick={onClose}>
          {words.cancel} <kbd>Esc</kbd>
        </button>
        <button type="button" className="kit-button" disabled={text.trim() === ''} onClick={save}>
          {words.save} <kbd>{words.saveKey}</kbd>
        </button>
      </div>
    </div>
  );
}
