'use client';
import { useEffect, useRef, useState } from 'react';
import { CURVE_X, GRID_COLUMNS, LONGEST_SEARCH, type PageState } from '../../../lib/client/page-state.ts';
import { curvesMessages } from '../../_kit/curves/curves-messages.ts';
import { SmoothingRange } from '../../_kit/curves/smoothing-range.tsx';
import { Icon } from '../../_kit/icons.tsx';
import { whole } from '../../_kit/numbers.ts';
import { Segmented } from '../../_kit/segmented.tsx';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { overviewMessages } from '../messages.ts';
import { onSlash } from './on-slash.ts';
import type { Search } from './search.ts';

const words = overviewMessages.series;

export interface SeriesBarProps {
  readonly search: Search;
  /** Whether the field is where one types at first. */
  readonly isSearched: boolean;
  readonly found: number;
  readonly of: number;
  /** Whether every section is closed; null: there is none. */
  readonly isAllShut: boolean | null;
  readonly onShutAll: () => void;
  readonly navigate: Navigate;
}

const modeOf = (state: PageState) => state.curveX;
const betaOf = (state: PageState) => state.smoothing;
const cutOf = (state: PageState) => state.outliersCut;
const logOf = (state: PageState) => state.gridLog;
const columnsOf = (state: PageState) => state.gridColumns;
const zoomOf = (state: PageState) => state.zoom;

/** What is searched, and how all charts are drawn. */
export function SeriesBar(props: SeriesBarProps) {
  const { search, isSearched, found, of, isAllShut, onShutAll, navigate } = props;
  const mode = usePageState(modeOf);
  const beta = usePageState(betaOf);
  const isCut = usePageState(cutOf);
  const isLog = usePageState(logOf);
  const columns = usePageState(columnsOf);
  const zoom = usePageState(zoomOf);
  return (
    <div className="series-bar" role="toolbar" aria-label={words.bar}>
      <SearchField {...{ search, isSearched, navigate }} />
      <span className="series-count" role="status">
        {words.count(whole(found), whole(of))}
      </span>
      {zoom ? (
        <button type="button" className="kit-button" onClick={() => navigate({ zoom: null })}>
          {curvesMessages.unzoom} ×
        </button>
      ) : null}
      <span className="series-settings">
        <Segmented
          label={curvesMessages.x}
          choices={CURVE_X.map((value) => ({ value, label: curvesMessages.modes[value] }))}
          value={mode ?? 'step'}
          onChange={(curveX) => navigate({ curveX, zoom: null })}
        />
        <SmoothingRange value={beta} onChange={(smoothing) => navigate({ smoothing })} />
        <label title={words.logWhy}>
          <input type="checkbox" checked={isLog} onChange={() => navigate({ gridLog: !isLog, rescaled: [] })} />
          {words.log}
        </label>
        <label title={curvesMessages.cut}>
          <input type="checkbox" checked={isCut} onChange={() => navigate({ outliersCut: !isCut })} />
          {words.cut}
        </label>
        <select
          className="kit-select"
          aria-label={words.columns}
          title={words.columns}
          value={columns}
          onChange={(event) =>
            navigate({ gridColumns: GRID_COLUMNS.find((each) => String(each) === event.target.value) ?? 0 })
          }
        >
          {GRID_COLUMNS.map((each) => (
            <option key={each} value={each}>
              {words.columnsOf(each)}
            </option>
          ))}
        </select>
        {isAllShut === null ? null : (
          <button type="button" className="kit-button" onClick={onShutAll}>
            {isAllShut ? words.openAll : words.shutAll}
          </button>
        )}
      </span>
    </div>
  );
}

const textOf = (state: PageState) => state.seriesText;

/** What is typed stands there at once; the page follows a frame later. */
function SearchField({ search, isSearched, navigate }: Pick<SeriesBarProps, 'search' | 'isSearched' | 'navigate'>) {
  const text = usePageState(textOf);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(text);
  }, [text]);
  useEffect(() => {
    if (isSearched) field.current?.focus();
  }, [isSearched]);
  useEffect(
    () =>
      onSlash(() => {
        field.current?.focus();
        field.current?.select();
      }),
    [],
  );
  const change = (value: string) => {
    setTyped(value);
    navigate({ seriesText: value });
  };
  const why = search.kind === 'wrong' ? whyText(search) : null;
  return (
    <span className="series-search">
      <Icon name="search" />
      <input
        ref={field}
        type="text"
        value={typed}
        maxLength={LONGEST_SEARCH}
        placeholder={words.placeholder}
        aria-label={words.search}
        title={words.searchHow}
        aria-invalid={why !== null}
        aria-describedby={why === null ? undefined : 'series-search-why'}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (typed === '') field.current?.blur();
          else change('');
        }}
      />
      <kbd>/</kbd>
      {why === null ? null : (
        <span id="series-search-why" className="series-wrong" role="alert">
          {why}
        </span>
      )}
    </span>
  );
}

function whyText({ why }: Extract<Search, { kind: 'wrong' }>): string {
  return why.kind === 'slow' ? words.slow : words.wrong(why.message);
}
