import { type Plot, withinGrid } from '../../_kit/chart/plot.ts';
import type { Pooled } from '../select/matrix.ts';

/** Width of a line of weight 1, px; weights below the least have none. */
const WIDEST = 15;
const LEAST = 0.02;

/** What is drawn of bundles: sources stand above, targets below. */
export interface BundleMarks {
  readonly cells: Pooled;
  /** px of a source's and a target's middle. */
  readonly sourceX: (col: number) => number;
  readonly targetX: (row: number) => number;
  /** The row and column looked at; their lines stand out. */
  readonly row: number | null;
  readonly col: number | null;
  readonly colour: string;
  readonly alignment: readonly (readonly number[])[] | null;
}

/** Draws the weights as lines between the words: the wider the more weight. */
export function paintBundles(plot: Plot, marks: BundleMarks): void {
  const { cells, row: chosenRow, col: chosenCol } = marks;
  withinGrid(plot, () => {
    for (const isLoud of [false, true]) {
      for (let row = 0; row < cells.rows; row += 1) {
        for (let col = 0; col < cells.cols; col += 1) {
          const isChosen =
            (chosenCol === null ? chosenRow === row : chosenCol === col) || (chosenRow === null && chosenCol === null);
          if (isChosen === isLoud) paintLink(plot, marks, row, col, isChosen ? 0.85 : 0.22);
        }
      }
    }
  });
}

function paintLink({ ctx, grid, theme }: Plot, marks: BundleMarks, row: number, col: number, opacity: number): void {
  const weight = marks.cells.value(row, col);
  if (!(weight >= LEAST)) return;
  const [from, to] = [marks.sourceX(col), marks.targetX(row)];
  const bottom = grid.top + grid.height;
  const middle = grid.top + grid.height / 2;
  const { perRow, perCol } = marks.cells;
  const isTrue = perRow === 1 && perCol === 1 ? (marks.alignment?.[row]?.includes(col) ?? null) : null;
  ctx.globalAlpha = opacity;
  ctx.strokeStyle = marks.colour;
  ctx.lineWidth = Math.min(WIDEST, weight * WIDEST);
  // what is off the true alignment is dashed, so that it is told without colour
  ctx.setLineDash(isTrue === false ? [4, 3] : []);
  ctx.beginPath();
  ctx.moveTo(from, grid.top);
  ctx.bezierCurveTo(from, middle, to, middle, to, bottom);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.tokens.fg2;
}
