import { useEffect } from 'react';

/** What the keys of the table do. */
export interface RowKeys {
  readonly count: number;
  readonly current: number;
  readonly onMove: (current: number) => void;
  readonly onToggle: (isRange: boolean) => void;
  readonly onOpen: () => void;
  readonly onCompare: () => void;
  readonly onTag: () => void;
  readonly onArchive: () => void;
  readonly onDelete: () => void;
  readonly onRename: () => void;
  readonly onUndo: () => void;
  readonly onFollow: () => void;
  readonly onFilter: () => void;
  readonly onClear: () => void;
}

const PAGE = 20;
const STEPS: { readonly [key: string]: number } = {
  j: 1,
  ArrowDown: 1,
  k: -1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  End: Number.MAX_SAFE_INTEGER,
  Home: Number.MIN_SAFE_INTEGER,
};

/**
 * J and K (or arrows, Page up and down, Home, End) move, X selects (Shift: up to there), Enter opens, C compares, T tags, E
 * archives, Delete deletes, F2 renames, Ctrl Z undoes, L follows the newest, / filters, Esc clears.
 */
export function useRowKeys(keys: RowKeys): void {
  useEffect(() => {
    const does: { readonly [key: string]: () => void } = {
      c: keys.onCompare,
      t: keys.onTag,
      e: keys.onArchive,
      Delete: keys.onDelete,
      F2: keys.onRename,
      l: keys.onFollow,
      '/': keys.onFilter,
      Escape: keys.onClear,
    };
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.altKey || event.defaultPrevented || target?.closest('input, textarea, select, [role=menu], [popover]'))
        return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const by = STEPS[key];
      if (event.ctrlKey || event.metaKey) {
        if (key !== 'z') return;
        keys.onUndo();
      } else if (by !== undefined) keys.onMove(Math.max(0, Math.min(keys.count - 1, keys.current + by)));
      else if (key === 'x') keys.onToggle(event.shiftKey);
      // Enter on a focused button presses the button
      else if (key === 'Enter' && !target?.closest('button, a')) keys.onOpen();
      else if (does[key] && !event.shiftKey) does[key]();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
