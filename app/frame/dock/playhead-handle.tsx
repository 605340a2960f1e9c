'use client';
import type { PointerEvent } from 'react';
import { messages } from '../../../views/messages.ts';
import { cellEdge, type Timeline } from '../timeline.ts';
import type { DockLayout } from './geometry.ts';

const words = messages.frame.timeline;

interface PlayheadHandleProps {
  readonly timeline: Timeline;
  readonly layout: DockLayout;
  readonly top: number;
  readonly height: number;
  /** Health of the focused run at the playhead, in words. */
  readonly health: string;
  readonly epochOf: (event: PointerEvent) => number;
  readonly onMove: (epoch: number) => void;
}

/** The playhead: an outline over all tracks, and a tag on the axis row that can be dragged. A slider for those who do not see it. */
export function PlayheadHandle({ timeline, layout, top, height, health, epochOf, onMove }: PlayheadHandleProps) {
  const { playhead, epochs, reached } = timeline;
  if (playhead === null) return null;
  const x = layout.left + cellEdge(playhead, epochs, layout.width);
  const width = Math.max(3, layout.left + cellEdge(playhead + 1, epochs, layout.width) - x);
  const digits = String(playhead).length;
  const tagWidth = Math.max(26, digits * 8 + 10);
  const drag = (event: PointerEvent) => onMove(Math.max(1, Math.min(reached, epochOf(event))));
  return (
    <>
      <div
        className="dock-playhead"
        style={{ top: top + 1, height: height - 2, width: width + 1, transform: `translateX(${x - 1}px)` }}
      />
      <div
        className="dock-tag"
        role="slider"
        tabIndex={0}
        aria-label={words.slider}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, reached)}
        aria-valuenow={playhead}
        aria-valuetext={words.sliderText(playhead, health)}
        style={{
          top: top + height + Math.round((layout.axis - 18) / 2),
          width: tagWidth,
          transform: `translateX(${Math.round(x + width / 2 - tagWidth / 2)}px)`,
        }}
        onPointerDown={(event) => {
          if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => event.buttons === 1 && drag(event)}
      >
        {playhead}
      </div>
    </>
  );
}
