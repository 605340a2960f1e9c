'use client';
import { useId, useRef, useState } from 'react';
import { Icon } from '../_kit/icons.tsx';
import { whole } from '../_kit/numbers.ts';
import { messages } from '../messages.ts';
import { fullLabelOf } from './column-label.ts';
import type { Column } from './table.ts';

const words = messages.runs.columns;
/** px between button and sheet. */
const GAP = 6;
/** Lines shown at once: a search finds the others. */
const MOST_LISTED = 200;

export interface ColumnsMenuProps {
  readonly columns: readonly Column[];
  /** What is shown now, in order. */
  readonly shown: readonly Column[];
  readonly isUsual: boolean;
  /** Keys in their order; none: the usual ones again. */
  readonly onChoose: (keys: readonly string[]) => void;
}

/** Which columns there are, which are shown, and in what order. */
export function ColumnsMenu({ columns, shown, isUsual, onChoose }: ColumnsMenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const place = () => {
    const at = button.current?.getBoundingClientRect();
    if (!at || !sheet.current) return;
    sheet.current.style.top = `${at.bottom + GAP}px`;
    sheet.current.style.right = `${Math.max(GAP, document.documentElement.clientWidth - at.right)}px`;
    sheet.current.style.maxHeight = `calc(100dvh - ${at.bottom + 2 * GAP}px)`;
  };
  const keys = shown.map(({ key }) => key);
  const listed = [...shown, ...columns.filter(({ key }) => !keys.includes(key))]
    .filter((column) => fullLabelOf(column).toLowerCase().includes(search.toLowerCase()))
    .slice(0, MOST_LISTED);
  const move = (key: string, by: number) => {
    const at = keys.indexOf(key);
    const moved = keys.filter((each) => each !== key);
    moved.splice(Math.max(1, at + by), 0, key);
    onChoose(moved);
  };
  return (
    <>
      <button ref={button} type="button" className="kit-button" popoverTarget={id}>
        {words.label} <b>{whole(shown.length)}</b>
        <Icon name="down" />
      </button>
      <div
        ref={sheet}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={words.label}
        className="kit-guide runs-columns"
        onBeforeToggle={place}
        onToggle={(event) => setIsOpen(event.newState === 'open')}
      >
        <input
          type="search"
          className="runs-columns-find"
          placeholder={words.find}
          aria-label={words.find}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <label className="runs-columns-line">
          <input type="checkbox" checked={isUsual} onChange={() => onChoose(isUsual ? keys : [])} />
          <span>{words.usual}</span>
        </label>
        {(isOpen ? listed : []).map((column) => {
          const isShown = keys.includes(column.key);
          const name = fullLabelOf(column);
          return (
            <div key={column.key} className="runs-columns-line">
              <label>
                <input
                  type="checkbox"
                  checked={isShown}
                  disabled={column.kind === 'name'}
                  onChange={() => onChoose(isShown ? keys.filter((key) => key !== column.key) : [...keys, column.key])}
                />
                <span className={column.kind === 'config' ? 'kit-mono' : undefined}>{name}</span>
              </label>
              {isShown && column.kind !== 'name' ? (
                <span className="runs-columns-move">
                  <button type="button" aria-label={words.earlier(name)} onClick={() => move(column.key, -1)}>
                    <Icon name="up" />
                  </button>
                  <button type="button" aria-label={words.later(name)} onClick={() => move(column.key, 1)}>
                    <Icon name="down" />
                  </button>
                </span>
              ) : null}
            </div>
          );
        })}
      </div>
    </>
  );
}
