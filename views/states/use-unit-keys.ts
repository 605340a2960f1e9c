import { useEffect } from 'react';
import type { Navigate } from '../_kit/view-props.ts';

/** ↑ and ↓ go to the unit before and after, unless a field or a control has the keys. */
export function useUnitKeys(unit: number, units: number, navigate: Navigate): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest('input, select, textarea, [role=menu]')) return;
      const change = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
      if (change === 0) return;
      event.preventDefault();
      navigate({ unit: Math.min(units - 1, Math.max(0, unit + change)) });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [unit, units, navigate]);
}
