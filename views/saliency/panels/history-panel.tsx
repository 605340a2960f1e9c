'use client';
import { type ReactNode, useMemo } from 'react';
import { type Axis, bandDomain, bandTicks } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { gridTable, type Table } from '../../_kit/export/table.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { saliencyMessages } from '../messages.ts';
import type { Span } from '../select/example-saliency.ts';
import { STEP_COLUMN } from './insets.ts';

const words = saliencyMessages.history;

export interface HistoryPanelProps {
  /** Step scores by epoch, as far as they are known. */
  readonly byEpoch: ReadonlyMap<number, Float64Array>;
  readonly method: string;
  readonly span: Span;
  readonly map: ColourMap | null;
  readonly epochs: number;
  readonly reached: number;
  readonly epoch: number | null;
  readonly timestep: number | null;
  /** Epochs that nothing is known of, but that can be computed. */
  readonly open: ReadonlySet<number>;
  readonly foot: ReactNode;
  readonly state: PanelState;
  readonly navigate: Navigate;
}

/** How the example was read, epoch by epoch, step under step. */
export function HistoryPanel(props: HistoryPanelProps) {
  const { byEpoch, method, span, map, epochs, reached, epoch, timestep, open, foot, state, navigate } = props;
  const x = useMemo<Axis>(
    () => ({ domain: bandDomain(span.first, span.last), band: true, ticks: [] }),
    [span.first, span.last],
  );
  const y = useMemo<Axis>(
    () => ({
      domain: bandDomain(1, epochs),
      band: true,
      inverse: true,
      ticks: bandTicks(1, epochs, 6),
      title: words.epoch,
    }),
    [epochs],
  );
  const insets = useInsets(STEP_COLUMN.left, STEP_COLUMN.right, 4, 8);
  const pick = (point: ChartPoint) =>
    navigate({
      timestep: Math.min(span.last, Math.max(span.first, Math.round(point.x))),
      epoch: Math.min(Math.max(1, reached), Math.max(1, Math.round(point.y))),
    });
  return (
    <Panel title={words.title} unit={words.unit(method)} state={state} table={() => historyTable(byEpoch, span)}>
      <div className="saliency-body">
        <div className="saliency-plot">
          <Chart
            summary={words.summary(byEpoch.size)}
            x={x}
            y={y}
            insets={insets}
            frame="box"
            paint={(plot) => {
              if (!map || byEpoch.size === 0) return;
              const [low, high] = map.domain;
              paintColourBar(plot, { map, ticks: low < 0 ? [low, 0, high] : [0, high] });
              paintHeatMap(plot, {
                rows: epochs,
                cols: span.last - span.first + 1,
                map,
                neutral: 0,
                value: (row, col) => byEpoch.get(row + 1)?.[span.first - 1 + col] ?? Number.NaN,
                kind: (row, col) =>
                  kindOf(byEpoch.get(row + 1), row + 1 > reached || open.has(row + 1), span.first - 1 + col),
              });
            }}
            onPick={pick}
          >
            <CellOutline
              cells={
                !epoch || epoch > epochs || byEpoch.size === 0 ? null : { x: x.domain, y: [epoch - 0.5, epoch + 0.5] }
              }
            />
            <CellOutline
              cells={
                timestep === null || timestep < span.first || timestep > span.last || byEpoch.size === 0
                  ? null
                  : { x: [timestep - 0.5, timestep + 0.5], y: y.domain }
              }
            />
          </Chart>
        </div>
        {foot}
      </div>
    </Panel>
  );
}

function kindOf(scores: Float64Array | undefined, canCome: boolean, step: number) {
  // hatched is what can't be had any more
  if (!scores) return canCome ? 'blank' : 'missing';
  // a row that is NaN throughout is an epoch whose model was; a single gap is a padded step
  return Number.isNaN(scores[step]!) && !scores.every(Number.isNaN) ? 'blank' : 'value';
}

function historyTable(byEpoch: ReadonlyMap<number, Float64Array>, { first, last }: Span): Table {
  const epochs = [...byEpoch.keys()].sort((a, b) => a - b);
  const steps = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return gridTable('epoch', epochs, steps, (row, col) => byEpoch.get(epochs[row]!)?.[steps[col]! - 1] ?? null);
}
