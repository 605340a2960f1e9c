'use client';
import { useMemo, useState } from 'react';
import { toggled } from '../../../lib/base/toggled.ts';
import type { Brush, PageState } from '../../../lib/client/page-state.ts';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import type { Table } from '../../_kit/export/table.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { Panel } from '../../_kit/panel.tsx';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import { type LineColours, paintParallel } from '../marks/parallel-marks.ts';
import { plotsMessages } from '../plots-messages.ts';
import { defaultAxes, dimensionOf } from '../select/dimensions.ts';
import {
  BAD_AT,
  brushed,
  MISSING_AT,
  moved,
  type ParallelAxis,
  type ParallelLine,
  parallelAxes,
  parallelLines,
} from '../select/parallel.ts';
import { runMarks } from '../select/run-marks.ts';
import { scaleOf } from '../select/run-scale.ts';
import { useDimensions, useValues } from '../use-dimensions.ts';
import { dimensionLabel } from '../words.ts';
import { AxisHeads } from './axis-heads.tsx';
import { DimensionList } from './dimension-list.tsx';
import { ParallelRuns } from './parallel-runs.tsx';
import { plotState } from './plot-state.ts';
import type { PlotPanelProps } from './scatter-panel.tsx';

const words = plotsMessages.parallel;
const axesOf = (state: PageState) => state.parallelAxes;
const brushesOf = (state: PageState) => state.brushes;
const rescaledOf = (state: PageState) => state.rescaled;
const colourOf = (state: PageState) => state.parallelColour;
/** More axes have no room for their names. */
const MOST_AXES = 10;

/** Every run as a line over axes of settings and measures; a brush on an axis keeps what lies within. */
export function ParallelPanel({ runs, summaries, groups, choices, version, navigate }: PlotPanelProps) {
  const chosen = usePageState(axesOf);
  const brushes = usePageState(brushesOf);
  const colourKey = usePageState(colourOf);
  const dimensions = useDimensions(runs, summaries, choices, version);
  const { settings, measures, all } = dimensions;
  const shown = useMemo(() => {
    const keys = chosen.length > 0 ? chosen : defaultAxes(settings, measures);
    return keys.slice(0, MOST_AXES).flatMap((key) => dimensionOf(key, all) ?? []);
  }, [chosen, settings, measures, all]);
  const colourBy = useMemo(() => dimensionOf(colourKey, all), [colourKey, all]);
  const wanted = useMemo(() => (colourBy ? [...shown, colourBy] : shown), [shown, colourBy]);
  const { values, isHere, error } = useValues(wanted, dimensions, runs, summaries, version);
  const rescaled = usePageState(rescaledOf);
  const axes = useMemo(() => parallelAxes(shown, values, rescaled), [shown, values, rescaled]);
  /** While a brush is drawn it is not in the link yet. */
  const [draft, setDraft] = useState<Brush | null>(null);
  const shownBrushes = useMemo(() => (draft ? brushed(brushes, draft.axis, draft) : brushes), [brushes, draft]);
  const marks = useMemo(() => runMarks(groups, runs[0]?.info.id ?? null), [groups, runs]);
  const lines = useMemo(() => parallelLines(runs, marks, axes, shownBrushes), [runs, marks, axes, shownBrushes]);
  const colours = useMemo((): LineColours | null => {
    const own = colourBy ? values[shown.length] : undefined;
    return own ? { scale: scaleOf(own), values: new Map(runs.map(({ info }, i) => [info.id, own[i]])) } : null;
  }, [colourBy, values, shown, runs]);
  const keys = useMemo(() => shown.map(({ key }) => key), [shown]);
  const brush = (axis: string, range: Omit<Brush, 'axis'> | null) => {
    setDraft(null);
    // brushes are told by the places of their axes
    navigate({ parallelAxes: keys, brushes: brushed(brushes, axis, range) });
  };
  const hasBad = axes.some(({ bad }) => bad > 0);
  const hasMissing = axes.some(({ missing }) => missing > 0);
  const x = useMemo<Axis>(() => ({ domain: [0, Math.max(1, shown.length - 1)], ticks: [] }), [shown.length]);
  const y = useMemo<Axis>(
    () => ({ domain: [hasMissing ? MISSING_AT - 0.05 : 0, hasBad ? BAD_AT + 0.05 : 1], ticks: [] }),
    [hasBad, hasMissing],
  );
  const insets = useInsets(96, 120, 34, 8);
  const names = shown.map((each) => dimensionLabel(each));
  const paint = (plot: Plot) =>
    paintParallel(plot, {
      ...{ axes, lines, brushes: shownBrushes, colours, names },
      words: { notANumber: kitMessages.panel.notANumber, nothing: plotsMessages.nothing },
    });
  const kept = lines.filter(({ isKept }) => isKept).length;
  const broken = lines.filter(({ mark }) => mark.isBroken).length;
  const said = [
    brushes.length > 0 || draft ? words.kept(kept, lines.length) : words.unit(lines.length),
    ...(broken > 0 ? [words.broken(broken)] : []),
  ].join(' · ');
  const more = all.filter(({ key }) => !keys.includes(key));
  return (
    <Panel
      title={words.title}
      unit={said}
      state={plotState(shown, runs, isHere, error)}
      table={() => tableOf(lines, axes, names)}
      controls={
        <>
          <DimensionList
            label={words.add}
            none={words.add}
            dimensions={shown.length < MOST_AXES ? more : []}
            value=""
            onChange={(key) => navigate({ parallelAxes: [...keys, key] })}
          />
          <span className="compare-choice">
            <span>{words.colour}</span>
            <DimensionList
              label={words.colour}
              none={words.byGroup}
              dimensions={all}
              value={colourBy?.key ?? ''}
              onChange={(key) => navigate({ parallelColour: key || null })}
            />
          </span>
          {brushes.length > 0 ? (
            <button type="button" className="kit-button" onClick={() => navigate({ brushes: [] })}>
              {words.clear} ×
            </button>
          ) : null}
          {chosen.length > 0 ? (
            <button
              type="button"
              className="kit-button"
              onClick={() => navigate({ parallelAxes: [], brushes: [], parallelColour: null })}
            >
              {words.reset}
            </button>
          ) : null}
        </>
      }
    >
      <div className="compare-plots">
        <Chart
          summary={words.summary(names, kept, lines.length)}
          frame="none"
          {...{ x, y, insets, paint }}
          paintedOf={[axes, lines, shownBrushes, colours]}
        >
          <ParallelRuns {...{ lines, axes, names, colours, navigate }} onDraft={setDraft} onBrush={brush} />
          <AxisHeads
            {...{ axes, brushes, all }}
            onBrush={brush}
            onMove={(key, by) => navigate({ parallelAxes: moved(keys, key, by) })}
            onRemove={(key) =>
              navigate({
                parallelAxes: keys.filter((each) => each !== key),
                brushes: brushed(brushes, key, null),
              })
            }
            onReplace={(key, by) =>
              navigate({
                parallelAxes: keys.map((each) => (each === key ? by : each)),
                brushes: brushed(brushes, key, null),
              })
            }
            onRescale={(key) => navigate({ rescaled: toggled(rescaled, key) })}
            onColour={(key) => navigate({ parallelColour: key })}
          />
        </Chart>
      </div>
    </Panel>
  );
}

function tableOf(lines: readonly ParallelLine[], axes: readonly ParallelAxis[], names: readonly string[]): Table {
  return {
    columns: ['run', 'id', 'group', 'status', 'within', ...names],
    rows: lines.map(({ run: { info }, mark, isKept }, i) => [
      ...[info.name, info.id, mark.group.name, info.status, Number(isKept)],
      ...axes.map(({ values }) => values[i] ?? null),
    ]),
  };
}
