'use client';
import { useCallback, useMemo } from 'react';
import { toggled } from '../../../lib/base/toggled.ts';
import type { PageState } from '../../../lib/client/page-state.ts';
import { Icon } from '../../_kit/icons.tsx';
import { whole } from '../../_kit/numbers.ts';
import type { SeriesChart } from '../../_kit/series/series-chart.ts';
import { usePins } from '../../_kit/series/use-pins.ts';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { overviewMessages } from '../messages.ts';
import { PinnedCharts, pinnedOf } from './pinned-charts.tsx';
import { Scrolled } from './scrolled.tsx';
import { searchOf } from './search.ts';
import { type Section, sectionsOf } from './sections.ts';
import { SeriesBar } from './series-bar.tsx';
import { SeriesCell } from './series-cell.tsx';

const words = overviewMessages.series;

const textOf = (state: PageState) => state.seriesText;
const shutOf = (state: PageState) => state.shutSections;
const logOf = (state: PageState) => state.gridLog;
const columnsOf = (state: PageState) => state.gridColumns;

export interface SeriesSheetProps {
  /** Every chart of the open runs. */
  readonly charts: readonly SeriesChart[];
  readonly project: string | null;
  /** Whether the search is where one types at first. */
  readonly isSearched: boolean;
  /** Said where there is nothing to show. */
  readonly empty: string;
  readonly navigate: Navigate;
}

/** Every series of the open runs: searched, in sections that close, pinned ones first; drawn where one looks. */
export function SeriesSheet({ charts, project, isSearched, empty, navigate }: SeriesSheetProps) {
  const text = usePageState(textOf);
  const shut = usePageState(shutOf);
  const log = usePageState(logOf);
  const columns = usePageState(columnsOf);
  const { pinned } = usePins(project, navigate);
  const search = useMemo(() => searchOf(text), [text]);
  const found = useMemo(
    () => (search.kind === 'wrong' ? charts : charts.filter((chart) => search.matches(chart))),
    [charts, search],
  );
  const sections = useMemo(() => sectionsOf(found), [found]);
  const isSome = text.trim() !== '' && search.kind !== 'wrong';
  const isAllShut = sections.length === 0 ? null : sections.every(({ code }) => shut.includes(code));
  const toggle = useCallback((code: string) => navigate({ shutSections: toggled(shut, code) }), [navigate, shut]);
  const pins = pinnedOf(found, pinned);
  const away = pinned.length - pinnedOf(charts, pinned).length;
  return (
    <div className="series-sheet">
      <SeriesBar
        {...{ search, isSearched, navigate }}
        found={found.length}
        of={charts.length}
        isAllShut={isSome ? null : isAllShut}
        onShutAll={() => navigate({ shutSections: isAllShut ? [] : sections.map(({ code }) => code) })}
      />
      <Scrolled className="series-scroll" label={words.all} columns={columns}>
        {pins.length > 0 || away > 0 ? (
          <section aria-label={words.pinned}>
            <h2 className="series-head">
              <span>
                {words.pinned} <small>{whole(pins.length)}</small>
                {away > 0 ? <small>{words.away(away)}</small> : null}
              </span>
            </h2>
            <div className="series-grid">
              <PinnedCharts charts={found} {...{ log, project, navigate }} />
            </div>
          </section>
        ) : null}
        {sections.map((section) => (
          <ChartSection
            key={section.code}
            section={section}
            log={log}
            // what was found is shown
            isShut={!isSome && shut.includes(section.code)}
            onToggle={toggle}
          />
        ))}
        {sections.length === 0 ? <p className="series-none">{charts.length === 0 ? empty : words.none(text)}</p> : null}
      </Scrolled>
    </div>
  );
}

interface ChartSectionProps {
  readonly section: Section;
  readonly log: boolean;
  readonly isShut: boolean;
  readonly onToggle: (code: string) => void;
}

function ChartSection({ section, log, isShut, onToggle }: ChartSectionProps) {
  const { topic, prefix } = section.name;
  const title = topic === undefined ? prefix : words.topics[topic];
  return (
    <section aria-label={title}>
      <h2 className="series-head">
        <button type="button" aria-expanded={!isShut} onClick={() => onToggle(section.code)}>
          <Icon name={isShut ? 'next' : 'down'} />
          <span className="series-title" title={title}>
            {title}
          </span>
          <small>{whole(section.charts.length)}</small>
        </button>
      </h2>
      {isShut ? null : (
        <div className="series-grid">
          {section.charts.map((chart) => (
            <SeriesCell key={chart.name} chart={chart} log={log} />
          ))}
        </div>
      )}
    </section>
  );
}
