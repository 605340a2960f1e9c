import { toggled } from '../../../lib/base/toggled.ts';
import { MOST_PINNED } from '../../../lib/client/page-state.ts';
import { Icon } from '../icons.tsx';
import type { Navigate } from '../view-props.ts';
import { seriesMessages as words } from './series-messages.ts';
import { usePins } from './use-pins.ts';

export interface PinButtonProps {
  /** See `chartCode`. */
  readonly chart: string;
  /** Names it. */
  readonly title: string;
  readonly project: string | null;
  readonly navigate: Navigate;
}

/** Lets a chart stand first in the Overview, or no longer. */
export function PinButton({ chart, title, project, navigate }: PinButtonProps) {
  const { pinned, change } = usePins(project, navigate);
  const isPinned = pinned.includes(chart);
  const isFull = !isPinned && pinned.length >= MOST_PINNED;
  const says = isFull ? words.full(MOST_PINNED) : isPinned ? words.unpin : words.pin;
  return (
    <button
      type="button"
      className="kit-ghost kit-pin"
      aria-pressed={isPinned}
      aria-label={words.pinned(title)}
      title={says}
      disabled={isFull}
      onClick={() => change((before) => toggled(before, chart))}
    >
      <Icon name="pin" />
    </button>
  );
}
