'use client';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { RunListState } from '../../lib/client/contract.ts';
import type { PageState } from '../../lib/client/page-state.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { whole } from '../_kit/numbers.ts';
import { useFrameStore } from '../_kit/state/use-frame-store.ts';
import { useLate } from '../_kit/state/use-late.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { ViewProps } from '../_kit/view-props.ts';
import { messages } from '../messages.ts';
import { EmptyRuns } from './empty-runs.tsx';
import { filterText, matches, termsOf } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { RunsTable } from './runs-table.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { StoreError } from './store-error.tsx';
import { bestValues, columnsOf, NEWEST_FIRST, type Row, rowsOf, sorted } from './table.ts';
import { useRowKeys } from './use-row-keys.ts';

const words = messages.runs;
const same = (state: RunListState) => state;
const runsOf = (state: PageState) => state.runs;
const projectOf = (state: PageState) => state.project;

/** Every run of a project: which to look at. */
export function RunsView(props: ViewProps) {
  const list = useFrameStore(props.client.runs, same);
  const chosenProject = usePageState(projectOf);
  const project = props.focus?.info.project ?? chosenProject;
  const runs = useMemo(
    () => list.runs.filter(({ info }) => project === null || info.project === project),
    [list.runs, project],
  );
  if (list.status === 'error') return <StoreError error={list.error} />;
  if (list.status === 'loading') return <Loading />;
  if (runs.length === 0) return <EmptyRuns project={project} />;
  return <RunsOfProject {...props} project={project} all={runs} />;
}

function Loading() {
  const isLate = useLate(300);
  return <p className="frame-waiting">{isLate ? words.loading : null}</p>;
}

interface RunsOfProjectProps extends ViewProps {
  readonly project: string | null;
  readonly all: readonly RunSummary[];
}

function RunsOfProject({ navigate, project, all, focus }: RunsOfProjectProps) {
  const chosen = usePageState(runsOf);
  const [text, setText] = useState('');
  const [sort, setSort] = useState(NEWEST_FIRST);
  const [current, setCurrent] = useState(-1);
  const inputRef = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(text);

  const rows = useMemo(() => rowsOf(all), [all]);
  const searchable = useMemo(() => all.map(filterText), [all]);
  const columns = useMemo(() => columnsOf(rows), [rows]);
  const shown = useMemo(() => {
    const terms = termsOf(wanted);
    const found = rows.filter((_, index) => matches(searchable[index]!, terms));
    const column = columns.find(({ key }) => key === sort.key) ?? columns.find(({ key }) => key === NEWEST_FIRST.key);
    return column ? sorted(found, column, sort.isDescending) : found;
  }, [rows, searchable, columns, wanted, sort]);
  const best = useMemo(() => bestValues(shown, columns), [shown, columns]);
  const selected = useMemo(() => new Set(chosen), [chosen]);

  const setRuns = (runs: readonly string[]) =>
    navigate({
      runs,
      focus: runs.includes(focus?.info.id ?? '') ? (focus?.info.id ?? null) : null,
      // Runs know their project: a link names it only while none is chosen.
      project: runs.length > 0 ? null : project,
    });
  const toggle = (id: string) => setRuns(selected.has(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  const toggleAll = () => {
    const ids = shown.map(({ run }) => run.info.id);
    setRuns(ids.every((id) => selected.has(id)) ? [] : ids.slice(0, MOST_SELECTED));
  };
  const open = (row: Row) => {
    const { id } = row.run.info;
    navigate({
      view: 'overview',
      runs: selected.has(id) ? chosen : [id],
      focus: id,
      project: null,
      epoch: 'live',
      window: null,
    });
  };
  const openChosen = () => navigate({ view: 'overview' });
  const follow = () => setRuns(chosen.length === 0 && focus ? [focus.info.id] : []);
  useRowKeys({
    count: shown.length,
    current,
    onMove: setCurrent,
    onToggle: () => shown[current] && toggle(shown[current].run.info.id),
    onOpen: () => (shown[current] ? open(shown[current]) : chosen.length > 0 && openChosen()),
    onFollow: follow,
    onFilter: () => inputRef.current?.focus(),
    onClear: () => (current >= 0 ? setCurrent(-1) : setRuns([])),
  });
  const chosenRuns = useMemo(() => chosen.flatMap((id) => all.find(({ info }) => info.id === id) ?? []), [chosen, all]);
  const total = whole(all.length);
  return (
    <section className="kit-view" aria-label={words.title}>
      <FilterBar
        inputRef={inputRef}
        text={text}
        onText={setText}
        count={
          shown.length < all.length
            ? words.filter.count(whole(shown.length), total)
            : all.length === 1
              ? words.filter.one
              : words.filter.all(total)
        }
        isFollowing={chosen.length === 0}
        onFollow={follow}
        guide={<ViewGuide view="runs" words={words.guide} navigate={navigate} />}
      />
      {shown.length === 0 ? (
        <div className="runs-message">
          <p>{words.filter.nothing(text.trim())}</p>
          <button type="button" className="kit-button" onClick={() => setText('')}>
            {words.filter.clear}
          </button>
        </div>
      ) : (
        <RunsTable
          rows={shown}
          columns={columns}
          best={best}
          sort={sort}
          selected={selected}
          current={current}
          onSort={setSort}
          onToggle={toggle}
          onToggleAll={toggleAll}
          onOpen={open}
        />
      )}
      {chosenRuns.length > 0 ? (
        <SelectionBar runs={chosenRuns} onOpen={openChosen} onClear={() => setRuns([])} />
      ) : null}
    </section>
  );
}

/** A link carries no more. */
const MOST_SELECTED = 64;
