'use client';
import { type ReactNode, type RefObject, useId, useState } from 'react';
import type { Shelf } from '../../lib/client/page-state.ts';
import type { RunFileFormat } from '../../lib/client/run-files.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { whole } from '../_kit/numbers.ts';
import { RunDot } from '../_kit/run-dot.tsx';
import { messages } from '../messages.ts';
import { ExportChoice } from './transfer/export-choice.tsx';

const words = messages.runs;
/** Runs named one by one. */
const MOST_NAMED = 6;

export interface SelectionBarProps {
  readonly runs: readonly RunSummary[];
  readonly shelf: Shelf;
  readonly canEdit: boolean;
  /** Tags there are, to be offered. */
  readonly tags: readonly string[];
  readonly tagRef: RefObject<HTMLInputElement | null>;
  readonly onOpen: () => void;
  readonly onTag: (text: string) => void;
  readonly onArchive: () => void;
  readonly onDelete: () => void;
  readonly onExport: (format: RunFileFormat) => void;
  readonly onClear: () => void;
}

/** What is selected, and what can be done with it. */
export function SelectionBar(props: SelectionBarProps) {
  const { runs, shelf, canEdit, onOpen, onExport, onClear } = props;
  return (
    <div className="runs-bulk">
      <b>{words.selected(whole(runs.length))}</b>
      <span className="runs-chosen">
        {runs.slice(0, MOST_NAMED).map(({ info }) => (
          <span key={info.id} className="runs-chosen-run">
            <RunDot colour={info.colour} />
            <span>{info.name}</span>
          </span>
        ))}
      </span>
      <button type="button" className="runs-primary" onClick={onOpen}>
        {runs.length > 1 ? words.actions.compare : words.actions.open}
        {runs.length > 1 ? <kbd>C</kbd> : null}
      </button>
      {canEdit ? (
        <>
          {shelf === 'bin' ? null : <TagField {...props} />}
          {shelf === 'bin' ? null : (
            <Action keys="E" onPress={props.onArchive}>
              {shelf === 'archived' ? words.actions.unarchive : words.actions.archive}
            </Action>
          )}
          <Action isGrave={shelf !== 'bin'} onPress={props.onDelete}>
            {shelf === 'bin' ? words.actions.restore : words.actions.delete}
          </Action>
        </>
      ) : null}
      <ExportChoice onExport={onExport} />
      <Action keys="Esc" onPress={onClear}>
        {words.actions.clear}
      </Action>
      <Hints />
    </div>
  );
}

function TagField({ tags, tagRef, onTag }: SelectionBarProps) {
  const id = useId();
  const [text, setText] = useState('');
  return (
    <span className="runs-tag-field">
      <input
        ref={tagRef}
        type="text"
        list={id}
        placeholder={words.actions.tag}
        aria-label={words.actions.tagLabel}
        title={words.actions.tagLabel}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && text.trim() !== '') {
            onTag(text.trim());
            setText('');
          } else if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <kbd>T</kbd>
      <datalist id={id}>
        {tags.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
    </span>
  );
}

function Action({
  keys = null,
  isGrave = false,
  onPress,
  children,
}: {
  readonly keys?: string | null;
  readonly isGrave?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" className={isGrave ? 'kit-ghost runs-grave' : 'kit-ghost'} onClick={onPress}>
      {children}
      {keys === null ? null : <kbd>{keys}</kbd>}
    </button>
  );
}

function Hints() {
  const hints: readonly (readonly [readonly string[], string])[] = [
    [['J', 'K'], words.keys.move],
    [['X'], words.keys.select],
    [['F2'], words.keys.rename],
    [['Enter'], words.keys.open],
  ];
  return (
    <span className="runs-hints" aria-hidden="true">
      {hints.map(([keys, what]) => (
        <span key={what} className="runs-hint">
          {keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {what}
        </span>
      ))}
    </span>
  );
}
