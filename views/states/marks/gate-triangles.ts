import { font, type Plot } from '../../_kit/chart/plot.ts';
import { paintText, shortened } from '../../_kit/marks/labels.ts';
import { percent } from '../../_kit/numbers.ts';
import { statesMessages } from '../messages.ts';
import { type GateShares, isSaturated } from '../select/gate-shares.ts';

/** px between triangles. */
const GAP = 18;

/** Where the triangle of one gate lies: px of shares 0…1. */
export interface TriangleScale {
  readonly left: number;
  readonly width: number;
  readonly x: (left: number) => number;
  readonly y: (right: number) => number;
}

/** The triangle of gate `index` of `count`, side by side within the grid. */
export function triangleScale({ grid }: Pick<Plot, 'grid'>, index: number, count: number): TriangleScale {
  const width = Math.max(1, (grid.width - GAP * (count - 1)) / Math.max(1, count));
  const left = grid.left + index * (width + GAP);
  return { left, width, x: (share) => left + share * width, y: (share) => grid.top + (1 - share) * grid.height };
}

/** What is picked out of a triangle. */
export interface Triangles {
  readonly gates: readonly GateShares[];
  /** The snapshot before; null: there is none, or it is not here. */
  readonly before: readonly GateShares[] | null;
  readonly unit: number;
  readonly hovered: { readonly gate: string; readonly unit: number } | null;
  readonly colour: string;
}

/** A unit triangle for each gate: share of steps near the lower end across, near the upper end up. */
export function paintTriangles(plot: Plot, { gates, before, unit, hovered, colour }: Triangles): void {
  gates.forEach((shares, index) => {
    const scale = triangleScale(plot, index, gates.length);
    paintFrame(plot, shares, scale, index === 0);
    const earlier = before?.find(({ gate }) => gate === shares.gate);
    if (earlier) paintGhosts(plot, shares, earlier, scale);
    paintUnits(plot, shares, scale, colour);
    paintRing(plot, shares, unit, scale, 5);
    if (hovered?.gate === shares.gate) paintRing(plot, shares, hovered.unit, scale, 4);
  });
  const limit = gates[0]?.limit;
  if (limit === undefined) return;
  const { ctx, grid, theme } = plot;
  ctx.font = font();
  const caption = shortened(ctx, statesMessages.saturation.axes(percent(limit)), grid.width);
  paintText(plot, caption, grid.left, grid.top + grid.height + 30, { colour: theme.tokens.fg3, halo: null });
}

function paintFrame(plot: Plot, shares: GateShares, { left, width, x, y }: TriangleScale, isFirst: boolean): void {
  const { ctx, theme } = plot;
  const { tokens } = theme;
  const line = (points: readonly (readonly [number, number])[], dash: readonly number[], stroke: string) => {
    ctx.save();
    ctx.strokeStyle = stroke;
    ctx.lineWidth = 1;
    ctx.setLineDash([...dash]);
    ctx.beginPath();
    for (const [a, b] of points) ctx.lineTo(Math.round(x(a)) + 0.5, Math.round(y(b)) + 0.5);
    ctx.stroke();
    ctx.restore();
  };
  line(
    [
      [0, 1],
      [0, 0],
      [1, 0],
      [0, 1],
    ],
    [],
    tokens.line2,
  );
  line(
    [
      [0, 0.5],
      [0.5, 0.5],
    ],
    [],
    tokens.line,
  );
  line(
    [
      [0.5, 0],
      [0.5, 0.5],
    ],
    [],
    tokens.line,
  );
  line(
    [
      [0, shares.limit],
      [shares.limit, 0],
    ],
    [3, 3],
    tokens.hSat,
  );
  ctx.font = font(11, 600);
  const name = shortened(ctx, statesMessages.gates.name(shares.gate), width);
  paintText(plot, name, left, y(1) - 11, { colour: tokens.fg1, weight: 600 });
  const right = { colour: tokens.fg2, align: 'right' as const, halo: null };
  const count = statesMessages.saturation.count(shares.saturated, shares.left.length);
  count.forEach((text, index) => {
    paintText(plot, text, left + width, y(1) + 7 + 13 * index, index === 0 ? { ...right, colour: tokens.fg1 } : right);
  });
  const tick = { colour: tokens.fg3, align: 'center' as const, halo: null };
  for (const at of [0, 0.5, 1]) paintText(plot, String(at), x(at), y(0) + 12, tick);
  if (isFirst) {
    for (const at of [0, 0.5, 1]) paintText(plot, String(at), left - 9, y(at), { ...tick, align: 'right' });
  }
}

function paintGhosts({ ctx, theme }: Plot, now: GateShares, before: GateShares, { x, y }: TriangleScale): void {
  ctx.save();
  ctx.strokeStyle = theme.tokens.fg3;
  ctx.lineWidth = 1;
  for (let unit = 0; unit < Math.min(now.left.length, before.left.length); unit += 1) {
    const [fromX, fromY] = [x(before.left[unit]!), y(before.right[unit]!)];
    const [toX, toY] = [x(now.left[unit]!), y(now.right[unit]!)];
    if (!(Math.hypot(toX - fromX, toY - fromY) >= 2)) continue;
    ctx.globalAlpha = 0.45;
    ctx.beginPath();
    ctx.moveTo(fromX, fromY);
    ctx.lineTo(toX, toY);
    ctx.stroke();
    ctx.globalAlpha = 0.8;
    ctx.beginPath();
    ctx.arc(fromX, fromY, 1.5, 0, 2 * Math.PI);
    ctx.stroke();
  }
  ctx.restore();
}

function paintUnits(plot: Plot, { left, right, limit }: GateShares, { x, y }: TriangleScale, colour: string): void {
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 1.1;
  for (let unit = 0; unit < left.length; unit += 1) {
    if (!Number.isFinite(left[unit]!) || !Number.isFinite(right[unit]!)) continue;
    ctx.beginPath();
    ctx.arc(x(left[unit]!), y(right[unit]!), 2.5, 0, 2 * Math.PI);
    if (isSaturated(left[unit]!, right[unit]!, limit)) ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

function paintRing(plot: Plot, { left, right }: GateShares, unit: number, { x, y }: TriangleScale, r: number): void {
  const { ctx, theme } = plot;
  if (!Number.isFinite(left[unit]) || !Number.isFinite(right[unit])) return;
  for (const [width, colour] of [
    [4, theme.tokens.bg1],
    [1.75, theme.tokens.fg1],
  ] as const) {
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    ctx.beginPath();
    ctx.arc(x(left[unit]!), y(right[unit]!), r, 0, 2 * Math.PI);
    ctx.stroke();
  }
}
