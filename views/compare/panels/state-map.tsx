'use client';
import { type CSSProperties, useMemo } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import { font, type Plot } from '../../_kit/chart/plot.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import type { Field } from '../../_kit/marks/field.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { signedMap } from '../../_kit/marks/signed-map.ts';
import { useKit } from '../../_kit/state/kit-context.ts';
import { differencesMessages } from '../differences-messages.ts';
import type { StateDifference } from '../select/state-difference.ts';
import { cellNear, equalMaps } from './map-geometry.ts';

const words = differencesMessages.states;

/** Brackets lower than this have no room for words, px. */
const LEAST_WITH_WORDS = 34;

const leftOf = (isFirst: boolean) => (isFirst ? 30 : 6);
const rightOf = (isLast: boolean) => (isLast ? 52 : 6);

/** Shares out the width so that the maps themselves are equally wide. */
export function mapSize(isFirst: boolean, isLast: boolean): CSSProperties {
  return equalMaps(leftOf(isFirst) + rightOf(isLast));
}

/** A cell of the map: the row of units, and the timestep (1-based). */
export interface StateCell {
  readonly row: number;
  readonly timestep: number;
}

interface StateMapProps {
  readonly states: StateDifference;
  readonly of: 'reference' | 'other' | 'difference';
  /** ± what the colours reach. */
  readonly limit: number;
  readonly summary: string;
  /** Brackets stand at the left of the first, the colour bar at the right of the last. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly row: number;
  readonly timestep: number | null;
  readonly onHover: (cell: StateCell | null) => void;
  readonly onPick: (cell: StateCell) => void;
}

/** Matched units × timesteps of one example: of one run, or the difference. Rows without a partner are hatched. */
export function StateMap(props: StateMapProps) {
  const { states, of, limit, summary, isFirst, isLast, row, timestep, onHover, onPick } = props;
  const { units, matched, time } = states;
  const { theme } = useKit();
  const x = useMemo<Axis>(
    () => ({ domain: bandDomain(1, time), band: true, title: differencesMessages.timestep }),
    [time],
  );
  const y = useMemo<Axis>(() => ({ domain: bandDomain(1, units), band: true, inverse: true, ticks: [] }), [units]);
  const insets = useInsets(leftOf(isFirst), rightOf(isLast), 4, 32);
  const map = signedMap(theme.maps.div, limit);
  const field = useMemo<Field>(() => {
    const values = states[of];
    return {
      ...{ rows: units, cols: time, map, neutral: 0 },
      value: (at, t) => values[t * units + at]!,
      kind: (at, t) => (states.isPadded(t) ? 'blank' : of !== 'reference' && at >= matched ? 'missing' : 'value'),
    };
  }, [states, of, map, units, matched, time]);
  const paint = (plot: Plot) => {
    paintHeatMap(plot, field);
    if (isFirst) paintBrackets(plot, matched, units);
    if (isLast) paintColourBar(plot, { map, ticks: [-limit, -limit / 2, 0, limit / 2, limit] });
  };
  const cellAt = (point: ChartPoint): StateCell => ({
    row: cellNear(point.y, units) - 1,
    timestep: cellNear(point.x, time),
  });
  return (
    <div className="compare-flow">
      <Chart
        summary={summary}
        frame="box"
        {...{ x, y, insets, paint }}
        paintedOf={[field, isFirst, isLast]}
        onHover={(point) => onHover(point ? cellAt(point) : null)}
        onPick={(point) => onPick(cellAt(point))}
      >
        <CellOutline cells={row < 0 ? null : { x: x.domain, y: [row + 0.5, row + 1.5] }} />
        <CellOutline
          cells={timestep === null || timestep > time ? null : { x: [timestep - 0.5, timestep + 0.5], y: y.domain }}
        />
      </Chart>
    </div>
  );
}

/** How many units have a partner and how many have none, at the left of their rows. */
function paintBrackets(plot: Plot, matched: number, units: number): void {
  const { grid } = plot;
  const border = grid.top + (grid.height * matched) / Math.max(1, units);
  if (matched > 0) paintBracket(plot, grid.top, border, words.bracket(matched));
  if (matched < units) paintBracket(plot, border, grid.top + grid.height, words.bracketRest(units - matched));
}

function paintBracket({ ctx, grid, theme }: Plot, top: number, bottom: number, text: string): void {
  const x = grid.left - 6.5;
  const [high, low] = [Math.round(top) + 1.5, Math.round(Math.max(top + 2, bottom)) - 1.5];
  ctx.strokeStyle = theme.tokens.line2;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x + 3, high);
  ctx.lineTo(x, high);
  ctx.lineTo(x, low);
  ctx.lineTo(x + 3, low);
  ctx.stroke();
  ctx.font = font();
  if (low - high < Math.max(LEAST_WITH_WORDS, ctx.measureText(text).width)) return;
  ctx.save();
  ctx.translate(x - 9, (high + low) / 2);
  ctx.rotate(-Math.PI / 2);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.tokens.fg2;
  ctx.fillText(text, 0, 0);
  ctx.restore();
}
