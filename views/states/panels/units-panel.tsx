'use client';
import { useEffect, useMemo, useRef } from 'react';
import type { PageState } from '../../../lib/client/page-state.ts';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import { font, type Plot } from '../../_kit/chart/plot.ts';
import { gridTable, type Table } from '../../_kit/export/table.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { paintText, shortened } from '../../_kit/marks/labels.ts';
import { signedMap } from '../../_kit/marks/signed-map.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { number, percent } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { conceptWords } from '../concepts/concept-words.ts';
import type { Concepts } from '../concepts/use-concepts.ts';
import { paintClusterLines, paintClusters } from '../marks/cluster-brackets.ts';
import { paintScoreColumn, SCORE_WIDTH } from '../marks/score-column.ts';
import { paintFaultCounts, paintNoFaults, paintUnitMargin, UNIT_MARGIN } from '../marks/unit-margin.ts';
import { statesMessages } from '../messages.ts';
import { isBeyondGate } from '../select/gate-states.ts';
import type { SequenceStates } from '../select/sequence-states.ts';
import { type FaultCounts, UNIT_FAULTS } from '../select/unit-marks.ts';
import { unitRows } from '../select/unit-rows.ts';
import { TIME_COLUMN } from './insets.ts';
import { type UnitsChoice, UnitsControls } from './units-controls.tsx';

const words = statesMessages.units;

export interface UnitsPanelProps extends UnitsChoice {
  readonly states: SequenceStates | null;
  /** What the order is taken from: the newest snapshot, so that rows stay while epochs are scrubbed. */
  readonly ordering: SequenceStates | null;
  /** What each unit is (sum of UNIT), with how many there are of each; null where that was not kept. */
  readonly bits: ArrayLike<number> | null;
  readonly faults: FaultCounts | null;
  /** Why there is none. */
  readonly noFaults: string;
  /** What the units mean. */
  readonly concepts: Concepts;
  readonly range: PageState['range'];
  readonly limit: number;
  readonly unit: number;
  readonly timestep: number | null;
  readonly epoch: number;
  readonly state: PanelState;
}

/** Every unit of a layer over the timesteps of one sequence: who is on when. */
export function UnitsPanel(props: UnitsPanelProps) {
  const { states, ordering, layer, gate, order, limit, unit, timestep, state, concepts, navigate } = props;
  const [units, time] = [states?.units ?? 1, states?.time ?? 1];
  // the rows of the newest epoch: only a gate orders its units anew at each
  const from = ordering?.units === units ? ordering : states;
  const gated = gate === null || order !== 'gate' ? null : states;
  const scores = order === 'concept' ? concepts.newest : null;
  const { rows, starts } = useMemo(() => {
    if (!from) return { rows: new Int32Array(1), starts: null };
    return unitRows(order, { states: from, gate: gated, scores });
  }, [from, gated, order, scores]);
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, time), band: true, ticks: [] }), [time]);
  const y = useMemo<Axis>(() => {
    const ticks = order === 'index' ? rowTicks(units) : [];
    const title = starts ? words.clusters(starts.length) : words.axis;
    return { domain: bandDomain(1, units), band: true, inverse: true, ticks, title, label: (row) => String(row - 1) };
  }, [units, order, starts]);
  const insets = useInsets(TIME_COLUMN.left, TIME_COLUMN.right, 16, 26);
  const drag = useRef<number | null>(null);
  useEffect(() => {
    // wherever the button is let go
    const release = () => {
      drag.current = null;
    };
    window.addEventListener('pointerup', release);
    return () => window.removeEventListener('pointerup', release);
  }, []);
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
      grid: states.grid,
      order: rows.length === units ? rows : undefined,
    });
    if (starts) {
      paintClusterLines(plot, starts, units);
      paintClusters(plot, starts, units);
    }
    const right = plot.grid.left + plot.grid.width + UNIT_MARGIN + 4;
    if (concepts.column?.values.length === units) paintScoreColumn(plot, concepts.column, rows, right);
    else paintScoresMissing(plot, concepts, right);
    const ticks = gate === null ? [-limit, -limit / 2, 0, limit / 2, limit] : [0, 0.1, 0.5, 0.9, 1];
    paintColourBar(plot, { map, ticks, gap: UNIT_MARGIN + SCORE_WIDTH + 14 });
    if (props.bits) paintUnitMargin(plot, props.bits, rows);
    if (props.faults) paintFaultCounts(plot, props.faults, units);
    else paintNoFaults(plot, props.noFaults);
  };
  const at = ({ x: col, y: line }: ChartPoint) => ({
    timestep: Math.min(time, Math.max(1, Math.round(col))),
    unit: rows[Math.min(units, Math.max(1, Math.round(line))) - 1] ?? 0,
  });
  const pick = (point: ChartPoint) => {
    if (!states) return;
    const found = at(point);
    const from = drag.current ?? found.timestep;
    drag.current = from;
    const range = [Math.min(from, found.timestep), Math.max(from, found.timestep)] as const;
    // a drag picks a stretch of timesteps, a press a unit and a timestep
    navigate(range[0] < range[1] ? { timestep: found.timestep, range } : { ...found, range: null });
  };
  const value = states && timestep !== null && timestep <= time ? states.value(unit, timestep - 1) : null;
  return (
    <Panel
      className="states-units"
      title={titleOf(props)}
      readout={
        value === null || timestep === null
          ? null
          : words.readout(unit, timestep, props.reference === null ? (gate ?? props.quantity) : 'Δ', number(value))
      }
      unit={states ? unitText(props, states) : layer}
      state={state}
      controls={
        <UnitsControls
          {...{ layer, gate, order, navigate }}
          layers={props.layers}
          quantity={props.quantity}
          hasCellState={props.hasCellState}
          gates={props.gates}
          noGates={props.noGates}
          reference={props.reference}
          epochs={props.epochs}
          units={states?.units ?? 0}
          choices={concepts.choices}
          concept={concepts.column?.key ?? ''}
          hasScores={concepts.newest !== null}
        />
      }
      {...(states ? { table: () => unitsTable(states, rows) } : {})}
    >
      <Chart
        summary={summaryOf(props, units, time)}
        x={x}
        y={y}
        insets={insets}
        frame="box"
        paint={paint}
        onHover={(point) => {
          if (point && states && drag.current === null) navigate({ timestep: at(point).timestep });
        }}
        onPick={pick}
      >
        <CellOutline cells={rangeCells(props.range, time, y.domain)} />
        <CellOutline cells={states && row >= 0 ? { x: x.domain, y: [row + 0.5, row + 1.5] } : null} />
        <CellOutline
          cells={timestep === null || !states ? null : { x: [timestep - 0.5, timestep + 0.5], y: y.domain }}
        />
      </Chart>
    </Panel>
  );
}

/** A row per unit in the order shown, a column per timestep; a padded step has no value. */
function unitsTable(states: SequenceStates, rows: Int32Array): Table {
  const units = rows.length === states.units ? [...rows] : Array.from({ length: states.units }, (_, unit) => unit);
  const steps = Array.from({ length: states.time }, (_, t) => t + 1);
  return gridTable('unit', units, steps, (row, t) => (states.isPadded(t) ? null : states.value(units[row]!, t)));
}

function rangeCells(range: UnitsPanelProps['range'], time: number, y: readonly [number, number]) {
  if (!range || range[0] > time) return null;
  return { x: [range[0] - 0.5, Math.min(time, range[1]) + 0.5] as const, y };
}

function titleOf({ gate, quantity, reference }: UnitsPanelProps): string {
  if (gate !== null) return words.gateTitle(gate);
  return reference === null ? words.title[quantity] : words.difference(quantity, reference);
}

/** Where bars will stand, and why none do yet. */
function paintScoresMissing(plot: Plot, concepts: Concepts, left: number): void {
  const { theme, grid } = plot;
  const why = concepts.isWorking
    ? conceptWords.working(percent(concepts.progress?.done ?? 0))
    : (concepts.error ?? conceptWords.none);
  plot.ctx.font = font();
  paintText(plot, shortened(plot.ctx, why, SCORE_WIDTH + 46), left, grid.top - 8, {
    colour: theme.tokens.fg3,
    halo: null,
  });
}

function unitText({ layer, quantity, gate, limit, reference }: UnitsPanelProps, states: SequenceStates): string {
  if (gate !== null) return words.gateUnit(layer, gate, states.units, isBeyondGate(states));
  const say = reference === null ? words.unit : words.differenceUnit;
  return say(layer, quantity, number(limit), states.units);
}

function summaryOf({ layer, epoch, faults }: UnitsPanelProps, units: number, time: number): string {
  const counts = faults
    ? UNIT_FAULTS.map((fault) => statesMessages.faults.count(fault, faults[fault], fault === 'dead' ? units : null))
    : [];
  return [words.summary(layer, epoch, units, time), ...counts].join(kitMessages.comma);
}

/** Rows of units 0, then round ones. */
function rowTicks(units: number): readonly number[] {
  const step = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].find((each) => units / each <= 9) ?? 1024;
  return Array.from({ length: Math.ceil(units / step) }, (_, index) => index * step + 1);
}
