'use client';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { ConnectionStatus, RunListState } from '../../lib/client/contract.ts';
import type { PageState } from '../../lib/client/page-state.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { fixed, whole } from '../_kit/numbers.ts';
import { useFrameStore } from '../_kit/state/use-frame-store.ts';
import { useLate } from '../_kit/state/use-late.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { ViewProps } from '../_kit/view-props.ts';
import { messages } from '../messages.ts';
import { fullLabelOf } from './column-label.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { EmptyRuns } from './empty-runs.tsx';
import { FilterBar } from './filter-bar.tsx';
import { canGroup, idsBetween, itemsOf } from './items.ts';
import { NoticeBar } from './notice-bar.tsx';
import { RunsTable } from './runs-table.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { ShelfChoice } from './shelf-choice.tsx';
import { StoreError } from './store-error.tsx';
import { chosenColumns, type Sort, sortOf, sortText, visibleColumns } from './table.ts';
import type { Editing, RowPorts } from './table-props.ts';
import { ImportButton } from './transfer/import-button.tsx';
import { TransferBar } from './transfer/transfer-bar.tsx';
import { useDroppedFiles } from './transfer/use-dropped-files.ts';
import { type Transfers, useTransfers } from './transfer/use-transfers.ts';
import { useFilterText } from './use-filter-text.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useRunEdits } from './use-run-edits.ts';
import { useRunSelection } from './use-run-selection.ts';
import { type ShownRuns, useShownRuns } from './use-shown-runs.ts';

const words = messages.runs;
const same = (state: RunListState) => state;
const projectOf = (state: PageState) => state.project;
const sortIn = (state: PageState) => state.sort;
const groupIn = (state: PageState) => state.groupBy;
const columnsIn = (state: PageState) => state.columns;
const shelfIn = (state: PageState) => state.shelf;
const isWritable = ({ server }: ConnectionStatus) => server !== null && !server.readOnly;
const NONE: ReadonlySet<string> = new Set();

/** Every run of a project: which to look at. */
export function RunsView(props: ViewProps) {
  const list = useFrameStore(props.client.runs, same);
  const chosenProject = usePageState(projectOf);
  const project = props.focus?.info.project ?? chosenProject;
  const runs = useMemo(
    () => list.runs.filter(({ info }) => project === null || info.project === project),
    [list.runs, project],
  );
  const canEdit = useFrameStore(props.client.connection, isWritable);
  const transfers = useTransfers(props.client.files);
  const { importFiles } = transfers;
  const bringIn = useCallback((files: readonly File[]) => importFiles(files, false), [importFiles]);
  const isOver = useDroppedFiles(canEdit && list.status !== 'error', bringIn);
  if (list.status === 'error') return <StoreError error={list.error} />;
  if (list.status === 'loading' || (runs.length === 0 && !list.isWhole)) return <Loading />;
  const drop = isOver ? <p className="runs-dropping">{words.transfer.drop}</p> : null;
  if (runs.length === 0) {
    return (
      <section className="kit-view" aria-label={words.title}>
        <EmptyRuns project={project} action={canEdit ? <ImportButton onFiles={bringIn} /> : null} />
        <TransferBar transfers={transfers} />
        {drop}
      </section>
    );
  }
  return (
    <>
      <RunsOfProject {...{ ...props, project, runs, canEdit, transfers, bringIn }} isWhole={list.isWhole} />
      {drop}
    </>
  );
}

function Loading() {
  const isLate = useLate(300);
  return <p className="frame-waiting">{isLate ? words.loading : null}</p>;
}

interface RunsOfProjectProps extends ViewProps {
  readonly project: string | null;
  /** All of the project, whether selected or not. */
  readonly runs: readonly RunSummary[];
  readonly isWhole: boolean;
  readonly canEdit: boolean;
  readonly transfers: Transfers;
  readonly bringIn: (files: readonly File[]) => void;
}

function RunsOfProject(props: RunsOfProjectProps) {
  const { client, navigate, project, runs, isWhole, focus, canEdit, transfers, bringIn } = props;
  const [text, setText] = useFilterText(navigate);
  const shelf = usePageState(shelfIn);
  const sortKey = usePageState(sortIn);
  const groupKey = usePageState(groupIn);
  const columnKeys = usePageState(columnsIn);
  const [current, setCurrent] = useState(-1);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [closed, setClosed] = useState(NONE);
  const inputRef = useRef<HTMLInputElement>(null);
  const tagRef = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(text);
  const sort = useMemo(() => sortOf(sortKey), [sortKey]);
  const found = useShownRuns(runs, shelf, wanted, sort);
  const { all, columns, shown } = found;
  const chosen = useMemo(() => chosenColumns(columns, columnKeys), [columns, columnKeys]);
  const groupBy = columns.find(({ key }) => key === groupKey) ?? null;
  const items = useMemo(() => itemsOf(shown, groupBy, closed), [shown, groupBy, closed]);
  const focusId = focus?.info.id ?? null;
  const selection = useRunSelection(runs, focusId, project, navigate);
  const edits = useRunEdits(client.edits);

  const setSort = (next: Sort) => navigate({ sort: sortText(next) });
  const open = (run: RunSummary) => {
    const { id } = run.info;
    navigate({
      view: 'overview',
      runs: selection.ids.has(id) ? [...selection.ids].slice(0, 64) : [id],
      ...{ focus: id, project: null, epoch: 'live', window: null },
    });
  };
  const openSelected = () => navigate({ view: selection.runs.length > 1 ? 'compare' : 'overview' });
  const toggle = (at: number, isRange: boolean) => {
    const item = items[at];
    if (item?.kind !== 'run') return;
    const { id } = item.run.info;
    if (isRange && current >= 0) selection.set([...new Set([...selection.ids, ...idsBetween(items, current, at)])]);
    else if (selection.ids.has(id)) selection.set([...selection.ids].filter((each) => each !== id));
    else selection.set([...selection.ids, id]);
    setCurrent(at);
  };
  const toggleGroup = (value: string) =>
    setClosed(
      (before) => new Set(before.has(value) ? [...before].filter((each) => each !== value) : [...before, value]),
    );
  const toggleAll = () => {
    const isAll = shown.every(({ info }) => selection.ids.has(info.id));
    selection.set(isAll ? [] : shown.map(({ info }) => info.id));
  };
  const follow = () => selection.set(selection.ids.size === 0 && focusId !== null ? [focusId] : []);
  /** What keys and buttons change: the selected runs, else the one the keys are on. */
  const line = items[current];
  const subject = selection.runs.length > 0 ? selection.runs : line?.kind === 'run' ? [line.run] : [];
  const away = (mark: 'archived' | 'deleted', isOn: boolean) => {
    if (!canEdit) return;
    edits.putAway(subject, mark, isOn);
    selection.set([]);
  };
  const archive = () => shelf !== 'bin' && away('archived', shelf !== 'archived');
  const remove = () => away('deleted', shelf !== 'bin');

  useRowKeys({
    count: items.length,
    current,
    onMove: setCurrent,
    onToggle: (isRange) => toggle(current, isRange),
    onOpen: () => {
      if (line?.kind === 'group') toggleGroup(line.group.value);
      else if (line) open(line.run);
      else if (selection.ids.size > 0) openSelected();
    },
    onCompare: () => selection.runs.length > 1 && openSelected(),
    onTag: () => tagRef.current?.focus(),
    onArchive: archive,
    onDelete: remove,
    onRename: () => canEdit && line?.kind === 'run' && setEditing({ id: line.run.info.id, kind: 'name' }),
    onUndo: edits.undo,
    onFollow: follow,
    onFilter: () => inputRef.current?.focus(),
    onClear: () => (current >= 0 ? setCurrent(-1) : selection.set([])),
  });
  const setColumns = (keys: readonly string[]) => navigate({ columns: keys });
  const does = { toggle, open, toggleGroup, toggleAll, setSort, setColumns, write: edits.write };
  const latest = useRef(does);
  latest.current = does;
  const ports = useMemo(
    (): RowPorts => ({
      onToggle: (at, isRange) => latest.current.toggle(at, isRange),
      onMove: setCurrent,
      onOpen: (run) => latest.current.open(run),
      onGroup: (value) => latest.current.toggleGroup(value),
      onEdit: setEditing,
      onSort: (next) => latest.current.setSort(next),
      onToggleAll: () => latest.current.toggleAll(),
      onColumns: (keys) => latest.current.setColumns(keys),
      onSave: (run, kind, value) => latest.current.write(run, kind, value),
    }),
    [],
  );
  const tags = useMemo(() => [...new Set(all.flatMap(({ info }) => info.tags))].sort(), [all]);
  return (
    <section className="kit-view" aria-label={words.title}>
      <FilterBar
        inputRef={inputRef}
        text={text}
        onText={setText}
        fault={found.fault}
        answered={wanted}
        runs={all}
        known={found.known}
        count={countText(found, isWhole)}
        isFollowing={selection.ids.size === 0}
        onFollow={follow}
      >
        <ShelfChoice
          shelf={shelf}
          counts={found.counts}
          canEmpty={canEdit}
          onShelf={(next) => navigate({ shelf: next })}
          onEmpty={edits.emptyBin}
        />
        <select
          className="kit-select runs-group-by"
          aria-label={words.group.label}
          value={groupBy?.key ?? ''}
          onChange={(event) => navigate({ groupBy: event.target.value || null })}
        >
          <option value="">{words.group.none}</option>
          {columns.filter(canGroup).map((column) => (
            <option key={column.key} value={column.key}>
              {fullLabelOf(column)}
            </option>
          ))}
        </select>
        <ColumnsMenu
          columns={columns}
          shown={chosen ?? visibleColumns(columns, globalThis.innerWidth - 120)}
          isUsual={chosen === null}
          onChoose={setColumns}
        />
        {canEdit ? <ImportButton onFiles={bringIn} /> : null}
        <ViewGuide view="runs" words={words.guide} navigate={navigate} />
      </FilterBar>
      <RunsTable
        {...{ items, shown, columns, chosen, groupBy, sort, current, editing, canEdit, ports }}
        selected={selection.ids}
        nothing={
          shown.length > 0 ? null : (
            <Nothing
              text={all.length === 0 ? emptyText(shelf) : words.filter.nothing(text.trim())}
              action={all.length > 0 ? words.filter.clear : shelf === 'shown' ? null : words.filter.back}
              onAction={() => (all.length > 0 ? setText('') : navigate({ shelf: 'shown' }))}
            />
          )
        }
      />
      <NoticeBar edits={edits} />
      <TransferBar transfers={transfers} />
      {selection.runs.length > 0 ? (
        <SelectionBar
          {...{ shelf, canEdit, tags, tagRef }}
          runs={selection.runs}
          onOpen={openSelected}
          onTag={(tag) => edits.tag(selection.runs, tag)}
          onArchive={archive}
          onDelete={remove}
          onExport={(format) => transfers.exportRuns(selection.runs, format)}
          onClear={() => selection.set([])}
        />
      ) : null}
    </section>
  );
}

function Nothing({
  text,
  action,
  onAction,
}: {
  readonly text: string;
  readonly action: string | null;
  readonly onAction: () => void;
}) {
  return (
    <div className="runs-message">
      <p>{text}</p>
      {action === null ? null : (
        <button type="button" className="kit-button" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}

function emptyText(shelf: PageState['shelf']): string {
  if (shelf === 'bin') return words.filter.nothingDeleted;
  return shelf === 'archived' ? words.filter.nothingArchived : words.filter.nothingShown;
}

/** `28 of 1 284 runs, 6 ms` */
function countText({ all, shown, tookMs }: ShownRuns, isWhole: boolean): string {
  const total = whole(all.length);
  if (shown.length < all.length) return words.filter.count(whole(shown.length), total, `${fixed(tookMs, 0)} ms`);
  if (!isWhole) return words.filter.more(total);
  return all.length === 1 ? words.filter.one : words.filter.all(total);
}
