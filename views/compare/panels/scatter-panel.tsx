'use client';
import { useMemo } from 'react';
import { toggled } from '../../../lib/base/toggled.ts';
import type { PageState } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import type { Table } from '../../_kit/export/table.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { fixed } from '../../_kit/numbers.ts';
import { Panel } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { paintScatter } from '../marks/scatter-marks.ts';
import { compareMessages } from '../messages.ts';
import { plotsMessages } from '../plots-messages.ts';
import { type Dimension, defaultSetting, dimensionOf, SIDES, withSide } from '../select/dimensions.ts';
import type { RunGroup } from '../select/groups.ts';
import { runMarks } from '../select/run-marks.ts';
import { axisOf, type RunScale, scaleOf } from '../select/run-scale.ts';
import {
  GUTTER,
  LEAST_PAIRS,
  leftOutOf,
  placePoints,
  type RankRelation,
  rankRelation,
  type ScatterPoint,
} from '../select/scatter.ts';
import type { SeriesChoice } from '../select/series.ts';
import { useDimensions, useValues } from '../use-dimensions.ts';
import { dimensionLabel } from '../words.ts';
import { DimensionList } from './dimension-list.tsx';
import { plotState } from './plot-state.ts';
import { ScatterRuns } from './scatter-runs.tsx';

/** What the panels are given that lay many runs out. */
export interface PlotPanelProps {
  /** The reference run first. */
  readonly runs: readonly RunData[];
  readonly summaries: readonly RunSummary[];
  readonly groups: readonly RunGroup[];
  readonly choices: readonly SeriesChoice[];
  readonly version: string;
  readonly navigate: Navigate;
}

const words = plotsMessages.scatter;
const xOf = (state: PageState) => state.scatterX;
const yOf = (state: PageState) => state.scatterY;
const rescaledOf = (state: PageState) => state.rescaled;
/** How the charts' scales are named in links. */
const CHART = { x: 'scatter-x', y: 'scatter-y' } as const;

/** A mark for each run over any two of settings and measures. */
export function ScatterPanel(props: PlotPanelProps) {
  const { runs, summaries, groups, choices, version, navigate } = props;
  const [keyX, keyY] = [usePageState(xOf), usePageState(yOf)];
  const rescaled = usePageState(rescaledOf);
  const dimensions = useDimensions(runs, summaries, choices, version);
  const { rows, measures, all } = dimensions;
  const shown = useMemo(() => {
    const x = dimensionOf(keyX, all) ?? dimensionOf(defaultSetting(rows), all) ?? all[0];
    const y = dimensionOf(keyY, all) ?? measures[0] ?? all[0];
    return x && y ? [x, y] : [];
  }, [keyX, keyY, all, rows, measures]);
  const { values, isHere, error } = useValues(shown, dimensions, runs, summaries, version);
  const points = useMemo(() => pointsOf(runs, groups, values), [runs, groups, values]);
  const { x, y } = useMemo(
    () => ({
      x: scaleOf(values[0] ?? [], rescaled.includes(CHART.x)),
      y: scaleOf(values[1] ?? [], rescaled.includes(CHART.y)),
    }),
    [values, rescaled],
  );
  const left = useMemo(() => leftOutOf(points), [points]);
  const relation = useMemo(() => rankRelation(points), [points]);
  const [dimensionX, dimensionY] = shown;
  const names = [dimensionX, dimensionY].map((each) => (each ? dimensionLabel(each) : ''));
  const [nameX = '', nameY = ''] = names;
  const axes = useMemo(
    () => ({
      x: axisOf(x, nameX, left.noX > 0 ? GUTTER : 0),
      y: axisOf(y, nameY, left.noY > 0 ? GUTTER : 0),
    }),
    [x, y, nameX, nameY, left.noX, left.noY],
  );
  const insets = useInsets(y.kind === 'category' ? 96 : 64, 24, left.bad > 0 ? 22 : 8, 34);
  const paint = (plot: Plot) =>
    paintScatter(plot, {
      ...{ placed: placePoints(points, x, y, plot), x, y },
      ...{ hasNoX: left.noX > 0, hasNoY: left.noY > 0, hasBad: left.bad > 0 },
      words: { notANumber: kitMessages.panel.notANumber, nothing: plotsMessages.nothing },
    });
  const said = relationText(relation, names);
  const leftOut = [
    left.noX > 0 ? words.noX(left.noX, nameX) : '',
    left.noY > 0 && nameY !== nameX ? words.noY(left.noY, nameY) : '',
    left.bad > 0 ? words.bad(left.bad) : '',
    left.broken > 0 ? words.broken(left.broken) : '',
  ].filter(Boolean);
  return (
    <Panel
      title={words.title}
      readout={<span title={words.rhoWhy}>{said}</span>}
      unit={<span title={leftOut.join(' · ')}>{[words.unit(runs.length), ...leftOut].join(' · ')}</span>}
      state={plotState(shown, runs, isHere, error)}
      table={() => tableOf(points, names)}
    >
      <div className="compare-plots">
        <div className="compare-plots-bar">
          <Choice which="x" dimension={dimensionX} scale={x} {...{ all, rescaled, navigate }} />
          <Choice which="y" dimension={dimensionY} scale={y} {...{ all, rescaled, navigate }} />
        </div>
        <div className="compare-plot-rest">
          <Chart
            summary={words.summary(nameX, nameY, runs.length, [said, ...leftOut].join('; '))}
            x={axes.x}
            y={axes.y}
            insets={insets}
            paint={paint}
            paintedOf={[points, x, y, left]}
          >
            <ScatterRuns {...{ points, x, y, names, navigate }} />
          </Chart>
        </div>
      </div>
    </Panel>
  );
}

interface ChoiceProps {
  readonly which: 'x' | 'y';
  readonly dimension: Dimension | undefined;
  readonly scale: RunScale;
  readonly all: readonly Dimension[];
  readonly rescaled: readonly string[];
  readonly navigate: Navigate;
}

/** What lies along an axis, which number of a series, and its scale. */
function Choice({ which, dimension, scale, all, rescaled, navigate }: ChoiceProps) {
  if (!dimension) return null;
  const choose = (key: string) =>
    navigate({
      ...(which === 'x' ? { scatterX: key } : { scatterY: key }),
      rescaled: rescaled.filter((each) => each !== CHART[which]),
    });
  const toggle = () => navigate({ rescaled: toggled(rescaled, CHART[which]) });
  const listed = dimension.kind === 'measure' ? withSide(dimension, 'best').key : dimension.key;
  return (
    <span className="compare-choice">
      <span>{which}</span>
      <DimensionList
        label={which === 'x' ? words.x : words.y}
        dimensions={all}
        value={listed}
        onChange={(key) => {
          const chosen = dimensionOf(key, all);
          const isMeasure = chosen?.kind === 'measure' && dimension.kind === 'measure';
          choose(isMeasure ? withSide(chosen, dimension.side).key : key);
        }}
      />
      {dimension.kind === 'measure' ? (
        <select
          className="kit-select"
          aria-label={plotsMessages.sideChoice}
          value={dimension.side}
          onChange={({ target }) =>
            choose(withSide(dimension, SIDES.find((side) => side === target.value) ?? 'best').key)
          }
        >
          {SIDES.map((side) => (
            <option key={side} value={side}>
              {plotsMessages.sides[side]}
            </option>
          ))}
        </select>
      ) : null}
      {scale.canLog ? (
        <Segmented
          label={words.scaleOf[which]}
          choices={[
            { value: 'log', label: compareMessages.log },
            { value: 'linear', label: compareMessages.linear },
          ]}
          value={scale.log ? 'log' : 'linear'}
          onChange={(value) => {
            if ((value === 'log') !== scale.log) toggle();
          }}
        />
      ) : null}
    </span>
  );
}

function pointsOf(
  runs: readonly RunData[],
  groups: readonly RunGroup[],
  [xs = [], ys = []]: readonly (readonly ScatterPoint['x'][])[],
): readonly ScatterPoint[] {
  const marks = runMarks(groups, runs[0]?.info.id ?? null);
  return runs.flatMap((run, i): ScatterPoint[] => {
    const mark = marks.get(run.info.id);
    return mark ? [{ run, mark, x: xs[i], y: ys[i] }] : [];
  });
}

function relationText(relation: RankRelation, [nameX = '', nameY = '']: readonly string[]): string {
  if (relation.kind === 'rho') return words.rho(fixed(relation.rho, 2), relation.n);
  if (relation.kind === 'few') return words.few(relation.n, LEAST_PAIRS);
  if (relation.kind === 'category') return words.category;
  return words.constant(relation.axis === 'x' ? nameX : nameY);
}

function tableOf(points: readonly ScatterPoint[], names: readonly string[]): Table {
  return {
    columns: ['run', 'id', 'group', 'status', ...names],
    rows: points.map(({ run: { info }, mark, x, y }) => [
      ...[info.name, info.id, mark.group.name, info.status],
      ...[x ?? null, y ?? null],
    ]),
  };
}
