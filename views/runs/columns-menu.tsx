'use client';
import { useState } from 'react';
import { Icon } from '../_kit/icons.tsx';
import { whole } from '../_kit/numbers.ts';
import { Popover } from '../_kit/popover.tsx';
import { messages } from '../messages.ts';
import { fullLabelOf } from './column-label.ts';
import type { Column } from './table.ts';
import { moved } from './use-column-drag.ts';

const words = messages.runs.columns;
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
  const [search, setSearch] = useState('');
  const keys = shown.map(({ key }) => key);
  const listed = [...shown, ...columns.filter(({ key }) => !keys.includes(key))]
    .filter((column) => fullLabelOf(column).toLowerCase().includes(search.toLowerCase()))
    .slice(0, MOST_LISTED);
  const move = (key: string, by: number) => {
    const from = keys.indexOf(key);
    onChoose(moved(keys, { from, to: by < 0 ? from - 1 : from + 2 }));
  };
  return (
    <Popover
      button={
        <>
          {words.label} <b>{whole(shown.length)}</b>
          <Icon name="down" />
        </>
      }
      buttonClass="kit-button"
      label={words.label}
      className="runs-columns"
    >
      {() => (
        <>
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
          {listed.map((column) => {
            const isShown = keys.includes(column.key);
            const name = fullLabelOf(column);
            return (
              <div key={column.key} className="runs-columns-line">
                <label>
                  <input
                    type="checkbox"
                    checked={isShown}
                    disabled={column.kind === 'name'}
                    onChange={() =>
                      onChoose(isShown ? keys.filter((key) => key !== column.key) : [...keys, column.key])
                    }
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
        </>
      )}
    </Popover>
  );
}
