'use client';
import type { PointerEvent } from 'react';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { epochAtPlace, placeOfEpoch } from '../../../views/_kit/state/epoch-ends.ts';
import { messages } from '../../../views/messages.ts';
import { type Aligned, dragged, putAt } from '../aligned.ts';
import { type Move, pxOfPlace, type Timeline } from '../timeline.ts';
import { exactPlace } from './axis-places.ts';
import { CELL, type DockLayout } from './geometry.ts';

const words = messages.frame.timeline;

interface AlignedPlayheadProps {
  readonly timeline: Timeline;
  readonly aligned: Aligned;
  readonly runs: readonly RunSummary[];
  readonly layout: DockLayout;
  readonly height: number;
  /** Health of the focused run at the playhead, in words. */
  readonly health: string;
  readonly placeOf: (event: PointerEvent) => number;
  readonly onMove: (move: Move) => void;
}

/** The playhead among runs aligned by steps or time: a line over all tracks, around each the epoch it stands at, and a tag that can be dragged. */
export function AlignedPlayhead(props: AlignedPlayheadProps) {
  const { timeline, aligned, runs, layout, height, health, placeOf, onMove } = props;
  const { axis, extent, place, rows } = aligned;
  if (place === null) return null;
  const at = (each: number) => layout.left + pxOfPlace(each, extent, layout.width);
  const text = exactPlace(axis, place, extent);
  const tagWidth = Math.max(26, text.length * 7 + 10);
  const left = Math.min(layout.left + layout.width - tagWidth / 2, Math.max(layout.left + tagWidth / 2, at(place)));
  const drag = (event: PointerEvent) => {
    const to = dragged(aligned, placeOf(event));
    if (to !== null) onMove(putAt(aligned, to));
  };
  return (
    <>
      {runs.map((run, index) => {
        const row = rows.get(run.info.id);
        const epoch = row ? epochAtPlace(row, place) : 0;
        if (!row || epoch === 0) return null;
        const [from, to] = [at(placeOfEpoch(row, epoch - 1)), at(placeOfEpoch(row, epoch))];
        const top = layout.lane + index * layout.track + Math.round((layout.track - CELL) / 2) - 2;
        return (
          <div
            key={run.info.id}
            className="dock-stand"
            style={{ top, height: CELL + 4, width: Math.max(4, to - from + 1), transform: `translateX(${from - 1}px)` }}
          />
        );
      })}
      <div
        className="dock-line"
        style={{ top: layout.lane + 1, height: height - 1, transform: `translateX(${at(place) - 1}px)` }}
      />
      <div
        className="dock-tag"
        role="slider"
        tabIndex={0}
        aria-label={words.slider}
        aria-valuemin={0}
        aria-valuemax={Math.max(1, timeline.reached)}
        aria-valuenow={timeline.playhead ?? 0}
        aria-valuetext={`${words.place[axis](text)}${messages.kit.comma}${words.sliderText(timeline.playhead ?? 0, health)}`}
        style={{
          top: layout.lane + height + Math.round((layout.axis - 18) / 2),
          width: tagWidth,
          transform: `translateX(${Math.round(left - tagWidth / 2)}px)`,
        }}
        onPointerDown={(event) => {
          if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => event.buttons === 1 && drag(event)}
      >
        {text}
      </div>
    </>
  );
}
