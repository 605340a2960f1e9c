'use client';
import { useMemo } from 'react';
import type { RunData } from '../../../lib/client/run-data.ts';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import { gridTable, type Table } from '../../_kit/export/table.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { paintLayerMap } from '../marks/layer-map-marks.ts';
import { gradientsMessages } from '../messages.ts';
import type { EpochSpan } from '../select/epoch-span.ts';
import type { LayerMap } from '../select/layer-map.ts';
import { normText } from '../words.ts';
import { RIGHT_COLUMN } from './insets.ts';

export interface LayerMapPanelProps {
  readonly data: RunData;
  readonly map: LayerMap;
  readonly span: EpochSpan;
  readonly epochs: Axis;
  readonly playhead: number | null;
  readonly picked: string | null;
  readonly state: PanelState;
  readonly navigate: Navigate;
}

const words = gradientsMessages.weights;

/** Gradient norm of every weight, weight × epoch: the way into many weights. */
export function LayerMapPanel({ data, map, span, epochs, playhead, picked, state, navigate }: LayerMapPanelProps) {
  const rows = Math.max(1, map.rows.length);
  const y = useMemo<Axis>(() => ({ domain: bandDomain(1, rows), band: true, inverse: true, ticks: [] }), [rows]);
  const insets = useInsets(RIGHT_COLUMN.left, RIGHT_COLUMN.right, 2, 18);
  const value = valueAt(map, picked, playhead);
  const pick = (point: ChartPoint) => {
    const row = map.rows[Math.round(point.y) - 1];
    const epoch = Math.round(point.x);
    navigate({ ...(row ? { weight: row.path } : {}), ...(epoch <= span.reached ? { epoch } : {}) });
  };
  const isWithin = playhead !== null && playhead >= span.first && playhead <= span.last;
  return (
    <Panel
      title={words.title}
      readout={picked !== null && value !== null ? words.readout(picked, value) : null}
      unit={map.isThinned ? words.unitThinned : words.unit}
      state={state}
      table={() => layerTable(map)}
    >
      <Chart
        summary={summaryOf(map, playhead)}
        x={epochs}
        y={y}
        insets={insets}
        frame="none"
        lastStep={data.epochs.at(-1)?.step ?? 0}
        paint={(plot) => paintLayerMap(plot, { map, picked, playhead })}
        onPick={pick}
      >
        <CellOutline
          cells={isWithin && map.rows.length > 0 ? { x: [playhead - 0.5, playhead + 0.5], y: [0.5, rows + 0.5] } : null}
        />
      </Chart>
    </Panel>
  );
}

/** A row per weight, a column per epoch: gradient norms, not their logarithms. */
function layerTable(map: LayerMap): Table {
  const epochs = Array.from({ length: map.cols }, (_, col) => map.first + col);
  const names = map.rows.map(({ path }) => path);
  return gridTable('weight', names, epochs, (row, col) =>
    map.kind(row, col) === 'value' ? 10 ** map.values[row * map.cols + col]! : null,
  );
}

/** The picked weight's value at the playhead, in words. */
function valueAt(map: LayerMap, picked: string | null, playhead: number | null): string | null {
  const row = map.rows.findIndex(({ path }) => path === picked);
  const col = (playhead ?? 0) - map.first;
  if (row < 0 || col < 0 || col >= map.cols) return null;
  if (map.kind(row, col) !== 'value') return words.nothing;
  const value = map.values[row * map.cols + col]!;
  return Number.isNaN(value) ? words.notFinite : normText(value);
}

function summaryOf(map: LayerMap, playhead: number | null): string {
  const col = (playhead ?? 0) - map.first;
  const of = map.rows
    .map((_, row) => map.values[row * map.cols + col] ?? Number.NaN)
    .filter((value) => !Number.isNaN(value));
  if (of.length === 0 || playhead === null) return words.summaryEmpty;
  return words.summary(map.rows.length, playhead, normText(Math.max(...of)), normText(Math.min(...of)));
}
