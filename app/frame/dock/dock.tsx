'use client';
import { useCallback, useEffect, useMemo } from 'react';
import type { PageState } from '../../../lib/client/page-state.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import { useKit } from '../../../views/_kit/state/kit-context.ts';
import { usePageState } from '../../../views/_kit/state/use-page-state.ts';
import { useRun } from '../../../views/_kit/state/use-run.ts';
import { messages } from '../../../views/messages.ts';
import { putAt } from '../aligned.ts';
import { useFrame } from '../frame-context.ts';
import { laneEvents, type Move } from '../timeline.ts';
import { useTimeline, useTimelineNow } from '../use-timeline.ts';
import { Tracks } from './tracks.tsx';
import { Transport } from './transport.tsx';
import { usePlayback } from './use-playback.ts';
import { useTimelineKeys } from './use-timeline-keys.ts';

const isLooseIn = ({ align, epoch, moment }: PageState) => align !== 'epoch' && epoch !== 'live' && moment === null;
/** The dock draws no series. */
const OUTLINE = { outline: true };

/** The epoch timeline under every view of a run: scrubs all of them. */
export function Dock() {
  const { pageState } = useKit();
  const { selection, navigate } = useFrame();
  const timeline = useTimeline();
  const now = useTimelineNow();
  const playback = usePlayback(now, navigate);
  const { data, revision } = useRun(selection.focus?.info.id ?? null, OUTLINE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: data changes in place, revision says so
  const events = useMemo(() => laneEvents(data), [data, revision]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const timesteps = useMemo(() => {
    const flow = data?.tensors.find(({ name }) => name === TENSOR.flow);
    return flow ? (flow.shape[flow.axes.indexOf('time')] ?? null) : null;
  }, [data, revision]);
  const runIds = selection.runs.map(({ info }) => info.id);
  useTimelineKeys({ now, state: pageState.getState, events, timesteps, runIds, playback, navigate });
  // An epoch that a view or a link named becomes the place where it ended, so that the place stays when another run is focused.
  const isLoose = usePageState(isLooseIn);
  const aligned = timeline?.aligned ?? null;
  useEffect(() => {
    if (isLoose && aligned && aligned.place !== null) navigate(putAt(aligned, aligned.place));
  }, [isLoose, aligned, navigate]);
  const { stop } = playback;
  const move = useCallback(
    (to: Move) => {
      stop();
      navigate(to);
    },
    [stop, navigate],
  );
  if (!timeline) return null;
  return (
    <section className="dock" aria-label={messages.frame.timeline.label}>
      <Transport timeline={timeline} playback={playback} />
      <Tracks timeline={timeline} events={events} onMove={move} />
    </section>
  );
}
