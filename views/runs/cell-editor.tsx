'use client';
import { useRef } from 'react';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { messages } from '../messages.ts';
import type { EditableKind, RowPorts } from './table-props.ts';

const words = messages.runs.table;

/** What an editable cell holds, as text: tags with commas. */
export function editableText({ info }: RunSummary, kind: EditableKind): string {
  if (kind === 'tags') return info.tags.join(', ');
  if (kind === 'group') return info.group ?? '';
  return info[kind];
}

/** A field in a cell: Enter or leaving it saves, Esc leaves it as it was. */
export function CellEditor({
  run,
  kind,
  ports,
}: {
  readonly run: RunSummary;
  readonly kind: EditableKind;
  readonly ports: RowPorts;
}) {
  const isDone = useRef(false);
  const end = (text: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    if (text !== null && text.trim() !== editableText(run, kind)) ports.onSave(run, kind, text.trim());
    ports.onEdit(null);
  };
  return (
    <input
      ref={(input) => {
        if (input && document.activeElement !== input) input.select();
      }}
      // biome-ignore lint/a11y/noAutofocus: it was asked for just now
      autoFocus
      className="runs-editor"
      type="text"
      aria-label={words.edit(words[kind], run.info.name)}
      defaultValue={editableText(run, kind)}
      maxLength={kind === 'notes' ? 10_000 : 512}
      onClick={(event) => event.stopPropagation()}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end(event.currentTarget.value);
        else if (event.key === 'Escape') end(null);
        event.stopPropagation();
      }}
    />
  );
}
