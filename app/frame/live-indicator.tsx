'use client';
import { useEffect, useState } from 'react';
import type { ConnectionStatus } from '../../lib/client/contract.ts';
import { duration } from '../../views/_kit/numbers.ts';
import { useKit } from '../../views/_kit/state/kit-context.ts';
import { useFrameStore } from '../../views/_kit/state/use-frame-store.ts';
import { messages } from '../../views/messages.ts';
import { useFrame } from './frame-context.ts';
import { ReadOnlyNote } from './read-only-note.tsx';

const whole = (state: ConnectionStatus) => state;
/** A step that takes longer than this is told by its age, no more by the latency of the last event. */
const LONG_STEP_MS = 4_000;

/** Whether the page hears from training: latency of the newest event, or for how long nothing was heard. */
export function LiveIndicator() {
  const { client } = useKit();
  const { list } = useFrame();
  const connection = useFrameStore(client.connection, whole);
  const { nowMs, heardMs } = useClock(connection);
  const isLive = list.runs.some(({ info }) => info.status === 'live');
  const words = messages.frame.live;
  if (connection.server?.readOnly && connection.state === 'live')
    return <ReadOnlyNote of={connection.server.readOnly} />;
  if (connection.state === 'reconnecting') {
    return <Indicator kind="lost" text={words.reconnecting(duration(nowMs - connection.sinceMs))} />;
  }
  if (connection.state === 'connecting') return <Indicator kind="lost" text={words.connecting} />;
  if (!isLive) return <Indicator kind="idle" text={list.status === 'ready' ? words.idle : words.connected} />;
  const age = heardMs === null ? null : nowMs - heardMs;
  const detail =
    age !== null && age > LONG_STEP_MS
      ? words.lastStep(duration(age))
      : connection.latencyMs === null
        ? ''
        : duration(connection.latencyMs);
  return <Indicator kind="live" text={words.live} detail={detail} />;
}

function Indicator({
  kind,
  text,
  detail = '',
}: {
  readonly kind: 'live' | 'idle' | 'lost';
  readonly text: string;
  readonly detail?: string;
}) {
  return (
    <div
      className={`frame-live frame-live-${kind}`}
      role="status"
      title={detail ? messages.frame.live.latencyTitle : undefined}
    >
      <i />
      <span>{text}</span>
      {detail ? <span className="frame-live-detail kit-hide-small">{detail}</span> : null}
    </div>
  );
}

/** The time, every second, and when the newest event was heard of. */
function useClock(connection: ConnectionStatus) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  const [heardMs, setHeardMs] = useState<number | null>(null);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (connection.latencyMs === null) return;
    setHeardMs(Date.now() - connection.latencyMs);
    setNowMs(Date.now());
  }, [connection]);
  return { nowMs, heardMs };
}
