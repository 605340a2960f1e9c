'use client';
import { useMemo, useRef } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import { font, type Plot } from '../../_kit/chart/plot.ts';
import { useSize } from '../../_kit/chart/use-size.ts';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { inkOn } from '../../_kit/colour/maps.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import type { Field } from '../../_kit/marks/field.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { shortened } from '../../_kit/marks/labels.ts';
import { MINUS } from '../../_kit/numbers.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { cellNear } from './map-geometry.ts';

/** Largest cell, px. */
const MOST_CELL = 48;
/** Smallest cell that holds a number, and smallest pitch of names, px. */
const LEAST_WITH_NUMBER = 26;
const LEAST_WITH_NAME = 12;
/** Smallest pitch at which the dot of a run stands without its name, px. */
const LEAST_WITH_DOT = 5;
/** Room for names, px. */
const LEFT = 132;
const ABOVE = 82;
const RIGHT = 48;

/** A row or column: a run by its dot, a layer by its path alone. */
export interface MatrixName {
  readonly text: string;
  readonly colour: number | null;
}

interface SimilarityMatrixProps {
  readonly rows: readonly MatrixName[];
  readonly cols: readonly MatrixName[];
  readonly value: (row: number, col: number) => number;
  /** Changes when the values do. */
  readonly of: unknown;
  readonly map: ColourMap;
  readonly summary: string;
  /** The cell that is told. */
  readonly cell: { readonly row: number; readonly col: number } | null;
  readonly onHover: (cell: { readonly row: number; readonly col: number } | null) => void;
  readonly onPick: (cell: { readonly row: number; readonly col: number }) => void;
}

/** A square-celled matrix of numbers from 0 to 1, names at the left and above. */
export function SimilarityMatrix(props: SimilarityMatrixProps) {
  const { rows, cols, value, of, map, summary, cell, onHover, onPick } = props;
  const host = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(host);
  // names above give way to cells that can be told apart
  const above = (height - ABOVE - 8) / rows.length < LEAST_WITH_NAME ? 8 : ABOVE;
  const side = Math.max(
    1,
    Math.min(MOST_CELL, (width - LEFT - RIGHT) / cols.length, (height - above - 8) / rows.length),
  );
  const insets = useInsets(
    LEFT,
    Math.max(RIGHT, Math.floor(width - LEFT - side * cols.length)),
    above,
    Math.max(8, Math.floor(height - above - side * rows.length)),
  );
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, cols.length), band: true, ticks: [] }), [cols.length]);
  const y = useMemo<Axis>(
    () => ({ domain: bandDomain(1, rows.length), band: true, inverse: true, ticks: [] }),
    [rows.length],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `of` says that the values changed
  const field = useMemo<Field>(
    () => ({ rows: rows.length, cols: cols.length, map, value: (row, col) => clamped(value(row, col)) }),
    [rows.length, cols.length, map, of],
  );
  const paint = (plot: Plot) => {
    paintHeatMap(plot, field, { gap: true });
    paintNames(plot, rows, cols);
    if (side >= LEAST_WITH_NUMBER) paintNumbers(plot, rows.length, cols.length, value, map);
    paintColourBar(plot, { map, ticks: [0, 0.5, 1], width: 8 });
  };
  const cellAt = (point: ChartPoint) => ({
    row: cellNear(point.y, rows.length) - 1,
    col: cellNear(point.x, cols.length) - 1,
  });
  return (
    <div ref={host} className="compare-flow">
      <Chart
        summary={summary}
        frame="none"
        {...{ x, y, insets, paint }}
        paintedOf={[field, rows, cols, of]}
        onHover={(point) => onHover(point ? cellAt(point) : null)}
        onPick={(point) => onPick(cellAt(point))}
      >
        <CellOutline
          cells={cell ? { x: [cell.col + 0.5, cell.col + 1.5], y: [cell.row + 0.5, cell.row + 1.5] } : null}
        />
      </Chart>
    </div>
  );
}

/** Without bias, unrelated states may lie a little below 0: the colour of 0. */
function clamped(value: number): number {
  return Math.max(0, value);
}

/** `.83`, `1.0`, `−.02`. */
export function shortCka(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value) >= 0.995 ? Math.abs(value).toFixed(1) : Math.abs(value).toFixed(2).slice(1);
  return value < -0.005 ? `${MINUS}${text}` : text;
}

function paintNumbers(
  plot: Plot,
  rows: number,
  cols: number,
  value: SimilarityMatrixProps['value'],
  map: ColourMap,
): void {
  const { ctx } = plot;
  ctx.font = font(11);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (let row = 0; row < rows; row += 1) {
    for (let col = 0; col < cols; col += 1) {
      const here = value(row, col);
      if (!Number.isFinite(here)) continue;
      ctx.fillStyle = inkOn(map.rgb(clamped(here)));
      ctx.fillText(shortCka(here), plot.x(col + 1), plot.y(row + 1) + 0.5);
    }
  }
}

function paintNames(plot: Plot, rows: readonly MatrixName[], cols: readonly MatrixName[]): void {
  const { ctx, grid, theme } = plot;
  const dot = (colour: number, x: number, y: number) => {
    ctx.fillStyle = runColour(theme.tokens, colour);
    ctx.beginPath();
    ctx.arc(x, y, Math.min(3.5, grid.height / rows.length / 2.5), 0, 2 * Math.PI);
    ctx.fill();
  };
  ctx.font = font(11);
  ctx.textBaseline = 'middle';
  const pitch = grid.height / rows.length;
  if (pitch >= LEAST_WITH_DOT) {
    ctx.textAlign = 'right';
    for (const [row, { text, colour }] of rows.entries()) {
      const y = plot.y(row + 1);
      if (colour !== null) dot(colour, grid.left - 10, y);
      if (pitch < LEAST_WITH_NAME) continue;
      ctx.fillStyle = theme.tokens.fg2;
      const right = grid.left - (colour === null ? 8 : 18);
      ctx.fillText(shortened(ctx, text, right - 12), right, y);
    }
  }
  if (grid.top < ABOVE || grid.width / cols.length < LEAST_WITH_NAME) return;
  ctx.textAlign = 'left';
  for (const [col, { text, colour }] of cols.entries()) {
    const x = plot.x(col + 1);
    if (colour !== null) dot(colour, x, grid.top - 10);
    ctx.save();
    ctx.translate(x, grid.top - (colour === null ? 6 : 18));
    ctx.rotate(-Math.PI / 2);
    ctx.fillStyle = theme.tokens.fg2;
    ctx.fillText(shortened(ctx, text, grid.top - (colour === null ? 8 : 20)), 0, 0);
    ctx.restore();
  }
}
