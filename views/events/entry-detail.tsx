'use client';
import { useState } from 'react';
import type { Edits } from '../../lib/client/edits.ts';
import type { Note } from '../../lib/protocol/note.ts';
import { language } from '../_kit/language/language.ts';
import { errorText } from '../_kit/told/error-text.ts';
import type { Entry } from './entries.ts';
import { placeOf, textOf } from './entry-list.tsx';
import { eventsMessages as words } from './messages.ts';

const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

export interface EntryDetailProps {
  readonly entry: Entry | null;
  readonly canEdit: boolean;
  readonly edits: Edits;
  readonly onJump: (entry: Entry) => void;
}

/** The chosen entry in full; a note can be changed and deleted, which can be undone. */
export function EntryDetail(props: EntryDetailProps) {
  const { entry, edits } = props;
  const [error, setError] = useState<string | null>(null);
  const [deleted, setDeleted] = useState<{ readonly run: string; readonly id: number } | null>(null);
  const carry = (work: Promise<unknown>) => {
    setError(null);
    work.catch((cause: unknown) => setError(errorText(cause)));
  };
  if (!entry && !deleted && error === null) return null;
  return (
    <div className="events-detail">
      {error ? (
        <p className="events-error" role="alert">
          {error}
        </p>
      ) : null}
      {entry ? (
        <Chosen
          key={entry.key}
          {...props}
          entry={entry}
          onSave={({ id }, text) => carry(edits.editNote(entry.data.info.id, id, { text }))}
          onDelete={({ id }) => {
            setDeleted({ run: entry.data.info.id, id });
            carry(edits.editNote(entry.data.info.id, id, { deleted: true }));
          }}
        />
      ) : null}
      {!entry && deleted ? (
        <div className="events-actions" role="status">
          <span>{words.deleted}</span>
          <button
            type="button"
            className="kit-button"
            onClick={() => {
              carry(edits.editNote(deleted.run, deleted.id, { deleted: false }));
              setDeleted(null);
            }}
          >
            {words.undo}
          </button>
          <button type="button" className="kit-ghost" onClick={() => setDeleted(null)}>
            {words.dismiss}
          </button>
        </div>
      ) : null}
    </div>
  );
}

interface ChosenProps extends EntryDetailProps {
  readonly entry: Entry;
  readonly onSave: (note: Note, text: string) => void;
  readonly onDelete: (note: Note) => void;
}

function Chosen({ entry, canEdit, onJump, onSave, onDelete }: ChosenProps) {
  const [isEditing, setIsEditing] = useState(false);
  const { note } = entry;
  const where = [entry.data.info.name, words.kinds[entry.kind], placeOf(entry)];
  if (entry.wallMs !== null) where.push(moment.format(entry.wallMs));
  if (note?.author) where.push(words.by(note.author));
  if (note?.editedMs) where.push(words.edited(moment.format(note.editedMs)));
  return (
    <>
      <p className="events-where">{where.join(' · ')}</p>
      {note && isEditing ? (
        <NoteEditor
          text={note.text}
          onSave={(text) => {
            setIsEditing(false);
            if (text.trim() !== '' && text !== note.text) onSave(note, text);
          }}
          onCancel={() => setIsEditing(false)}
        />
      ) : (
        <p className="events-whole">{textOf(entry)}</p>
      )}
      <div className="events-actions">
        <button type="button" className="kit-button" onClick={() => onJump(entry)}>
          {words.jump} <kbd>Enter</kbd>
        </button>
        {note && canEdit && !isEditing ? (
          <>
            <button type="button" className="kit-ghost" onClick={() => setIsEditing(true)}>
              {words.edit}
            </button>
            <button type="button" className="kit-ghost runs-grave" onClick={() => onDelete(note)}>
              {words.delete}
            </button>
          </>
        ) : null}
      </div>
    </>
  );
}

function NoteEditor({
  text,
  onSave,
  onCancel,
}: {
  readonly text: string;
  readonly onSave: (text: string) => void;
  readonly onCancel: () => void;
}) {
  const [value, setValue] = useState(text);
  return (
    <>
      <textarea
        // biome-ignore lint/a11y/noAutofocus: it was asked for just now
        autoFocus
        className="note-text"
        aria-label={words.noteText}
        value={value}
        maxLength={20_000}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
          else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave(value);
          event.stopPropagation();
        }}
      />
      <div className="events-actions">
        <button type="button" className="kit-button" onClick={() => onSave(value)}>
          {words.save}
        </button>
        <button type="button" className="kit-ghost" onClick={onCancel}>
          {words.cancel}
        </button>
      </div>
    </>
  );
}
