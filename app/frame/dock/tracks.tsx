'use client';
import { type PointerEvent, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { fitCanvas } from '../../../views/_kit/chart/chart.tsx';
import { onFonts } from '../../../views/_kit/chart/on-fonts.ts';
import { useSize } from '../../../views/_kit/chart/use-size.ts';
import { RunDot } from '../../../views/_kit/run-dot.tsx';
import { useKit } from '../../../views/_kit/state/kit-context.ts';
import { messages } from '../../../views/messages.ts';
import { useFrame } from '../frame-context.ts';
import { epochAt, type LaneEvent, type Timeline } from '../timeline.ts';
import { EventLane } from './event-lane.tsx';
import { AXIS, dockLayout, LANE, TRACK } from './geometry.ts';
import { paintDock } from './paint-tracks.ts';
import { PlayheadHandle } from './playhead-handle.tsx';
import { useBrush } from './use-brush.ts';

const words = messages.frame.timeline;
/** Below this width, px, only the focused run has a track. */
const NARROW = 836;

export interface TracksProps {
  readonly timeline: Timeline;
  readonly events: readonly LaneEvent[];
  readonly onMove: (epoch: number) => void;
}

/** Event lane, one track per selected run, axis row with the window; the playhead over all of them. */
export function Tracks({ timeline, events, onMove }: TracksProps) {
  const { scheduler, theme } = useKit();
  const { selection, navigate } = useFrame();
  const hostRef = useRef<HTMLDivElement>(null);
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const { width, ratio } = useSize(hostRef);
  // A narrow page has room for one track.
  const runs = width < NARROW && selection.focus ? [selection.focus] : selection.runs;
  const layout = dockLayout(width, runs.length);
  const latest = useRef({ timeline, runs, layout, theme, ratio, width });
  latest.current = { timeline, runs, layout, theme, ratio, width };

  const draw = useCallback(() => {
    const { timeline, runs, layout, theme, ratio, width } = latest.current;
    const canvas = canvasRef.current;
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx || width < 2) return;
    fitCanvas(canvas, width, layout.height, ratio);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, layout.height);
    paintDock(ctx, theme.tokens, runs, timeline, layout);
  }, []);
  useLayoutEffect(() => scheduler.paint(draw));
  useEffect(() => {
    const endFonts = onFonts(() => scheduler.paint(draw));
    return () => {
      endFonts();
      scheduler.cancel(draw);
    };
  }, [scheduler, draw]);

  const epochOf = (event: PointerEvent) => {
    const box = hostRef.current?.getBoundingClientRect();
    return epochAt(event.clientX - (box?.left ?? 0) - layout.left, timeline.epochs, layout.width);
  };
  const brush = useBrush({ epochOf, timeline, onMove, onWindow: (window) => navigate({ window }) });
  const onTrack = (event: PointerEvent) => {
    if (event.button === 0 || event.buttons === 1) onMove(Math.max(1, Math.min(timeline.reached, epochOf(event))));
  };
  const cells = { left: layout.left, width: layout.width };
  const tracksHeight = runs.length * TRACK;
  const isWhole = timeline.window[0] === 1 && timeline.window[1] === timeline.epochs;
  return (
    <div ref={hostRef} className="dock-tracks" style={{ height: layout.height }}>
      <canvas
        ref={canvasRef}
        role="img"
        aria-label={words.tracks(
          runs.map(({ info, epoch }) => words.reached(info.name, epoch, timeline.epochs)).join(messages.kit.list),
        )}
      />
      <span className="dock-caption" style={{ top: 0, height: LANE }}>
        {words.events}
      </span>
      {runs.map((run, index) => (
        <TrackText
          key={run.info.id}
          run={run}
          top={LANE + index * TRACK}
          layout={layout}
          isFocused={run === selection.focus}
          onFocus={() => navigate({ focus: run.info.id })}
        />
      ))}
      <span className="dock-caption" style={{ top: LANE + tracksHeight, height: AXIS }}>
        {words.window} <b>{isWhole ? words.windowWhole : `${timeline.window[0]}–${timeline.window[1]}`}</b>
      </span>
      <span
        className="dock-caption dock-unit"
        style={{ top: LANE + tracksHeight, height: AXIS, left: layout.left + layout.width + 12 }}
      >
        {words.epoch}
      </span>
      <div
        className="dock-surface"
        style={{ ...cells, top: LANE, height: tracksHeight }}
        onPointerDown={(event) => {
          if (timeline.reached < 1) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          onTrack(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && timeline.reached > 0 && onTrack(event)}
      />
      <div className="dock-surface dock-axis" style={{ ...cells, top: LANE + tracksHeight, height: AXIS }} {...brush} />
      <EventLane events={events} timeline={timeline} layout={layout} onMove={onMove} />
      <PlayheadHandle
        timeline={timeline}
        layout={layout}
        top={LANE}
        height={tracksHeight}
        health={healthAt(selection.focus, timeline)}
        epochOf={epochOf}
        onMove={onMove}
      />
    </div>
  );
}

function healthAt(focus: RunSummary | null, { playhead }: Timeline): string {
  const health = (playhead !== null && focus?.health[playhead - 1]) || 'ahead';
  return messages.kit.health[health];
}

interface TrackTextProps {
  readonly run: RunSummary;
  readonly top: number;
  readonly layout: ReturnType<typeof dockLayout>;
  readonly isFocused: boolean;
  readonly onFocus: () => void;
}

function TrackText({ run, top, layout, isFocused, onFocus }: TrackTextProps) {
  const { info, epoch } = run;
  return (
    <>
      <button
        type="button"
        className={isFocused ? 'dock-name dock-name-on' : 'dock-name'}
        style={{ top, width: layout.left - 8 }}
        aria-pressed={isFocused}
        title={info.name}
        onClick={onFocus}
      >
        <RunDot colour={info.colour} />
        <span>{info.name}</span>
      </button>
      <span className="dock-count" style={{ top, left: layout.left + layout.width + 12 }}>
        {epoch} / {info.epochsPlanned ?? '–'}
      </span>
    </>
  );
}
