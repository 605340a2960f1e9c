import { useRef } from 'react';

/** What is made, or while nothing is the last that was made for the same key: a picture stays until the next one is there. */
export function useLastOf<T>(key: string, made: T | null): T | null {
  const last = useRef<{ readonly key: string; readonly made: T } | null>(null);
  if (made !== null) last.current = { key, made };
  return made ?? (last.current?.key === key ? last.current.made : null);
}
