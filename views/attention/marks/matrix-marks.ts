import { font, type Plot } from '../../_kit/chart/plot.ts';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { inkOn } from '../../_kit/colour/maps.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { attentionMessages } from '../messages.ts';
import type { AttentionMatrix, Pooled } from '../select/matrix.ts';
import { fixed, special } from '../words.ts';

const words = attentionMessages.matrix;

/** Smallest cell that holds a number, px. */
const LEAST_WIDTH = 24;
const LEAST_HEIGHT = 14;
/** Weights below it have no number. */
const LEAST_SHOWN = 0.05;
/** Smallest cell with brackets around it, px. */
const LEAST_BRACKET = 9;
/** A row sum farther from 1 than this is pointed at: half precision of many small weights stays below. */
const SUM_TOLERANCE = 5e-3;

/** Columns beside the matrix, px from its right edge. */
export const BESIDE = { bar: 14, barWidth: 44, entropy: 86, sum: 132, colours: 148, width: 190 } as const;

/** What is drawn of a matrix. */
export interface MatrixMarks {
  readonly matrix: AttentionMatrix;
  readonly cells: Pooled;
  readonly map: ColourMap;
  /** Per target the true sources. */
  readonly alignment: readonly (readonly number[])[] | null;
  /** Whether a column of the weight on padding stands at the right, one cell apart. */
  readonly hasPadColumn: boolean;
}

/** Draws the matrix: cells, numbers, brackets; beside each row entropy and sum; the colour bar. */
export function paintMatrix(plot: Plot, marks: MatrixMarks): void {
  const { cells, map } = marks;
  const rect = matrixRect(plot, marks);
  paintHeatMap(plot, { rows: cells.rows, cols: cells.cols, map, value: cells.value }, { rect, gap: true });
  if (marks.hasPadColumn) paintPadColumn(plot, marks);
  paintNumbers(plot, marks);
  paintBrackets(plot, marks);
  paintRowFacts(plot, marks);
  paintColourBar(plot, { map, ticks: [0, 0.5, 1], gap: BESIDE.colours, width: 9 });
}

/** The rectangle of the matrix itself, without the column of padding. */
function matrixRect(plot: Plot, { cells }: MatrixMarks) {
  return { ...plot.grid, width: plot.x(cells.cols + 0.5) - plot.grid.left };
}

function paintPadColumn(plot: Plot, { matrix, cells, map }: MatrixMarks): void {
  const { grid } = plot;
  const left = plot.x(cells.cols + 1);
  const width = grid.left + grid.width - left;
  const value = (row: number) => padOf(matrix, cells, row);
  paintHeatMap(plot, { rows: cells.rows, cols: 1, map, value }, { rect: { ...grid, left, width }, gap: true });
}

/** The weight on padding of a row, of pooled ones the largest. */
export function padOf({ rows, targets }: AttentionMatrix, { perRow }: Pooled, row: number): number {
  let largest = 0;
  for (let t = row * perRow; t < Math.min(targets, (row + 1) * perRow); t += 1) {
    const { padded } = rows[t]!;
    if (Number.isNaN(padded)) return padded;
    largest = Math.max(largest, padded);
  }
  return largest;
}

function paintNumbers(plot: Plot, { matrix, cells, map, hasPadColumn }: MatrixMarks): void {
  if (!hasNumbers(plot)) return;
  const { ctx } = plot;
  ctx.font = font(11);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  const write = (value: number, x: number, row: number) => {
    if (!(value >= LEAST_SHOWN)) return;
    ctx.fillStyle = inkOn(map.rgb(value));
    ctx.fillText(shortShare(value), x, plot.y(row + 1) + 0.5);
  };
  for (let row = 0; row < cells.rows; row += 1) {
    for (let col = 0; col < cells.cols; col += 1) write(cells.value(row, col), plot.x(col + 1), row);
    if (hasPadColumn) write(padOf(matrix, cells, row), plot.x(cells.cols + 1.5), row);
  }
}

/** Whether cells have room for numbers. */
export function hasNumbers(plot: Pick<Plot, 'x' | 'y'>): boolean {
  return plot.x(2) - plot.x(1) >= LEAST_WIDTH && Math.abs(plot.y(2) - plot.y(1)) >= LEAST_HEIGHT;
}

/** `.92`, `1.0`: a share in a cell. */
function shortShare(value: number): string {
  return value >= 0.995 ? (value < 1.005 ? '1.0' : value.toFixed(1)) : value.toFixed(2).slice(1);
}

function paintBrackets(plot: Plot, { cells, map, alignment }: MatrixMarks): void {
  if (!alignment) return;
  const { ctx } = plot;
  const [across, down] = [plot.x(2) - plot.x(1), Math.abs(plot.y(2) - plot.y(1))];
  if (Math.min(across, down) < LEAST_BRACKET) return;
  const arm = Math.min(6, Math.min(across, down) / 3);
  const inset = Math.min(4, Math.min(across, down) / 6);
  ctx.lineWidth = 1.5;
  for (const [row, col] of bracketed(cells, alignment)) {
    const [left, top] = [plot.x(col + 0.5) + inset, plot.y(row + 0.5) + inset];
    const [right, bottom] = [plot.x(col + 1.5) - inset - 1, plot.y(row + 1.5) - inset - 1];
    const value = cells.value(row, col);
    ctx.strokeStyle = Number.isFinite(value) ? inkOn(map.rgb(value)) : plot.theme.tokens.hNanX;
    ctx.beginPath();
    ctx.moveTo(left, top + arm);
    ctx.lineTo(left, top);
    ctx.lineTo(left + arm, top);
    ctx.moveTo(right - arm, bottom);
    ctx.lineTo(right, bottom);
    ctx.lineTo(right, bottom - arm);
    ctx.stroke();
  }
}

/** Cells with a true link in them, each once. */
function bracketed(
  { rows, cols, perRow, perCol }: Pooled,
  alignment: readonly (readonly number[])[],
): readonly (readonly [row: number, col: number])[] {
  const found = new Set<number>();
  for (const [target, sources] of alignment.entries()) {
    for (const source of sources) {
      const [row, col] = [Math.floor(target / perRow), Math.floor(source / perCol)];
      if (row < rows && col < cols) found.add(row * cols + col);
    }
  }
  return [...found].map((at) => [Math.floor(at / cols), at % cols] as const);
}

function paintRowFacts(plot: Plot, { matrix, cells }: MatrixMarks): void {
  const { ctx, grid, theme } = plot;
  const { tokens } = theme;
  const right = grid.left + grid.width;
  const height = Math.abs(plot.y(2) - plot.y(1));
  ctx.textBaseline = 'middle';
  ctx.font = font(11);
  const above = grid.top - 9;
  const head = (text: string, x: number, align: CanvasTextAlign) => {
    ctx.textAlign = align;
    ctx.fillStyle = tokens.fg2;
    ctx.fillText(text, x, above);
  };
  head(words.entropy, right + BESIDE.bar, 'left');
  head(words.sum, right + BESIDE.sum, 'right');
  const isTight = height < 12 || cells.perRow > 1;
  for (let row = 0; row < cells.rows; row += 1) {
    // of pooled rows the first is told
    const { entropy, sum } = matrix.rows[row * cells.perRow]!;
    const y = plot.y(row + 1);
    const thick = Math.max(1, Math.min(6, height - 2));
    ctx.fillStyle = tokens.bg2;
    ctx.fillRect(right + BESIDE.bar, Math.round(y - thick / 2), BESIDE.barWidth, thick);
    ctx.fillStyle = tokens.fg2;
    const share = Number.isFinite(entropy) ? Math.min(1, Math.max(0, entropy)) : 0;
    ctx.fillRect(right + BESIDE.bar, Math.round(y - thick / 2), BESIDE.barWidth * share, thick);
    const isOff = !(Math.abs(sum - 1) <= SUM_TOLERANCE);
    if (isTight && !isOff) continue;
    ctx.textAlign = 'right';
    if (!isTight) {
      ctx.fillStyle = tokens.fg2;
      ctx.fillText(
        // a row that has nothing to choose from has no entropy, and is none the worse
        Number.isNaN(entropy) && Number.isFinite(sum) ? '–' : special(entropy, (value) => shortShare(value)),
        right + BESIDE.entropy,
        y,
      );
    }
    if (height < 9) continue;
    ctx.font = font(11, isOff ? 600 : 400);
    ctx.fillStyle = isOff ? tokens.crash : tokens.fg3;
    ctx.fillText(
      special(sum, (value) => fixed(value, 3)),
      right + BESIDE.sum,
      y,
    );
    ctx.font = font(11);
  }
}
