'use client';
import { memo } from 'react';
import { ALIGNMENTS, type Alignment, type PageState } from '../../../lib/client/page-state.ts';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { Icon, type IconName } from '../../../views/_kit/icons.tsx';
import { usePageState } from '../../../views/_kit/state/use-page-state.ts';
import { messages } from '../../../views/messages.ts';
import { useFrame } from '../frame-context.ts';
import { Menu } from '../menu.tsx';
import { NoteComposer } from '../note-composer.tsx';
import { isAtFirst, isAtNewest, type Move, moved, type Timeline, toFirst, toNewest } from '../timeline.ts';
import { useTimelineNow } from '../use-timeline.ts';
import { HealthLegend } from './health-legend.tsx';
import { type Playback, SPEEDS } from './use-playback.ts';

const words = messages.frame.timeline;

/** The row above the tracks: play, speed, epoch, follow, legend, keys. */
export function Transport({ timeline, playback }: { readonly timeline: Timeline; readonly playback: Playback }) {
  const { navigate } = useFrame();
  const go = (to: Move | null) => {
    playback.stop();
    if (to) navigate(to);
  };
  const { playhead, reached } = timeline;
  const atStart = isAtFirst(timeline);
  const atEnd = isAtNewest(timeline);
  return (
    <div className="dock-transport">
      <div className="dock-group">
        <Step icon="first" label={words.first} isOff={atStart} onPress={() => go(toFirst(timeline))} />
        <Step icon="previous" label={words.previous} isOff={atStart} onPress={() => go(moved(timeline, -1))} />
        <Step
          icon={playback.isPlaying ? 'pause' : 'play'}
          label={playback.isPlaying ? words.pause : words.play}
          isOff={reached < 2}
          onPress={playback.toggle}
        />
        <Step icon="next" label={words.next} isOff={atEnd} onPress={() => go(moved(timeline, 1))} />
        <Step icon="last" label={words.newest} isOff={atEnd} onPress={() => go(toNewest(timeline))} />
      </div>
      <Speed playback={playback} />
      <i className="dock-rule" />
      {playhead === null ? (
        <span className="dock-epoch">{words.noEpoch}</span>
      ) : (
        <span className="dock-epoch">
          {words.epoch} <b>{playhead}</b> / {timeline.epochs}
        </span>
      )}
      <AlignBy />
      <i className="dock-rule" />
      <Follow timeline={timeline} />
      <i className="dock-rule kit-hide-small" />
      <HealthLegend />
      <NoteComposer />
      <NoSnapshot playhead={playhead} />
      <Hints />
    </div>
  );
}

function Step({
  icon,
  label,
  isOff,
  onPress,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      className="kit-ghost dock-step"
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}

function Speed({ playback }: { readonly playback: Playback }) {
  return (
    <Menu
      label={`${words.speedLabel}${messages.kit.colon}${words.speed(playback.speed)}`}
      buttonClass="kit-ghost dock-speed"
      button={
        <>
          <span>{words.speed(playback.speed)}</span>
          <Icon name="down" />
        </>
      }
      items={SPEEDS.map((speed) => ({
        key: String(speed),
        content: words.speed(speed),
        isChecked: speed === playback.speed,
        onSelect: () => playback.setSpeed(speed),
      }))}
      empty=""
    />
  );
}

const alignOf = (state: PageState) => state.align;

/** What the tracks are aligned by: epochs, steps, or time since each run began. */
const AlignBy = memo(function AlignBy() {
  const { navigate } = useFrame();
  const align = usePageState(alignOf);
  const now = useTimelineNow();
  const alignBy = (to: Alignment) => {
    const timeline = now();
    // the epoch that is seen stays, whichever axis it was put on
    const seen = !timeline || timeline.isFollowing ? {} : { epoch: timeline.playhead || 1 };
    navigate({ align: to, zoom: null, ...seen });
  };
  return (
    <Menu
      label={`${words.align}${messages.kit.colon}${words.axes[align]}`}
      buttonClass="kit-ghost dock-speed dock-align"
      button={
        <>
          <span>{words.by[align]}</span>
          <Icon name="down" />
        </>
      }
      items={ALIGNMENTS.map((each) => ({
        key: each,
        content: words.axes[each],
        isChecked: each === align,
        onSelect: () => alignBy(each),
      }))}
      empty=""
    />
  );
});

/** Said of the focused run's epoch; in a place where nothing moves when it comes and goes. */
function NoSnapshot({ playhead }: { readonly playhead: number | null }) {
  const { focus } = useFrame().selection;
  if (playhead === null || focus?.health[playhead - 1] !== 'none') return null;
  return <span className="dock-none">{words.noSnapshot(playhead)}</span>;
}

/** An epoch of this run is under way. */
function isRunning({ info, epoch }: RunSummary): boolean {
  return info.status === 'live' && (info.epochsPlanned === null || epoch < info.epochsPlanned);
}

function Follow({ timeline }: { readonly timeline: Timeline }) {
  const { selection, navigate } = useFrame();
  const { isLive, isFollowing, playhead, newest } = timeline;
  const isOn = isLive && isFollowing;
  const behind = newest - (playhead ?? newest);
  const running =
    selection.focus && isRunning(selection.focus) ? words.running(selection.focus.epoch + 1) : words.atEdge;
  const state = !isLive ? words.noLive : behind > 0 ? words.behind(behind) : running;
  return (
    <>
      <button
        type="button"
        className="dock-follow"
        role="switch"
        aria-checked={isOn}
        disabled={!isLive}
        onClick={() => navigate({ epoch: isFollowing ? playhead || 'live' : 'live' })}
      >
        <i />
        {words.follow}
        <kbd>L</kbd>
      </button>
      <span className="dock-behind kit-hide-small">{state}</span>
    </>
  );
}

const Hints = memo(function Hints() {
  return (
    <div className="dock-hints" aria-hidden="true">
      <span>
        <kbd>←</kbd>
        <kbd>→</kbd>
        {words.keys.epoch}
      </span>
      <span className="kit-hide-small">
        <kbd>{words.keys.shift} ←</kbd>
        <kbd>→</kbd>
        {words.keys.event}
      </span>
      <span>
        <kbd>{words.keys.space}</kbd>
        {words.keys.play}
      </span>
    </div>
  );
});
