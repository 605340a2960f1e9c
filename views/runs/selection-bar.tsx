'use client';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { whole } from '../_kit/numbers.ts';
import { RunDot } from '../_kit/run-dot.tsx';
import { messages } from '../messages.ts';

const words = messages.runs;

/** What is selected, and what can be done with it. */
export function SelectionBar({
  runs,
  onOpen,
  onClear,
}: {
  readonly runs: readonly RunSummary[];
  readonly onOpen: () => void;
  readonly onClear: () => void;
}) {
  return (
    <div className="runs-bulk">
      <b>{words.selected(whole(runs.length))}</b>
      <span className="runs-chosen">
        {runs.slice(0, 8).map(({ info }) => (
          <span key={info.id} className="runs-chosen-run">
            <RunDot colour={info.colour} />
            {info.name}
          </span>
        ))}
      </span>
      <button type="button" className="runs-primary" onClick={onOpen}>
        {words.open}
      </button>
      <button type="button" className="kit-ghost" onClick={onClear}>
        {words.clear}
      </button>
      <span className="runs-hints" aria-hidden="true">
        <span className="runs-hint">
          <kbd>J</kbd>
          <kbd>K</kbd>
          {words.keys.move}
        </span>
        <span className="runs-hint">
          <kbd>X</kbd>
          {words.keys.select}
        </span>
        <span className="runs-hint">
          <kbd>Enter</kbd>
          {words.keys.open}
        </span>
        <span className="runs-hint">
          <kbd>Esc</kbd>
          {words.keys.clear}
        </span>
      </span>
    </div>
  );
}
