import { useEffect } from 'react';
import type { Navigate } from '../_kit/view-props.ts';

/** ↑ and ↓ go to the target before and after, unless a field or a control has the keys. */
export function useTargetKeys(target: number | null, targets: number, navigate: Navigate): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || targets < 1) return;
      if (
        event.target instanceof HTMLElement &&
        event.target.closest('input, select, textarea, [role=menu], [popover]')
      )
        return;
      const change = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
      if (change === 0) return;
      event.preventDefault();
      const from = target ?? (change > 0 ? -1 : targets);
      navigate({ target: Math.min(targets - 1, Math.max(0, from + change)) });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [target, targets, navigate]);
}
