'use client';
import { useCallback, useMemo, useState } from 'react';
import type { ConnectionStatus } from '../../lib/client/contract.ts';
import type { PageState } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import type { Verdict } from '../../lib/protocol/verdict.ts';
import { whole } from '../_kit/numbers.ts';
import { usePlayhead } from '../_kit/state/playhead.ts';
import { useFrameStore } from '../_kit/state/use-frame-store.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useRuns } from '../_kit/state/use-runs.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { ViewProps } from '../_kit/view-props.ts';
import { messages } from '../messages.ts';
import { ENTRY_KINDS, type Entry, type EntryKind, entriesOf, leadsTo, wantedOf } from './entries.ts';
import { EntryDetail } from './entry-detail.tsx';
import { EntryList } from './entry-list.tsx';
import { eventsMessages as words } from './messages.ts';

const kindsIn = (state: PageState) => state.eventKinds;
const textIn = (state: PageState) => state.eventText;
const runIn = (state: PageState) => state.eventRun;
const atEpochIn = (state: PageState) => state.eventsHere;
const isWritable = ({ server }: ConnectionStatus) => server !== null && !server.readOnly;
const OUTLINE = { outline: true };

function sayVerdict({ rule, layer, onsetEpoch, endEpoch }: Verdict): string {
  const epochs = endEpoch === null ? words.since(onsetEpoch) : words.until(onsetEpoch, endEpoch);
  return words.verdict(messages.kit.verdict.rule[rule], layer ?? '', epochs);
}

/** Notes, verdicts and logs of the selected runs in one list. */
export function EventsView({ client, runs, focus, navigate, pageState }: ViewProps) {
  const states = useRuns(
    useMemo(() => runs.map(({ info }) => info.id), [runs]),
    OUTLINE,
  );
  const datas = states.flatMap(({ data }): RunData[] => (data ? [data] : []));
  const focused = datas.find(({ info }) => info.id === focus?.info.id) ?? null;
  const epoch = usePlayhead(focused);
  const kinds = usePageState(kindsIn);
  const text = usePageState(textIn);
  const run = usePageState(runIn);
  const isHere = usePageState(atEpochIn);
  const canEdit = useFrameStore(client.connection, isWritable);
  const [chosen, setChosen] = useState<string | null>(null);
  // runs change in place: the list is made anew when one did
  const version = states.map((state) => `${state.data?.info.id} ${state.revision}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says whether `datas` changed
  const all = useMemo(() => merged(datas), [version]);
  const wanted = useMemo(
    () => wantedOf(all, { kinds, text, run, epoch: isHere ? epoch : null }),
    [all, kinds, text, run, isHere, epoch],
  );
  const counts = useMemo(() => {
    const found = new Map<EntryKind, number>();
    for (const { kind } of all) found.set(kind, (found.get(kind) ?? 0) + 1);
    return found;
  }, [all]);
  const jump = useCallback((entry: Entry) => navigate(leadsTo(entry, pageState.getState())), [navigate, pageState]);
  const entry = wanted.find(({ key }) => key === chosen) ?? null;
  const toggle = (kind: EntryKind) =>
    navigate({ eventKinds: kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind] });
  return (
    <section className="kit-view" aria-label={words.title}>
      <div className="events-bar">
        <input
          type="search"
          className="events-search"
          aria-label={words.search}
          placeholder={words.search}
          value={text}
          maxLength={200}
          onChange={(event) => navigate({ eventText: event.target.value })}
        />
        <fieldset className="kit-segmented events-kinds" aria-label={words.kindsLabel}>
          {ENTRY_KINDS.filter((kind) => counts.has(kind)).map((kind) => (
            <button key={kind} type="button" aria-pressed={kinds.includes(kind)} onClick={() => toggle(kind)}>
              {words.kind(words.kinds[kind], whole(counts.get(kind) ?? 0))}
            </button>
          ))}
        </fieldset>
        {datas.length > 1 ? (
          <select
            className="kit-select events-run"
            aria-label={words.run}
            value={run ?? ''}
            onChange={(event) => navigate({ eventRun: event.target.value || null })}
          >
            <option value="">{words.allRuns}</option>
            {datas.map(({ info }) => (
              <option key={info.id} value={info.id}>
                {info.name}
              </option>
            ))}
          </select>
        ) : null}
        <label className="events-here">
          <input type="checkbox" checked={isHere} onChange={() => navigate({ eventsHere: !isHere })} />
          {words.here}
        </label>
        <span className="events-count" role="status">
          {words.shown(whole(wanted.length), whole(all.length))}
        </span>
        <ViewGuide view="events" words={words.guide} navigate={navigate} />
      </div>
      {wanted.length > 0 ? (
        <EntryList
          entries={wanted}
          chosen={chosen}
          epoch={epoch}
          hasRuns={datas.length > 1}
          onChoose={setChosen}
          onJump={jump}
        />
      ) : (
        <div className="runs-message">
          <p>{all.length > 0 ? words.nothing : datas.length > 0 ? words.none : words.loading}</p>
          {all.length > 0 ? (
            <button
              type="button"
              className="kit-button"
              onClick={() => navigate({ eventKinds: [], eventText: '', eventRun: null, eventsHere: false })}
            >
              {words.clear}
            </button>
          ) : null}
        </div>
      )}
      <EntryDetail entry={entry} canEdit={canEdit} edits={client.edits} onJump={jump} />
    </section>
  );
}

/** Entries of several runs by epoch; within one, run after run. */
function merged(datas: readonly RunData[]): readonly Entry[] {
  const all = datas.flatMap((data) => entriesOf(data, sayVerdict));
  return datas.length === 1 ? all : [...all].sort((a, b) => a.epoch - b.epoch);
}
