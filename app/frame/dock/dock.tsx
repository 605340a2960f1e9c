'use client';
import { useCallback, useMemo } from 'react';
import { TENSOR } from '../../../lib/protocol/record.ts';
import { useKit } from '../../../views/_kit/state/kit-context.ts';
import { useRun } from '../../../views/_kit/state/use-run.ts';
import { messages } from '../../../views/messages.ts';
import { useFrame } from '../frame-context.ts';
import { laneEvents } from '../timeline.ts';
import { useTimeline, useTimelineNow } from '../use-timeline.ts';
import { Tracks } from './tracks.tsx';
import { Transport } from './transport.tsx';
import { usePlayback } from './use-playback.ts';
import { useTimelineKeys } from './use-timeline-keys.ts';

/** The epoch timeline under every view of a run: scrubs all of them. */
export function Dock() {
  const { pageState } = useKit();
  const { selection, navigate } = useFrame();
  const timeline = useTimeline();
  const now = useTimelineNow();
  const playback = usePlayback(now, navigate);
  const { data, revision } = useRun(selection.focus?.info.id ?? null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: data changes in place, revision says so
  const events = useMemo(() => laneEvents(data), [data, revision]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const timesteps = useMemo(() => {
    const flow = data?.tensors.find(({ name }) => name === TENSOR.flow);
    return flow ? (flow.shape[flow.axes.indexOf('time')] ?? null) : null;
  }, [data, revision]);
  const runIds = selection.runs.map(({ info }) => info.id);
  useTimelineKeys({ now, state: pageState.getState, events, timesteps, runIds, playback, navigate });
  const { stop } = playback;
  const move = useCallback(
    (epoch: number) => {
      stop();
      navigate({ epoch });
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
