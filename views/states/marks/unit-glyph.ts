import type { Plot } from '../../_kit/chart/plot.ts';
import { paintCross } from '../../_kit/marks/hatch.ts';
import type { UnitFault } from '../select/unit-marks.ts';

/** A sign for what is wrong with a unit, `size` px wide around (x, y). Each has a shape of its own, no colour. */
export function paintUnitGlyph({ ctx, theme }: Plot, fault: UnitFault, x: number, y: number, size = 6): void {
  const half = size / 2;
  const ink = theme.tokens.fg1;
  ctx.save();
  ctx.fillStyle = ink;
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.25;
  if (fault === 'dead') paintCross(ctx, ink, x, y, half, 1.5);
  else if (fault === 'frozen') ctx.fillRect(x - half, y - half, size, size);
  else if (fault === 'redundant') {
    const gap = Math.max(1, size / 5);
    for (const at of [y - gap, y + gap]) {
      ctx.beginPath();
      ctx.moveTo(x - half, at);
      ctx.lineTo(x + half, at);
      ctx.stroke();
    }
  } else {
    ctx.beginPath();
    ctx.arc(x, y, half - 0.25, 0, 2 * Math.PI);
    ctx.stroke();
  }
  ctx.restore();
}
