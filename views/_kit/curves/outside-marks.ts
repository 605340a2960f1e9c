import type { Plot } from '../chart/plot.ts';
import type { Curve } from './curve.ts';
import { styleOf } from './curve-style.ts';

/** px between two marks. */
const PITCH = 8;

/** ▲ at the upper edge and ▼ at the lower one where a line leaves the axis: values that were left out of it. */
export function paintOutside(plot: Plot, curves: readonly Curve[]): void {
  const { ctx, grid } = plot;
  const [top, bottom] = [grid.top, grid.top + grid.height];
  for (const curve of curves) {
    ctx.fillStyle = styleOf(plot, curve).colour;
    let before = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < curve.length; i += 1) {
      const py = plot.y(curve.ys[i]!);
      const isAbove = py < top - 1;
      if (!(isAbove || py > bottom + 1)) continue;
      const px = plot.x(curve.xs[i]!);
      if (px - before < PITCH || px < grid.left || px > grid.left + grid.width) continue;
      before = px;
      ctx.beginPath();
      if (isAbove) {
        ctx.moveTo(px, top + 1);
        ctx.lineTo(px + 4, top + 7);
        ctx.lineTo(px - 4, top + 7);
      } else {
        ctx.moveTo(px, bottom - 1);
        ctx.lineTo(px + 4, bottom - 7);
        ctx.lineTo(px - 4, bottom - 7);
      }
      ctx.fill();
    }
  }
}
