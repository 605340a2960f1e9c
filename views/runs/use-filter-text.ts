import { useCallback, useEffect, useRef, useState } from 'react';
import type { PageState } from '../../lib/client/page-state.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import type { Navigate } from '../_kit/view-props.ts';

const filterOf = (state: PageState) => state.filter;

/** The text of the filter: at once where it is typed, then in the link; and out of the link, when that changes otherwise. */
export function useFilterText(navigate: Navigate): readonly [string, (text: string) => void] {
  const linked = usePageState(filterOf);
  const [text, setText] = useState(linked);
  const pushed = useRef(linked);
  useEffect(() => {
    if (linked === pushed.current) return;
    pushed.current = linked;
    setText(linked);
  }, [linked]);
  const change = useCallback(
    (next: string) => {
      pushed.current = next;
      setText(next);
      navigate({ filter: next });
    },
    [navigate],
  );
  return [text, change];
}
