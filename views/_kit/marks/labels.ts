import { crisp, font, type Plot } from '../chart/plot.ts';
import { lettersOf } from './written.ts';

/** A label wants its middle at `y`. */
export interface WantedLabel {
  readonly text: string;
  readonly colour: string;
  readonly y: number;
  readonly bold?: boolean;
}

/** Least distance of the middles of two labels, px. */
export const LABEL_PITCH = 13;

/**
 * Middles for labels that want to be at `wanted`, in the same order: at least `pitch` apart, within low…high as far as
 * there is room, moved as little as blocks of neighbours can (each block is centred on what its members want).
 */
export function spread(wanted: readonly number[], low: number, high: number, pitch = LABEL_PITCH): readonly number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const blocks: { members: number[]; start: number }[] = [];
  const startOf = (members: readonly number[]) => {
    const mean = members.reduce((sum, member, index) => sum + wanted[member]! - index * pitch, 0) / members.length;
    return Math.max(low, Math.min(mean, high - (members.length - 1) * pitch));
  };
  for (const member of order) {
    let block = { members: [member], start: startOf([member]) };
    for (
      let before = blocks.at(-1);
      before && before.start + before.members.length * pitch > block.start;
      before = blocks.at(-1)
    ) {
      blocks.pop();
      const members = [...before.members, ...block.members];
      block = { members, start: startOf(members) };
    }
    blocks.push(block);
  }
  const placed = new Array<number>(wanted.length).fill(0);
  for (const { members, start } of blocks) {
    for (const [index, member] of members.entries()) placed[member] = start + index * pitch;
  }
  return placed;
}

/** Names at the right end of lines, pushed apart. `x` px; default 6 px right of the grid. */
export function paintEndLabels(
  plot: Plot,
  labels: readonly WantedLabel[],
  x = plot.grid.left + plot.grid.width + 6,
): void {
  const { ctx, grid } = plot;
  const shown = fitting(
    labels.filter(({ y }) => Number.isFinite(y)),
    grid.height,
    plot.theme.tokens.fg3,
  );
  const middles = spread(
    shown.map(({ y }) => y),
    grid.top + 5,
    grid.top + grid.height - 5,
  );
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  shown.forEach((label, index) => {
    ctx.font = font(11, label.bold ? 600 : 400);
    ctx.fillStyle = label.colour;
    ctx.fillText(shortened(ctx, label.text, plot.width - x - 4), x, middles[index]!);
  });
  ctx.font = font();
}

/** The labels there is room for, one above the other: give the important ones first. What is left out is counted. */
function fitting(labels: readonly WantedLabel[], height: number, colour: string): readonly WantedLabel[] {
  const most = Math.max(1, Math.floor((height - 10) / LABEL_PITCH) + 1);
  if (labels.length <= most) return labels;
  const kept = labels.slice(0, most - 1);
  const left = labels.slice(most - 1);
  const lowest = Math.max(...labels.map(({ y }) => y));
  return [...kept, { text: `+${left.length}`, colour, y: lowest + 1 }];
}

/** `text`, or as much of it as `room` px hold with an ellipsis behind. */
export function shortened(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (text.length < 400 && ctx.measureText(text).width <= room) return text;
  const letters = lettersOf(text.slice(0, 400));
  let kept = letters.length;
  const first = () => letters.slice(0, kept).join('');
  while (kept > 1 && ctx.measureText(`${first()}…`).width > room) kept -= 1;
  return `${first()}…`;
}

/** How a text stands on marks. */
export interface TextOptions {
  readonly colour?: string;
  readonly align?: CanvasTextAlign;
  readonly baseline?: CanvasTextBaseline;
  readonly size?: number;
  readonly weight?: number;
  /** Casing under the letters: the paper by default, `null` for none. */
  readonly halo?: string | null;
}

/** Text with a casing, readable over lines and maps. */
export function paintText({ ctx, theme }: Plot, text: string, x: number, y: number, options: TextOptions = {}): void {
  const {
    colour = theme.tokens.fg2,
    align = 'left',
    baseline = 'middle',
    size = 11,
    weight = 400,
    halo = theme.tokens.bg1,
  } = options;
  ctx.save();
  ctx.font = font(size, weight);
  ctx.textAlign = align;
  ctx.textBaseline = baseline;
  if (halo !== null) {
    ctx.strokeStyle = halo;
    ctx.lineWidth = 3;
    ctx.lineJoin = 'round';
    ctx.strokeText(text, x, y);
  }
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
  ctx.restore();
}

/** `10` with a smaller, raised exponent, left at `x`, around `y`. Returns its width. */
export function paintPower(
  { ctx, theme }: Plot,
  exponent: number,
  x: number,
  y: number,
  colour = theme.tokens.fg3,
): number {
  ctx.save();
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colour;
  ctx.font = font(11);
  ctx.fillText('10', x, y);
  const base = ctx.measureText('10').width;
  ctx.font = font(9);
  const raised = String(exponent).replace('-', '−');
  ctx.fillText(raised, x + base, y - 4);
  const width = base + ctx.measureText(raised).width;
  ctx.restore();
  return width;
}

/** A dashed threshold across the grid at a y value; none where the value lies beyond the axis. */
export function paintThreshold({ ctx, grid, y }: Plot, value: number, colour: string): void {
  if (!(y(value) >= grid.top && y(value) <= grid.top + grid.height)) return;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(grid.left, crisp(y(value)));
  ctx.lineTo(grid.left + grid.width, crisp(y(value)));
  ctx.stroke();
  ctx.restore();
}
