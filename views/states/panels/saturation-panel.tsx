'use client';
import { type ReactNode, useRef, useState } from 'react';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import type { Rect } from '../../_kit/chart/geometry.ts';
import { percent } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { runColour } from '../../_kit/theme/tokens.ts';
import { ChartTooltip } from '../../_kit/tooltip.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { paintTriangles, triangleScale } from '../marks/gate-triangles.ts';
import { statesMessages } from '../messages.ts';
import { type GateShares, nearestUnit } from '../select/gate-shares.ts';

const words = statesMessages.saturation;
/** Not drawn by the base: each triangle has axes of its own. */
const NO_AXIS: Axis = { domain: [0, 1], ticks: [] };
/** px around a dot in which it is meant. */
const REACH = 12;

export interface SaturationPanelProps {
  readonly gates: readonly GateShares[];
  /** The snapshot before; null without one. */
  readonly before: readonly GateShares[] | null;
  readonly beforeEpoch: number | null;
  readonly epoch: number | null;
  readonly unit: number;
  /** Index of the run's colour. */
  readonly colour: number;
  readonly state: PanelState;
  readonly controls?: ReactNode;
  readonly navigate: Navigate;
}

interface Found {
  readonly shares: GateShares;
  readonly unit: number;
  readonly px: number;
  readonly py: number;
}

/** Which units of a gate are stuck near its ends: one dot a unit, one triangle a gate. */
export function SaturationPanel(props: SaturationPanelProps) {
  const { gates, before, beforeEpoch, epoch, unit, colour, state, navigate } = props;
  const [hovered, setHovered] = useState<Found | null>(null);
  const grid = useRef<Rect | null>(null);
  const insets = useInsets(36, 16, 22, 40);
  const find = (point: ChartPoint | null) => (point && grid.current ? foundAt(point, gates, grid.current) : null);
  // What was hovered may be of an epoch that is no longer shown.
  const over = hovered && gates.find(({ gate }) => gate === hovered.shares.gate);
  return (
    <Panel title={words.title} unit={words.unit(beforeEpoch)} state={state} controls={props.controls}>
      <Chart
        summary={words.summary(
          epoch,
          gates.map(({ gate, saturated, left }) => words.inGate(gate, saturated, left.length)),
        )}
        x={NO_AXIS}
        y={NO_AXIS}
        insets={insets}
        frame="none"
        paint={(plot) => {
          grid.current = plot.grid;
          paintTriangles(plot, {
            ...{ gates, before, unit },
            hovered: over ? { gate: over.gate, unit: hovered.unit } : null,
            colour: runColour(plot.theme.tokens, colour),
          });
        }}
        onHover={(point) => setHovered(find(point))}
        onPick={(point) => {
          const found = find(point);
          if (found) navigate({ unit: found.unit });
        }}
      >
        {over ? (
          <ChartTooltip at={hovered} title={words.named(over.gate, hovered.unit)} rows={rowsOf(over, hovered.unit)} />
        ) : null}
      </Chart>
    </Panel>
  );
}

function rowsOf({ gate, left, right }: GateShares, unit: number) {
  return [
    { name: words.left(gate), value: percent(left[unit] ?? Number.NaN) },
    { name: words.right, value: percent(right[unit] ?? Number.NaN) },
  ];
}

function foundAt({ px, py }: ChartPoint, gates: readonly GateShares[], grid: Rect): Found | null {
  for (const [index, shares] of gates.entries()) {
    const { left, width, x, y } = triangleScale({ grid }, index, gates.length);
    if (px < left - REACH / 2 || px > left + width + REACH / 2) continue;
    const unit = nearestUnit(shares, (low, high) => Math.hypot(x(low) - px, y(high) - py), REACH);
    if (unit !== null) return { shares, unit, px, py };
  }
  return null;
}
