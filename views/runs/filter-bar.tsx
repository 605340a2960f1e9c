'use client';
import type { ReactNode, RefObject } from 'react';
import { Icon } from '../_kit/icons.tsx';
import { messages } from '../messages.ts';

const words = messages.runs;

export interface FilterBarProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** `28 of 1 284 runs` */
  readonly count: string;
  readonly isFollowing: boolean;
  readonly onFollow: () => void;
  readonly guide: ReactNode;
}

/** One line above the table: what is searched for, how much was found, whether the newest run is followed. */
export function FilterBar({ inputRef, text, onText, count, isFollowing, onFollow, guide }: FilterBarProps) {
  return (
    <div className="runs-bar">
      <label className="runs-filter">
        <Icon name="filter" />
        <input
          ref={inputRef}
          type="text"
          value={text}
          spellCheck={false}
          autoComplete="off"
          aria-label={words.filter.label}
          placeholder={words.filter.placeholder}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            onText('');
            event.currentTarget.blur();
          }}
        />
        <span className="runs-count" role="status">
          {count}
        </span>
        <kbd>/</kbd>
      </label>
      <button
        type="button"
        className="dock-follow"
        role="switch"
        aria-checked={isFollowing}
        title={words.followTitle}
        onClick={onFollow}
      >
        <i />
        {words.follow}
        <kbd>L</kbd>
      </button>
      {guide}
    </div>
  );
}
