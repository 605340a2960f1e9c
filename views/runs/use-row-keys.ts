import { useEffect } from 'react';

/** What the keys of the table do. */
export interface RowKeys {
  readonly count: number;
  readonly current: number;
  readonly onMove: (current: number) => void;
  readonly onToggle: () => void;
  readonly onOpen: () => void;
  readonly onFollow: () => void;
  readonly onFilter: () => void;
  readonly onClear: () => void;
}

/** J and K (or arrows) move, X selects, Enter opens, L follows the newest, / filters, Esc clears. */
export function useRowKeys(keys: RowKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (target?.closest('input, textarea, select, [role=menu]')) return;
      const by = { j: 1, J: 1, ArrowDown: 1, k: -1, K: -1, ArrowUp: -1 }[event.key];
      if (by !== undefined) keys.onMove(Math.max(0, Math.min(keys.count - 1, keys.current + by)));
      else if (event.key === 'x' || event.key === 'X') keys.onToggle();
      // Enter on a focused button presses the button.
      else if (event.key === 'Enter' && !target?.closest('button, a')) keys.onOpen();
      else if (event.key === 'l' || event.key === 'L') keys.onFollow();
      else if (event.key === '/') keys.onFilter();
      else if (event.key === 'Escape') keys.onClear();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
