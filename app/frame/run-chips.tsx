'use client';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { Icon, StatusGlyph } from '../../views/_kit/icons.tsx';
import { RunDot } from '../../views/_kit/run-dot.tsx';
import { messages } from '../../views/messages.ts';
import { useFrame } from './frame-context.ts';
import { Menu } from './menu.tsx';
import { fewOf, isShown } from './selection.ts';

/** Most runs the menu offers at once: the newest. */
const MOST_OFFERED = 200;
/** Chips there is room for; the other runs are in a menu. */
const MOST_CHIPS = 6;
/** Chips that have room for the word of their status too. */
const ROOMY_CHIPS = 4;

/** The selected runs, one colour each everywhere; a press focuses, × removes. */
export function RunChips() {
  const { list, selection, navigate } = useFrame();
  const ids = selection.runs.map(({ info }) => info.id);
  const others = list.runs
    .filter((run) => isShown(run) && run.info.project === selection.project && !ids.includes(run.info.id))
    .slice(0, MOST_OFFERED);
  const chips = fewOf(selection, MOST_CHIPS);
  const hidden = selection.runs.filter((run) => !chips.includes(run));
  const remove = (id: string) => {
    const runs = ids.filter((each) => each !== id);
    const focus = selection.focus?.info.id;
    navigate({
      runs,
      focus: focus === id ? (runs[0] ?? null) : (focus ?? null),
      project: runs.length > 0 ? null : selection.project,
    });
  };
  return (
    <section
      className={chips.length > ROOMY_CHIPS ? 'frame-chips frame-chips-many' : 'frame-chips'}
      aria-label={messages.frame.chips.label}
    >
      {chips.map((run) => (
        <Chip
          key={run.info.id}
          run={run}
          isFocused={run === selection.focus}
          followsNewest={selection.followsNewest}
          onFocus={() => navigate({ focus: run.info.id })}
          onRemove={() => remove(run.info.id)}
        />
      ))}
      {hidden.length > 0 ? (
        <Menu
          label={messages.frame.chips.others}
          buttonClass="kit-ghost frame-more"
          button={messages.frame.chips.more(hidden.length)}
          items={hidden.map((run) => ({
            key: run.info.id,
            content: <RunLine run={run} />,
            onSelect: () => navigate({ focus: run.info.id }),
          }))}
          empty=""
        />
      ) : null}
      {list.runs.length > 0 ? (
        <Menu
          label={messages.frame.chips.add}
          buttonClass="kit-ghost frame-add"
          button={
            <>
              <Icon name="plus" />
              <span className="kit-hide-small">{messages.frame.chips.add}</span>
            </>
          }
          items={others.map((run) => ({
            key: run.info.id,
            content: <RunLine run={run} />,
            onSelect: () =>
              navigate({ runs: [...ids, run.info.id], focus: selection.focus?.info.id ?? null, project: null }),
          }))}
          empty={messages.frame.chips.none}
        />
      ) : null}
    </section>
  );
}

/** A run as a line of a menu. */
function RunLine({ run: { info } }: { readonly run: RunSummary }) {
  return (
    <>
      <RunDot colour={info.colour} />
      <span className="frame-menu-name">{info.name}</span>
      <StatusGlyph status={info.status} />
      <span className="frame-menu-count">{messages.kit.status[info.status]}</span>
    </>
  );
}

interface ChipProps {
  readonly run: RunSummary;
  readonly isFocused: boolean;
  readonly followsNewest: boolean;
  readonly onFocus: () => void;
  readonly onRemove: () => void;
}

function Chip({ run, isFocused, followsNewest, onFocus, onRemove }: ChipProps) {
  const { info } = run;
  const status = messages.kit.status[info.status];
  return (
    <div className={isFocused ? 'frame-chip frame-chip-on' : 'frame-chip'}>
      <button
        type="button"
        className="frame-chip-name"
        aria-pressed={isFocused}
        title={`${info.name}${messages.kit.comma}${status}`}
        onClick={onFocus}
      >
        <RunDot colour={info.colour} />
        <span>{info.name}</span>
        <StatusGlyph status={info.status} />
        <span className={`frame-chip-status frame-chip-${info.status} kit-hide-small`}>{status}</span>
      </button>
      {followsNewest ? (
        <span className="frame-chip-newest" title={messages.frame.chips.newestTitle}>
          {messages.frame.chips.newest}
        </span>
      ) : (
        <button
          type="button"
          className="frame-chip-x"
          aria-label={messages.frame.chips.remove(info.name)}
          onClick={onRemove}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
