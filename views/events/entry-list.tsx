'use client';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useSize } from '../_kit/chart/use-size.ts';
import { whole } from '../_kit/numbers.ts';
import { RunDot } from '../_kit/run-dot.tsx';
import type { Entry } from './entries.ts';
import { eventsMessages as words } from './messages.ts';

const ROW = 26;
const SPARE = 8;

export interface EntryListProps {
  readonly entries: readonly Entry[];
  readonly chosen: string | null;
  /** Where the playhead is. */
  readonly epoch: number | null;
  /** Names say which run an entry is of. */
  readonly hasRuns: boolean;
  readonly onChoose: (key: string) => void;
  readonly onJump: (entry: Entry) => void;
}

/** The lines in sight. A press chooses, another one (or Enter) goes there; arrows move. */
export function EntryList({ entries, chosen, epoch, hasRuns, onChoose, onJump }: EntryListProps) {
  const hostRef = useRef<HTMLDivElement>(null);
  const { height } = useSize(hostRef);
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.floor(top / ROW) - SPARE);
  const last = Math.min(entries.length, Math.ceil((top + height) / ROW) + SPARE);
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const at = entries.findIndex(({ key }) => key === chosen);
    const entry = entries[Math.max(0, Math.min(entries.length - 1, at + by))];
    if (by !== 0 && entry) {
      onChoose(entry.key);
      const y = entries.indexOf(entry) * ROW;
      const host = hostRef.current;
      if (host && (y < host.scrollTop || y + ROW > host.scrollTop + host.clientHeight)) host.scrollTop = y - height / 2;
    } else if (event.key === 'Enter' && at >= 0) onJump(entries[at]!);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={hostRef}
      role="listbox"
      aria-label={words.title}
      className="events-scroll"
      tabIndex={0}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKey}
    >
      <div className="events-list" style={{ height: entries.length * ROW }}>
        {entries.slice(first, last).map((entry, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and the keys
          // biome-ignore lint/a11y/useKeyWithClickEvents: as above
          <div
            key={entry.key}
            role="option"
            aria-selected={entry.key === chosen}
            className={`events-line events-${entry.level}${entry.epoch === epoch ? ' events-at' : ''}`}
            style={{ transform: `translateY(${(first + index) * ROW}px)` }}
            onClick={() => (entry.key === chosen ? onJump(entry) : onChoose(entry.key))}
          >
            <span className="events-epoch">{placeOf(entry)}</span>
            <span className="events-step">{entry.step === null ? '' : words.step(whole(entry.step))}</span>
            <span className={`events-kind events-kind-${entry.kind}`}>{words.kinds[entry.kind]}</span>
            {hasRuns ? (
              <span className="events-of">
                <RunDot colour={entry.data.info.colour} />
                <span>{entry.data.info.name}</span>
              </span>
            ) : null}
            <span className="events-text">{textOf(entry)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Where an entry belongs, in words. */
export function placeOf({ epoch, note }: Entry): string {
  if (epoch > 0) return words.epoch(epoch);
  return note ? words.wholeRun : words.before;
}

/** What an entry says, on one line. */
export function textOf({ kind, text }: Entry): string {
  return kind === 'resume' && text === '' ? words.resumed : text;
}
