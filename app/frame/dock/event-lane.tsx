'use client';
import { messages } from '../../../views/messages.ts';
import { cellEdge, type LaneEvent, type Timeline } from '../timeline.ts';
import { type DockLayout, LANE } from './geometry.ts';

const words = messages.frame.timeline;

interface EventLaneProps {
  readonly events: readonly LaneEvent[];
  readonly timeline: Timeline;
  readonly layout: DockLayout;
  readonly onMove: (epoch: number) => void;
}

/** ▲ where a verdict of the focused run began; a press moves the playhead there. */
export function EventLane({ events, timeline, layout, onMove }: EventLaneProps) {
  const { epochs } = timeline;
  return events
    .filter(({ epoch }) => epoch >= 1 && epoch <= epochs)
    .map(({ epoch, verdict }) => {
      const middle =
        layout.left + (cellEdge(epoch, epochs, layout.width) + cellEdge(epoch + 1, epochs, layout.width)) / 2;
      const name = [messages.kit.verdict.rule[verdict.rule], verdict.layer].filter(Boolean).join(', ');
      const text =
        verdict.endEpoch === null ? words.onset(name, epoch) : words.onsetEnded(name, epoch, verdict.endEpoch);
      return (
        <button
          key={verdict.id}
          type="button"
          className="dock-event"
          style={{ left: Math.round(middle) - 12, height: LANE }}
          aria-label={text}
          title={text}
          onClick={() => onMove(epoch)}
        >
          <svg viewBox="0 0 10 9" width="10" height="9" aria-hidden="true">
            <path d="M5 0l5 9H0z" fill="currentColor" />
          </svg>
        </button>
      );
    });
}
