import type { Tokens } from '../theme/tokens.ts';

/** Pitch of the hatch of "no snapshot", px across. */
const PITCH = 4;

/** Fills a rectangle with the 45° hatch that means "no snapshot here". */
export function paintHatch(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  if (width <= 0 || height <= 0) return;
  ctx.save();
  ctx.strokeStyle = tokens.hNone;
  ctx.lineWidth = 1.1;
  ctx.beginPath();
  // Lines x + y = constant, on one lattice over the whole canvas: neighbouring cells join without a seam. Their ends are
  // computed: Chromium 153 forgets the pixels put before a clipped stroke where they lie outside of the clip.
  const step = PITCH * Math.SQRT2;
  for (let sum = Math.ceil((x + y) / step) * step; sum <= x + y + width + height; sum += step) {
    const [left, right] = [Math.max(x, sum - y - height), Math.min(x + width, sum - y)];
    ctx.moveTo(left, sum - left);
    ctx.lineTo(right, sum - right);
  }
  ctx.stroke();
  ctx.restore();
}

/** A cell that is not a number: ink with a ×, where there is room for one. */
export function paintNotANumber(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  ctx.fillStyle = tokens.hNan;
  ctx.fillRect(x, y, width, height);
  const arm = Math.min(width, height, 14) / 2 - 2;
  if (arm < 1) return;
  paintCross(ctx, tokens.hNanX, x + width / 2, y + height / 2, arm, 1.2);
}

/** A × around a point. */
export function paintCross(
  ctx: CanvasRenderingContext2D,
  colour: string,
  x: number,
  y: number,
  arm: number,
  lineWidth: number,
): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = lineWidth;
  ctx.beginPath();
  ctx.moveTo(x - arm, y - arm);
  ctx.lineTo(x + arm, y + arm);
  ctx.moveTo(x + arm, y - arm);
  ctx.lineTo(x - arm, y + arm);
  ctx.stroke();
}
