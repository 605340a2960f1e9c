import { crisp, type Plot } from '../../_kit/chart/plot.ts';
import { paintEndLabels, paintText } from '../../_kit/marks/labels.ts';
import { paintBand, paintLine } from '../../_kit/marks/lines.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { limitText } from '../../_kit/verdict-words.ts';
import { gradientsMessages } from '../messages.ts';
import type { RateChange } from '../select/learning-rates.ts';
import { type GateRatio, type UpdateRatio, USUAL_RANGE } from '../select/update-ratio.ts';
import { paintEpochsBelow } from './epoch-labels.ts';

/** What is drawn of update:weight. */
export interface UpdateRatioMarks {
  readonly ratio: UpdateRatio;
  /** Gates of the picked weight, in its place. */
  readonly gates: readonly GateRatio[];
  readonly rates: readonly RateChange[];
  readonly pickedName: string;
  readonly colour: number;
  readonly playhead: number | null;
}

/** Dashes of gates: as those of their norms. */
const GATE_DASHES: readonly (readonly number[])[] = [[], [5, 2], [2, 2], [6, 2, 1, 2]];

/** Draws the usual range, changes of the learning rate, the band over weights, the median and the picked weight. */
export function paintUpdateRatio(plot: Plot, marks: UpdateRatioMarks): void {
  const { ctx, grid, theme } = plot;
  const { ratio } = marks;
  const colour = runColour(theme.tokens, marks.colour);
  const [low, high] = USUAL_RANGE.map(plot.y) as [number, number];
  ctx.save();
  ctx.globalAlpha = 0.045;
  ctx.fillStyle = theme.tokens.fg1;
  ctx.fillRect(grid.left, high, grid.width, low - high);
  ctx.restore();
  // Between the labels of its two limits where there is room, else in the band itself.
  const isBeside = low - high >= 30;
  const usual = { colour: theme.tokens.fg2, align: isBeside ? ('right' as const) : ('left' as const) };
  paintText(
    plot,
    gradientsMessages.update.usual,
    grid.left + (isBeside ? -8 : 6),
    isBeside ? (low + high) / 2 : low - 7,
    usual,
  );
  const onFloor = floorOf(plot);
  paintBand(plot, { xs: ratio.xs, low: onFloor(ratio.q10), high: onFloor(ratio.q90), colour });
  paintLine(plot, { xs: ratio.xs, ys: onFloor(ratio.median), colour, width: 2 });
  marks.gates.forEach(({ ys }, index) => {
    paintLine(plot, {
      xs: ratio.xs,
      ys: onFloor(ys),
      colour,
      width: 1.25,
      dash: GATE_DASHES[index % GATE_DASHES.length]!,
    });
  });
  if (ratio.picked && marks.gates.length === 0)
    paintLine(plot, { xs: ratio.xs, ys: onFloor(ratio.picked), colour, width: 1.25, dash: [2, 2] });
  for (const rate of marks.rates) paintRate(plot, rate);
  const end = (ys: Float64Array | null) => plot.y((ys ? onFloor(ys) : null)?.findLast(Number.isFinite) ?? Number.NaN);
  const lastX = plot.x(ratio.xs[onFloor(ratio.median).findLastIndex(Number.isFinite)] ?? Number.NaN);
  const right = grid.left + grid.width;
  // While a run is live its lines end within the plot: they are named there.
  const labelX = lastX < right - 90 ? lastX + 7 : right + 6;
  const labels = [
    { text: gradientsMessages.update.median, colour, y: end(ratio.median), bold: true },
    ...(marks.gates.length > 0
      ? marks.gates.map(({ gate, ys }) => ({ text: gate, colour, y: end(ys) }))
      : [{ text: marks.pickedName, colour, y: end(ratio.picked) }]),
  ];
  paintEndLabels(plot, labels, labelX);
  paintEpochsBelow(plot, ratio.xs[0] ?? 1, ratio.xs.at(-1) ?? 1, marks.playhead);
}

/** Weights that did not move at all have no logarithm: they lie on the floor of the plot. */
function floorOf({ grid, valueAtY }: Plot): (ys: Float64Array) => Float64Array {
  const floor = valueAtY(grid.top + grid.height - 1);
  return (ys) => ys.map((y) => (y === Number.NEGATIVE_INFINITY ? floor : y));
}

function paintRate(plot: Plot, { at, from, to }: RateChange): void {
  const { ctx, grid, theme } = plot;
  const x = crisp(plot.x(at));
  if (x < grid.left || x > grid.left + grid.width) return;
  ctx.save();
  ctx.strokeStyle = theme.tokens.fg3;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(x, grid.top);
  ctx.lineTo(x, grid.top + grid.height);
  ctx.stroke();
  ctx.restore();
  const isLeft = x > grid.left + grid.width / 2;
  const text = gradientsMessages.update.rate(limitText(from), limitText(to));
  paintText(plot, text, x + (isLeft ? -5 : 5), grid.top + 7, {
    align: isLeft ? 'right' : 'left',
    colour: theme.tokens.fg3,
  });
}
