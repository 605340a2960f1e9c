'use client';
import { useMemo, useState } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { signedMap } from '../../_kit/marks/signed-map.ts';
import { number } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { paintFaultCounts, paintNoFaults, paintUnitMargin, UNIT_MARGIN } from '../marks/unit-margin.ts';
import { statesMessages } from '../messages.ts';
import { isBeyondGate } from '../select/gate-states.ts';
import { type SequenceStates, type UnitOrder, unitOrder } from '../select/sequence-states.ts';
import type { StateQuantity } from '../select/snapshots.ts';
import { type FaultCounts, UNIT_FAULTS } from '../select/unit-marks.ts';
import { TIME_COLUMN } from './insets.ts';

const words = statesMessages.units;

export interface UnitsPanelProps {
  readonly states: SequenceStates | null;
  /** What the order is taken from: the newest snapshot, so that rows stay while epochs are scrubbed. */
  readonly ordering: SequenceStates | null;
  readonly layer: string;
  readonly layers: readonly string[];
  readonly quantity: StateQuantity;
  readonly hasCellState: boolean;
  /** Gates that were kept, and the one shown in place of the state; null: the state. */
  readonly gates: readonly string[];
  readonly gate: string | null;
  /** Gates that cannot be shown, and why. */
  readonly noGates: { readonly names: readonly string[]; readonly why: string } | null;
  /** What each unit is (sum of UNIT), with how many there are of each; null where that was not kept. */
  readonly bits: ArrayLike<number> | null;
  readonly faults: FaultCounts | null;
  /** Why there is none. */
  readonly noFaults: string;
  readonly limit: number;
  readonly unit: number;
  readonly timestep: number | null;
  readonly epoch: number;
  readonly state: PanelState;
  readonly navigate: Navigate;
}

/** Every unit of a layer over the timesteps of one sequence: who is on when. */
export function UnitsPanel(props: UnitsPanelProps) {
  const { states, ordering, layer, quantity, gate, limit, unit, timestep, state, navigate } = props;
  const [order, setOrder] = useState<UnitOrder>('index');
  const [units, time] = [states?.units ?? 1, states?.time ?? 1];
  const rows = useMemo(() => {
    const from = ordering?.units === units ? ordering : states;
    return from ? unitOrder(from, order) : new Int32Array(1);
  }, [ordering, states, units, order]);
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, time), band: true, ticks: [] }), [time]);
  const y = useMemo<Axis>(() => {
    const ticks = order === 'index' ? rowTicks(units) : [];
    return {
      domain: bandDomain(1, units),
      band: true,
      inverse: true,
      ticks,
      title: words.axis,
      label: (row) => String(row - 1),
    };
  }, [units, order]);
  const insets = useInsets(TIME_COLUMN.left, TIME_COLUMN.right, 4, 26);
  const row = rows.indexOf(unit);
  const paint = (plot: Plot) => {
    if (!states) return;
    const map = gate === null ? signedMap(plot.theme.maps.div, limit) : plot.theme.maps.seq;
    paintHeatMap(plot, {
      rows: units,
      cols: time,
      map,
      // Of a gate's rows that share a pixel the one farthest from half open is shown.
      neutral: gate === null ? 0 : 0.5,
      grid: rows.length === units ? { ...states.grid, order: rows } : states.grid,
    });
    const ticks = gate === null ? [-limit, -limit / 2, 0, limit / 2, limit] : [0, 0.1, 0.5, 0.9, 1];
    paintColourBar(plot, { map, ticks, gap: 4 + UNIT_MARGIN });
    if (props.bits) paintUnitMargin(plot, props.bits, rows);
    if (props.faults) paintFaultCounts(plot, props.faults, units);
    else paintNoFaults(plot, props.noFaults);
  };
  const at = ({ x: col, y: line }: ChartPoint) => ({
    timestep: Math.min(time, Math.max(1, Math.round(col))),
    unit: rows[Math.min(units, Math.max(1, Math.round(line))) - 1] ?? 0,
  });
  const value = states && timestep !== null && timestep <= time ? states.value(unit, timestep - 1) : null;
  return (
    <Panel
      title={gate === null ? words.title[quantity] : words.gateTitle(gate)}
      readout={
        value === null || timestep === null ? null : words.readout(unit, timestep, gate ?? quantity, number(value))
      }
      unit={states ? unitText(props, states) : layer}
      state={state}
      controls={<Controls {...props} order={order} setOrder={setOrder} />}
    >
      <Chart
        summary={summaryOf(props, units, time)}
        x={x}
        y={y}
        insets={insets}
        frame="box"
        paint={paint}
        onHover={(point) => point && states && navigate({ timestep: at(point).timestep })}
        onPick={(point) => states && navigate(at(point))}
      >
        <CellOutline cells={states && row >= 0 ? { x: x.domain, y: [row + 0.5, row + 1.5] } : null} />
        <CellOutline
          cells={timestep === null || !states ? null : { x: [timestep - 0.5, timestep + 0.5], y: y.domain }}
        />
      </Chart>
    </Panel>
  );
}

function unitText({ layer, quantity, gate, limit }: UnitsPanelProps, states: SequenceStates): string {
  if (gate !== null) return words.gateUnit(layer, gate, states.units, isBeyondGate(states));
  return words.unit(layer, quantity, number(limit), states.units);
}

function summaryOf({ layer, epoch, faults }: UnitsPanelProps, units: number, time: number): string {
  const counts = faults
    ? UNIT_FAULTS.map((fault) => statesMessages.faults.count(fault, faults[fault], fault === 'dead' ? units : null))
    : [];
  return [words.summary(layer, epoch, units, time), ...counts].join(', ');
}

/** Rows of units 0, then round ones. */
function rowTicks(units: number): readonly number[] {
  const step = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].find((each) => units / each <= 9) ?? 1024;
  return Array.from({ length: Math.ceil(units / step) }, (_, index) => index * step + 1);
}

function Controls(
  props: UnitsPanelProps & { readonly order: UnitOrder; readonly setOrder: (order: UnitOrder) => void },
) {
  const { layer, layers, quantity, hasCellState, gates, noGates, gate, order, setOrder, navigate } = props;
  const shown = [...(hasCellState ? ['h', 'c'] : ['h']), ...gates];
  return (
    <>
      {layers.length > 1 ? (
        <select
          className="kit-select"
          aria-label={words.layer}
          value={layer}
          onChange={(event) => navigate({ layer: event.target.value, unit: null })}
        >
          {layers.map((path) => (
            <option key={path}>{path}</option>
          ))}
        </select>
      ) : null}
      {shown.length + (noGates?.names.length ?? 0) > 1 ? (
        <Segmented
          label={words.quantity}
          choices={[
            ...shown.map((value) => ({ value, label: value })),
            ...(noGates?.names ?? []).map((value) => ({ value, label: value, disabled: noGates!.why })),
          ]}
          value={gate ?? quantity}
          onChange={(value) =>
            navigate(value === 'h' || value === 'c' ? { quantity: value, gate: null } : { gate: value })
          }
        />
      ) : null}
      <Segmented
        label={words.order}
        choices={(['index', 'peak'] as const).map((value) => ({ value, label: words.orders[value] }))}
        value={order}
        onChange={setOrder}
      />
    </>
  );
}
