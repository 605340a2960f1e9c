'use client';
import { type CSSProperties, useMemo } from 'react';
import type { RunData } from '../../../lib/client/run-data.ts';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { type Table, unlog } from '../../_kit/export/table.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import type { Field } from '../../_kit/marks/field.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { Panel } from '../../_kit/panel.tsx';
import { RunDot } from '../../_kit/run-dot.tsx';
import { useKit } from '../../_kit/state/kit-context.ts';
import { useManyTensors } from '../../_kit/state/use-many-tensors.ts';
import { createCurveReader } from '../../gradients/select/flow-curves.ts';
import { flowHistory, flowLayers, flowTensors, lagTensors } from '../../gradients/select/flow-history.ts';
import { ABSOLUTE_DOMAIN, flowMap } from '../../gradients/select/flow-map.ts';
import { compareMessages as words } from '../messages.ts';
import { equalMaps } from './map-geometry.ts';

export interface FlowsPanelProps {
  readonly runs: readonly RunData[];
  readonly version: string;
  /** Where each run stands at the playhead, in the order of the runs. */
  readonly at: readonly (number | null)[];
  /** Puts the playhead on an epoch of a run. */
  readonly onEpoch: (run: RunData, epoch: number) => void;
  /** What is looked at first is here: now these may be fetched. */
  readonly isDue: boolean;
}

/** Maps beside each other; of more runs the first, the reference among them. */
const MOST_MAPS = 8;
const NONE: readonly [] = [];

/** Gradient flow of each run over its epochs, on one scale; of different T by the steps before the last. */
export function FlowsPanel({ runs, version, at, onEpoch, isDue }: FlowsPanelProps) {
  const shown = useMemo(() => runs.filter(({ info }) => flowLayers(info.model).length > 0).slice(0, MOST_MAPS), [runs]);
  const read = useMemo(createCurveReader, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that they did
  const wanted = useMemo(
    () =>
      shown.flatMap((run) => {
        const [layer] = flowLayers(run.info.model);
        return layer ? [...flowTensors(run.tensors, layer.path).tensors, ...lagTensors(run.tensors, layer.path)] : [];
      }),
    [shown, version],
  );
  const tensors = useManyTensors(isDue ? wanted : NONE, at[0] ?? null);
  const epochs = Math.max(1, ...shown.map((run) => run.epochs.at(-1)?.epoch ?? 0));
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place; `here` says that bytes arrived
  const maps = useMemo(
    () =>
      shown.map((run) => {
        const history = flowHistory(run, flowLayers(run.info.model)[0]!, null, tensors.peek, read);
        const reached = run.epochs.at(-1)?.epoch ?? 0;
        return { run, history, map: flowMap(history, run.epochs, { first: 1, last: epochs, reached }, 'absolute') };
      }),
    [shown, version, tensors.here, epochs, read],
  );
  const times = maps.map(({ history }) => history.time).filter((time) => time > 0);
  const time = Math.max(0, ...times);
  const isByLag = times.some((each) => each !== time);
  const hidden = runs.filter(({ info }) => flowLayers(info.model).length > 0).length - shown.length;
  const unit = [
    words.flowUnit('‖∂L/∂hₜ‖'),
    ...(isByLag ? [words.byLag] : []),
    ...(hidden > 0 ? [words.notShown(shown.length, shown.length + hidden)] : []),
  ].join('; ');
  return (
    <Panel
      title={words.flow}
      unit={unit}
      table={() => flowsTable(maps)}
      state={
        tensors.error
          ? { kind: 'error', message: tensors.error, onRetry: tensors.retry }
          : runs.length > 0 && time === 0 && wanted.length === 0
            ? { kind: 'empty', sentence: words.noFlow }
            : { kind: 'ready' }
      }
    >
      <div className="compare-flows">
        {time > 0
          ? maps.map(({ run, history, map }, index) => {
              const epoch = at[runs.indexOf(run)] ?? null;
              const curves = history.curves.get(Math.min(epoch ?? 0, history.epochs.at(-1) ?? 0));
              const horizon = curves?.horizon;
              return (
                <figure key={run.info.id} style={figureSize(index === 0, index === maps.length - 1)}>
                  <figcaption>
                    <RunDot colour={run.info.colour} />
                    <bdi title={run.info.name}>{run.info.name}</bdi>
                    <span>
                      {horizon ? words.keeps(horizon.steps, history.time) : history.time === 0 ? words.noFlowHere : ''}
                    </span>
                  </figcaption>
                  <FlowMapPlot
                    {...{ map, time, isByLag, epochs, epoch }}
                    onEpoch={(picked) => onEpoch(run, picked)}
                    name={run.info.name}
                    own={history.time}
                    isFirst={index === 0}
                    isLast={index === maps.length - 1}
                  />
                </figure>
              );
            })
          : null}
      </div>
    </Panel>
  );
}

const leftOf = (isFirst: boolean) => (isFirst ? 40 : 6);
const rightOf = (isLast: boolean) => (isLast ? 62 : 6);

/** Shares out the width so that the maps themselves are equally wide. */
function figureSize(isFirst: boolean, isLast: boolean): CSSProperties {
  return equalMaps(leftOf(isFirst) + rightOf(isLast));
}

interface FlowMapPlotProps {
  readonly map: ReturnType<typeof flowMap>;
  readonly name: string;
  /** T of this run, and the longest of all. */
  readonly own: number;
  readonly time: number;
  readonly isByLag: boolean;
  readonly epochs: number;
  readonly epoch: number | null;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onEpoch: (epoch: number) => void;
}

function FlowMapPlot(props: FlowMapPlotProps) {
  const { map, name, own, time, isByLag, epochs, epoch, isFirst, isLast, onEpoch } = props;
  const { theme } = useKit();
  const x = useMemo<Axis>(
    () =>
      isByLag
        ? { domain: bandDomain(1 - time, 0), band: true, title: words.lag }
        : { domain: bandDomain(1, time), band: true, title: words.timestep },
    [isByLag, time],
  );
  const y = useMemo<Axis>(
    () => ({
      domain: bandDomain(1, epochs),
      band: true,
      inverse: true,
      ...(isFirst ? { title: words.epoch } : { ticks: [] }),
    }),
    [epochs, isFirst],
  );
  const insets = useInsets(leftOf(isFirst), rightOf(isLast), 4, 32);
  const field = useMemo<Field>(() => {
    const shift = isByLag ? time - own : 0;
    return {
      rows: epochs,
      cols: time,
      map: theme.maps.flux,
      value: (row, col) => Math.max(map.domain[0], map.values[row * own + col - shift]!),
      kind: (row, col) => (col < shift || col - shift >= own ? 'blank' : map.kind(row, col - shift)),
    };
  }, [map, own, time, isByLag, epochs, theme]);
  const paint = (plot: Plot) => {
    paintHeatMap(plot, field);
    if (isLast) {
      const ticks = [3, 0, -3, -6, -9, -12];
      paintColourBar(plot, { map: theme.maps.flux, domain: ABSOLUTE_DOMAIN, ticks, log: true });
    }
  };
  return (
    <div className="compare-flow">
      <Chart
        summary={words.flowSummary(name, epochs)}
        frame="box"
        {...{ x, y, insets, paint }}
        paintedOf={[field, isLast]}
        onPick={(point) => onEpoch(Math.min(epochs, Math.max(1, Math.round(point.y))))}
      >
        <CellOutline
          cells={!epoch || epoch > epochs ? null : { x: x.domain as [number, number], y: [epoch - 0.5, epoch + 0.5] }}
        />
      </Chart>
    </div>
  );
}

function flowsTable(maps: readonly { readonly run: RunData; readonly map: ReturnType<typeof flowMap> }[]): Table {
  const rows = function* () {
    for (const { run, map } of maps)
      for (let row = 0; row < map.rows; row += 1)
        for (let t = 0; t < map.time; t += 1)
          if (map.kind(row, t) === 'value')
            yield [run.info.name, run.info.id, map.first + row, t + 1, unlog(map.values[row * map.time + t]!)];
  };
  return { columns: ['run', 'run id', 'epoch', 't', 'value'], rows: rows() };
}
