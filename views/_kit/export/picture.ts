import type { BaseSpec } from '../chart/base-option.ts';
import type { Geometry } from '../chart/geometry.ts';
import { font, type Plot } from '../chart/plot.ts';
import type { Theme } from '../state/kit-context.ts';

/** A chart as it is now: its base, and what is painted over it. */
export interface Drawn {
  readonly geometry: Geometry;
  readonly spec: BaseSpec;
  readonly theme: Theme;
  readonly paint: (plot: Plot) => void;
}

/** Device pixels of a picture per px. */
const RATIO = 2;
/** Height of the title above, px. */
const HEAD = 28;
const MARGIN = 12;

/** A chart as PNG, on the paper of its theme. */
export async function pngOf(drawn: Drawn, title: string): Promise<Blob> {
  const { geometry, spec, theme, paint } = drawn;
  const { width, height } = geometry;
  const { baseCanvas } = await import('./base-picture.ts');
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * RATIO);
  canvas.height = Math.round((height + HEAD) * RATIO);
  const ctx = canvas.getContext('2d')!;
  ctx.fillStyle = theme.tokens.bg1;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.setTransform(RATIO, 0, 0, RATIO, 0, 0);
  paintTitle(ctx, theme, title);
  ctx.drawImage(baseCanvas(spec, theme.tokens, width, height, RATIO), 0, HEAD, width, height);
  // on a canvas of its own: heat maps are put onto device pixels, wherever the origin is
  const marks = document.createElement('canvas');
  marks.width = Math.round(width * RATIO);
  marks.height = Math.round(height * RATIO);
  const over = marks.getContext('2d')!;
  over.setTransform(RATIO, 0, 0, RATIO, 0, 0);
  over.font = font();
  paint({ ...geometry, ctx: over, theme, ratio: RATIO });
  ctx.drawImage(marks, 0, HEAD, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(`${title}: no picture could be made`)))),
  );
}

/** A chart as SVG: lines and words stay lines and words, a heat map is a picture within. */
export async function svgOf(drawn: Drawn, title: string): Promise<Blob> {
  const { geometry, spec, theme, paint } = drawn;
  const { width, height } = geometry;
  const [{ Context }, { baseSvg }] = await Promise.all([import('svgcanvas'), import('./base-picture.ts')]);
  const head = new Context({ width, height: HEAD }) as unknown as CanvasRenderingContext2D & Serialized;
  paintTitle(head, theme, title);
  const over = new Context({ width, height }) as unknown as CanvasRenderingContext2D & Serialized;
  over.font = font();
  paint({ ...geometry, ctx: over, theme, ratio: 1 });
  const parts = [
    head.getSerializedSvg(),
    placed(baseSvg(spec, theme.tokens, width, height)),
    placed(over.getSerializedSvg()),
  ];
  const text = [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height + HEAD}">`,
    `<rect width="100%" height="100%" fill="${theme.tokens.bg1}"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
  return new Blob([text], { type: 'image/svg+xml' });
}

interface Serialized {
  getSerializedSvg(): string;
}

/** An svg element below the title. */
function placed(svg: string): string {
  return svg.replace('<svg', `<svg y="${HEAD}"`);
}

function paintTitle(ctx: CanvasRenderingContext2D, theme: Theme, title: string): void {
  ctx.font = font(12, 600);
  ctx.fillStyle = theme.tokens.fg1;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(title, MARGIN, HEAD / 2);
}
