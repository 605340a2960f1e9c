'use client';
import { useEffect, useRef } from 'react';
import { useKit } from '../../views/_kit/state/kit-context.ts';
import { useFrame } from './frame-context.ts';
import { isTyping } from './keys.ts';
import { besideToggled, NAV_ITEMS } from './nav-items.ts';
import { toggleTheme } from './theme-toggle.ts';

/** After G the next key is a view, for this long. */
const CHORD_MS = 1_500;

/** Keys that work everywhere: Shift T theme, G then a letter to a view (with Shift: beside this one), Esc back to the whole window. */
export function GlobalKeys() {
  const { pageState, theme } = useKit();
  const { navigate } = useFrame();
  const chordAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      // on the way to a letter with Shift
      if (event.key === 'Shift') return;
      const key = event.key.toLowerCase();
      const isChord = event.timeStamp - chordAt.current < CHORD_MS;
      chordAt.current = Number.NEGATIVE_INFINITY;
      const item = isChord ? NAV_ITEMS.find((each) => each.key === key) : undefined;
      const { view, beside } = pageState.getState();
      if (item && event.shiftKey) navigate({ beside: besideToggled(view, beside, item.view) });
      else if (item) navigate({ view: item.view });
      else if (key === 'g' && !event.shiftKey) chordAt.current = event.timeStamp;
      else if (key === 't' && event.shiftKey) toggleTheme(pageState, theme.name);
      else if (key === 'escape' && pageState.getState().window) navigate({ window: null });
      else return;
      event.preventDefault();
    };
    // Before the timeline's keys, so that a view's letter after G is not theirs.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [pageState, theme, navigate]);
  return null;
}
