'use client';
import { percent } from '../../_kit/numbers.ts';
import type { Derived } from '../../_kit/state/use-derived.ts';
import { errorText } from '../../_kit/told/error-text.ts';
import { differencesMessages as words } from '../differences-messages.ts';

interface DerivedWorkProps<T> {
  readonly work: Derived<T>;
  readonly says: (share: string) => string;
}

/** How far the work is, with a way out; what went wrong; or the way to begin it again. */
export function DerivedWork<T>({ work: { state, cancel, again }, says }: DerivedWorkProps<T>) {
  if (!state || state.status === 'ready') return null;
  if (state.status === 'working') {
    const done = state.progress?.done ?? 0;
    return (
      <span className="compare-work" role="status">
        <span>{says(percent(done))}</span>
        <progress value={done} max={1} aria-label={says(percent(done))} />
        <button type="button" className="kit-button" onClick={cancel}>
          {words.cancel}
        </button>
      </span>
    );
  }
  return (
    <span className="compare-work">
      <span>{state.error ? errorText(state.error) : words.cancelled}</span>
      <button type="button" className="kit-button" onClick={again}>
        {words.again}
      </button>
    </span>
  );
}
