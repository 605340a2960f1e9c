'use client';
import { type PointerEvent, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { Health, RunSummary } from '../../../lib/protocol/summary.ts';
import { fitCanvas } from '../../../views/_kit/chart/chart.tsx';
import { onFonts } from '../../../views/_kit/chart/on-fonts.ts';
import { useSize } from '../../../views/_kit/chart/use-size.ts';
import { RunDot } from '../../../views/_kit/run-dot.tsx';
import { epochAtPlace, epochUnder } from '../../../views/_kit/state/epoch-ends.ts';
import { useKit } from '../../../views/_kit/state/kit-context.ts';
import { messages } from '../../../views/messages.ts';
import { type Aligned, dragged, pressed, putAt } from '../aligned.ts';
import { useFrame } from '../frame-context.ts';
import { fewOf } from '../selection.ts';
import { epochAt, type LaneEvent, type Move, placeAt, type Timeline } from '../timeline.ts';
import { useCoarse } from '../use-coarse.ts';
import { AlignedPlayhead } from './aligned-playhead.tsx';
import { EventLane } from './event-lane.tsx';
import { dockLayout } from './geometry.ts';
import { paintAlignedDock } from './paint-aligned.ts';
import { paintDock } from './paint-tracks.ts';
import { PlayheadHandle } from './playhead-handle.tsx';
import { useBrush } from './use-brush.ts';

const words = messages.frame.timeline;
/** Below this width, px, only the focused run has a track. */
const NARROW = 836;
/** Tracks there is room for under a view; where that is not all, those of so many runs. */
const MOST_TRACKS = 6;
const SOME_TRACKS = 4;

export interface TracksProps {
  readonly timeline: Timeline;
  readonly events: readonly LaneEvent[];
  readonly onMove: (move: Move) => void;
}

/** Event lane, one track per selected run, axis row with the window; the playhead over all of them. */
export function Tracks({ timeline, events, onMove }: TracksProps) {
  const { scheduler, theme } = useKit();
  const { selection, navigate } = useFrame();
  const hostRef = useRef<HTMLDivElement>(null);
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const { width, ratio } = useSize(hostRef);
  // A narrow page has room for one track.
  const room = selection.runs.length > MOST_TRACKS ? SOME_TRACKS : MOST_TRACKS;
  const runs = fewOf(selection, width < NARROW ? 1 : room);
  const layout = dockLayout(width, runs.length, useCoarse());
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
    if (timeline.aligned) paintAlignedDock(ctx, theme.tokens, runs, timeline, timeline.aligned, layout);
    else paintDock(ctx, theme.tokens, runs, timeline, layout);
  }, []);
  useLayoutEffect(() => scheduler.paint(draw));
  useEffect(() => {
    const endFonts = onFonts(() => scheduler.paint(draw));
    return () => {
      endFonts();
      scheduler.cancel(draw);
    };
  }, [scheduler, draw]);

  const { aligned } = timeline;
  const pxOf = (event: PointerEvent) =>
    event.clientX - (hostRef.current?.getBoundingClientRect().left ?? 0) - layout.left;
  const placeOf = (event: PointerEvent) => placeAt(pxOf(event), aligned?.extent ?? 1, layout.width);
  // where runs are aligned by steps or time, epochs are the focused run's
  const epochOf = (event: PointerEvent) =>
    aligned
      ? Math.max(1, epochUnder(aligned.focus, placeOf(event)))
      : epochAt(pxOf(event), timeline.epochs, layout.width);
  const onClick = (event: PointerEvent) => {
    const place = aligned && dragged(aligned, placeOf(event));
    if (aligned && place !== null) onMove(putAt(aligned, place));
    if (!aligned) onMove({ epoch: Math.min(timeline.reached, epochOf(event)) });
  };
  const brush = useBrush({
    ...{ epochOf, pxOf, timeline, onClick },
    width: layout.width,
    onWindow: (window) => navigate({ window }),
  });
  // the track a press began on is the one whose epochs it goes through
  const held = useRef<RunSummary | null>(null);
  const onTrack = (event: PointerEvent) => {
    if (event.button !== 0 && event.buttons !== 1) return;
    const row = aligned?.rows.get(held.current?.info.id ?? '');
    const place = row ? pressed(row, placeOf(event)) : null;
    if (aligned && place !== null) onMove(putAt(aligned, place));
    if (!aligned) onMove({ epoch: Math.max(1, Math.min(timeline.reached, epochOf(event))) });
  };
  const cells = { left: layout.left, width: layout.width };
  const tracksHeight = runs.length * layout.track;
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
      <span className="dock-caption" style={{ top: 0, height: layout.lane }}>
        {words.events}
      </span>
      {runs.length < selection.runs.length ? (
        <span
          className="dock-caption"
          style={{ top: 0, height: layout.lane, left: layout.left + layout.width + 12 }}
          title={words.few(runs.length, selection.runs.length)}
        >
          {words.fewShort(runs.length, selection.runs.length)}
        </span>
      ) : null}
      {runs.map((run, index) => (
        <TrackText
          key={run.info.id}
          run={run}
          stands={standsAt(run, aligned)}
          top={layout.lane + index * layout.track}
          layout={layout}
          isFocused={run === selection.focus}
          onFocus={() => navigate({ focus: run.info.id })}
        />
      ))}
      <span className="dock-caption" style={{ top: layout.lane + tracksHeight, height: layout.axis }}>
        {words.window} <b>{isWhole ? words.windowWhole : `${timeline.window[0]}–${timeline.window[1]}`}</b>
      </span>
      <span
        className="dock-caption dock-unit"
        style={{ top: layout.lane + tracksHeight, height: layout.axis, left: layout.left + layout.width + 12 }}
      >
        {aligned ? words.axes[aligned.axis] : words.epoch}
      </span>
      <div
        className="dock-surface"
        style={{ ...cells, top: layout.lane, height: tracksHeight }}
        onPointerDown={(event) => {
          if (timeline.reached < 1) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const top = event.currentTarget.getBoundingClientRect().top;
          held.current = runs[Math.floor((event.clientY - top) / layout.track)] ?? selection.focus;
          onTrack(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && timeline.reached > 0 && onTrack(event)}
      />
      <div
        className="dock-surface dock-axis"
        style={{ ...cells, top: layout.lane + tracksHeight, height: layout.axis }}
        {...brush}
      />
      <EventLane events={events} timeline={timeline} layout={layout} onMove={onMove} />
      {aligned ? (
        <AlignedPlayhead
          {...{ timeline, aligned, runs, layout, placeOf, onMove }}
          height={tracksHeight}
          health={healthAt(selection.focus, timeline)}
        />
      ) : (
        <PlayheadHandle
          timeline={timeline}
          layout={layout}
          top={layout.lane}
          height={tracksHeight}
          health={healthAt(selection.focus, timeline)}
          epochOf={epochOf}
          onMove={(epoch) => onMove({ epoch })}
        />
      )}
    </div>
  );
}

function healthAt(focus: RunSummary | null, { playhead }: Timeline): string {
  const health = (playhead !== null && focus?.health[playhead - 1]) || 'ahead';
  return messages.kit.health[health];
}

/** Where a run stands at the playhead among runs aligned by steps or time; null where they are not. */
function standsAt({ info, health }: RunSummary, aligned: Aligned | null): { epoch: number; health: Health } | null {
  const row = aligned?.rows.get(info.id);
  if (!aligned || !row || aligned.place === null) return null;
  const epoch = epochAtPlace(row, aligned.place);
  return { epoch, health: health[epoch - 1] ?? 'ahead' };
}

interface TrackTextProps {
  readonly run: RunSummary;
  readonly stands: ReturnType<typeof standsAt>;
  readonly top: number;
  readonly layout: ReturnType<typeof dockLayout>;
  readonly isFocused: boolean;
  readonly onFocus: () => void;
}

function TrackText({ run, stands, top, layout, isFocused, onFocus }: TrackTextProps) {
  const { info, epoch } = run;
  const said = stands ? words.stands(info.name, stands.epoch, messages.kit.health[stands.health]) : null;
  return (
    <>
      <button
        type="button"
        className={isFocused ? 'dock-name dock-name-on' : 'dock-name'}
        style={{ top, width: layout.left - 8, height: layout.track }}
        aria-pressed={isFocused}
        title={info.name}
        onClick={onFocus}
      >
        <RunDot colour={info.colour} />
        <span>{info.name}</span>
      </button>
      <span
        className={stands?.health === 'none' ? 'dock-count dock-count-none' : 'dock-count'}
        style={{ top, left: layout.left + layout.width + 12, height: layout.track }}
        {...(said ? { title: said } : {})}
      >
        {stands ? stands.epoch : epoch} / {(stands ? epoch : info.epochsPlanned) ?? '–'}
      </span>
    </>
  );
}
