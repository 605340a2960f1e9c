'use client';
import { type ReactNode, useMemo } from 'react';
import { type Axis, bandDomain, bandTicks } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline, TimestepCursor } from '../../_kit/chart/cursors.tsx';
import { gridTable, type Table } from '../../_kit/export/table.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { signedMap } from '../../_kit/marks/signed-map.ts';
import { Panel } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { statesMessages } from '../messages.ts';
import type { SequenceStates } from '../select/sequence-states.ts';
import type { StateQuantity } from '../select/snapshots.ts';
import { TIME_COLUMN } from './insets.ts';

const words = statesMessages.history;

export interface UnitHistoryPanelProps {
  readonly unit: number;
  readonly quantity: StateQuantity;
  /** States by epoch, as far as they are here; null: no snapshot at this epoch. */
  readonly byEpoch: ReadonlyMap<number, SequenceStates | null>;
  readonly reached: number;
  readonly epochs: number;
  readonly time: number;
  readonly limit: number;
  readonly epoch: number | null;
  readonly timestep: number | null;
  readonly controls: ReactNode;
  readonly navigate: Navigate;
}

/** One unit through training: when it began to do what it does. */
export function UnitHistoryPanel(props: UnitHistoryPanelProps) {
  const { unit, quantity, byEpoch, reached, epochs, time, limit, epoch, timestep, controls, navigate } = props;
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, time), band: true, ticks: [] }), [time]);
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
  const insets = useInsets(TIME_COLUMN.left, TIME_COLUMN.right, 4, 8);
  const pick = (point: ChartPoint) =>
    navigate({
      timestep: Math.min(time, Math.max(1, Math.round(point.x))),
      epoch: Math.min(Math.max(1, reached), Math.max(1, Math.round(point.y))),
    });
  return (
    <Panel
      title={words.title(unit)}
      unit={words.unit(quantity)}
      controls={controls}
      table={() => historyTable(byEpoch, unit, time)}
    >
      <Chart
        summary={words.summary(unit, reached)}
        x={x}
        y={y}
        insets={insets}
        frame="box"
        paintedOf={[byEpoch, unit, limit, epochs, time]}
        paint={(plot) =>
          paintHeatMap(plot, {
            rows: epochs,
            cols: time,
            map: signedMap(plot.theme.maps.div, limit),
            neutral: 0,
            value: (row, col) => byEpoch.get(row + 1)?.value(unit, col) ?? Number.NaN,
            kind: (row, col) => {
              const states = byEpoch.get(row + 1);
              if (states === null) return 'missing';
              return !states || col >= states.time || states.isPadded(col) ? 'blank' : 'value';
            },
          })
        }
        onPick={pick}
      >
        <TimestepCursor at={timestep} domain={x.domain} />
        <CellOutline
          cells={!epoch || epoch > epochs ? null : { x: x.domain, y: [epoch - 0.5, epoch + 0.5] }}
          {...(epoch ? { tag: String(epoch) } : {})}
        />
      </Chart>
    </Panel>
  );
}

function historyTable(byEpoch: UnitHistoryPanelProps['byEpoch'], unit: number, time: number): Table {
  const epochs = [...byEpoch].flatMap(([epoch, states]) => (states ? [epoch] : [])).sort((a, b) => a - b);
  const steps = Array.from({ length: time }, (_, t) => t + 1);
  return gridTable('epoch', epochs, steps, (row, t) => {
    const states = byEpoch.get(epochs[row]!);
    return !states || t >= states.time || states.isPadded(t) ? null : states.value(unit, t);
  });
}
