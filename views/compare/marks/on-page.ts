import type { Plot } from '../../_kit/chart/plot.ts';

/** Whether a plot is the one on the page, with what stands over and beside it, and no picture that is taken along alone. */
export function isOnPage({ ctx }: Pick<Plot, 'ctx'>): boolean {
  const canvas: Partial<HTMLCanvasElement> | undefined = ctx.canvas;
  return canvas?.isConnected === true;
}
