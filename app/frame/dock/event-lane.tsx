'use client';
import { messages } from '../../../views/messages.ts';
import { cellOf, type LaneEvent, type Move, type Timeline } from '../timeline.ts';
import type { DockLayout } from './geometry.ts';

const words = messages.frame.timeline;

interface EventLaneProps {
  readonly events: readonly LaneEvent[];
  readonly timeline: Timeline;
  readonly layout: DockLayout;
  readonly onMove: (move: Move) => void;
}

/** px between marks of one epoch. */
const BESIDE = 9;

/** What a mark is named: a verdict with its epochs, a resume, a note with the beginning of its text. */
function nameOf(event: LaneEvent): string {
  const { epoch } = event;
  if (event.kind === 'note') return words.note(event.note.text.slice(0, 200), epoch);
  if (event.kind === 'resume') return words.resume(epoch);
  const { verdict } = event;
  const name = [messages.kit.verdict.rule[verdict.rule], verdict.layer].filter(Boolean).join(messages.kit.comma);
  return verdict.endEpoch === null ? words.onset(name, epoch) : words.onsetEnded(name, epoch, verdict.endEpoch);
}

/** ▲ where a verdict of the focused run began, ◇ where a note is pinned, ↻ where it was taken up again; a press moves there. */
export function EventLane({ events, timeline, layout, onMove }: EventLaneProps) {
  const { epochs } = timeline;
  const shown = events.filter(({ epoch }) => epoch >= 1 && epoch <= epochs);
  return shown.map((event, index) => {
    const { epoch } = event;
    const [from, to] = cellOf(timeline, epoch, layout.width);
    const middle = layout.left + (from + to) / 2;
    const before = shown.slice(0, index).filter((each) => each.epoch === epoch).length;
    const text = nameOf(event);
    return (
      <button
        key={event.key}
        type="button"
        className="dock-event"
        style={{ left: Math.round(middle) - 12 + before * BESIDE, height: layout.lane }}
        aria-label={text}
        title={text}
        onClick={() => onMove({ epoch })}
      >
        <Mark kind={event.kind} />
      </button>
    );
  });
}

function Mark({ kind }: { readonly kind: LaneEvent['kind'] }) {
  const drawn = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.2 } as const;
  return (
    <svg viewBox="0 0 10 9" width="10" height="9" aria-hidden="true">
      {kind === 'verdict' ? <path d="M5 0l5 9H0z" fill="currentColor" /> : null}
      {kind === 'note' ? <path d="M5 .8 8.700 4.500 5 8.200 1.300 4.500z" {...drawn} /> : null}
      {kind === 'resume' ? <path d="M8 4.500A3 3 0 1 1 6.500 1.900M6.500 .2v2h-2" {...drawn} /> : null}
    </svg>
  );
}
