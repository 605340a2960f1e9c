import { font, type Plot, withinGrid } from '../../_kit/chart/plot.ts';
import { paintCross } from '../../_kit/marks/hatch.ts';
import { paintText } from '../../_kit/marks/labels.ts';
import type { Camera } from '../trajectory/camera.ts';
import type { Path } from '../trajectory/layout.ts';
import { apartFromEachOther } from './name-places.ts';

/** How one state is drawn. Looks 0…3 are those of classes; then what is ordered by time, and what is wrong. */
export const LOOK = { time: 4, wrong: 5 } as const;

/** All states of an epoch. */
export interface Cloud {
  readonly at: Float32Array;
  readonly axes: number;
  /** A look for each state: 0…3 of its class, or {@link LOOK}. */
  readonly looks: Uint8Array;
  /** 0…1 of each state's sequence, for {@link LOOK}.time. */
  readonly times: Float32Array;
}

/** One trajectory. */
export interface PaintedPath {
  readonly path: Path;
  readonly axes: number;
  readonly time: number;
  /** The chosen sequence's: coloured by time, with start and end. */
  readonly isChosen: boolean;
  readonly look: number;
}

/** Px of all points of a picture: kept from frame to frame, grown when needed. */
export class PointBuffer {
  #px = new Float32Array(0);

  /** Room for `count` points. */
  for(count: number): Float32Array<ArrayBuffer> {
    if (this.#px.length < 3 * count) this.#px = new Float32Array(3 * count);
    return this.#px;
  }
}

const SIZE = 4.5;

/** The states of the probe as small marks, a shape to each class; the nearer the larger. */
export function paintCloud(plot: Plot, camera: Camera, cloud: Cloud, px: Float32Array): void {
  const { ctx, theme } = plot;
  const { at, axes, looks, times } = cloud;
  camera.place(at, axes, px);
  withinGrid(plot, () => {
    // most clouds have few looks: the others are not searched for
    let present = 0;
    for (let i = 0; i < looks.length; i += 1) present |= 1 << looks[i]!;
    for (let look = 0; look <= LOOK.wrong; look += 1) {
      if ((present & (1 << look)) === 0) continue;
      const isTime = look === LOOK.time;
      const colour = look === LOOK.wrong ? theme.tokens.crash : (theme.tokens.classes[look] ?? theme.tokens.fg3);
      ctx.globalAlpha = look === 3 || isTime ? 0.55 : 0.85;
      ctx.fillStyle = colour;
      ctx.strokeStyle = colour;
      for (let i = 0; i < looks.length; i += 1) {
        if (looks[i] !== look || !(px[3 * i]! > -1e6)) continue;
        if (isTime) ctx.fillStyle = theme.maps.time.css(times[i]!);
        paintShape(ctx, look, px[3 * i]!, px[3 * i + 1]!, SIZE * (0.75 + 0.5 * px[3 * i + 2]!), colour);
      }
    }
  });
  ctx.globalAlpha = 1;
}

/** A square, a triangle, a diamond, a dot; × for what is wrong. */
export function paintShape(
  ctx: CanvasRenderingContext2D,
  look: number,
  x: number,
  y: number,
  size: number,
  colour: string,
): void {
  const half = size / 2;
  if (look === 0) {
    ctx.fillRect(x - half, y - half, size, size);
    return;
  }
  if (look === LOOK.wrong) {
    paintCross(ctx, colour, x, y, half, 1.4);
    return;
  }
  ctx.beginPath();
  if (look === 1) {
    ctx.moveTo(x, y - half - 0.5);
    ctx.lineTo(x + half + 0.5, y + half);
    ctx.lineTo(x - half - 0.5, y + half);
  } else if (look === 2) {
    ctx.moveTo(x, y - half - 0.8);
    ctx.lineTo(x + half + 0.8, y);
    ctx.lineTo(x, y + half + 0.8);
    ctx.lineTo(x - half - 0.8, y);
  } else ctx.arc(x, y, half * 0.8, 0, 2 * Math.PI);
  ctx.fill();
}

/** Trajectories; the chosen one last and on top, coloured by time up to the cursor, faint after it. */
export function paintPaths(
  plot: Plot,
  camera: Camera,
  paths: readonly PaintedPath[],
  timestep: number | null,
  buffer: PointBuffer,
): void {
  withinGrid(plot, () => {
    for (const each of paths) if (!each.isChosen) paintOther(plot, camera, each, buffer);
    for (const each of paths) if (each.isChosen) paintChosen(plot, camera, each, timestep, buffer);
  });
}

function paintOther(plot: Plot, camera: Camera, { path, axes, look }: PaintedPath, buffer: PointBuffer): void {
  const { ctx, theme } = plot;
  const px = buffer.for(path.steps.length);
  camera.place(path.at, axes, px);
  ctx.globalAlpha = 0.35;
  ctx.strokeStyle = theme.tokens.classes[look] ?? theme.tokens.fg3;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let i = 0; i < path.steps.length; i += 1) ctx.lineTo(px[3 * i]!, px[3 * i + 1]!);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Shades of time that are told apart: of more steps neighbours share one. */
const SHADES = 48;

function paintChosen(
  plot: Plot,
  camera: Camera,
  { path, axes, time }: PaintedPath,
  timestep: number | null,
  buffer: PointBuffer,
): void {
  const { ctx, theme } = plot;
  const { steps } = path;
  const px = buffer.for(steps.length);
  camera.place(path.at, axes, px);
  const shadeOf = (t: number) => theme.maps.time.css(time > 1 ? Math.round((t / (time - 1)) * SHADES) / SHADES : 1);
  const isAhead = (t: number) => timestep !== null && t + 1 > timestep;
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  // steps of one shade, all behind the cursor or all ahead of it, are one path
  const stretches: { from: number; to: number; colour: string; ahead: boolean }[] = [];
  for (let i = 0; i < steps.length; i += 1) {
    const [colour, ahead] = [shadeOf(steps[i]!), isAhead(steps[i]!)];
    const last = stretches.at(-1);
    if (last?.colour === colour && last.ahead === ahead) last.to = i;
    else stretches.push({ from: i, to: i, colour, ahead });
  }
  for (const { from, to, colour, ahead } of stretches) {
    ctx.globalAlpha = ahead ? 0.6 : 1;
    ctx.strokeStyle = colour;
    ctx.lineWidth = ahead ? 1.25 : 2;
    ctx.beginPath();
    for (let i = Math.max(0, from - 1); i <= to; i += 1) ctx.lineTo(px[3 * i]!, px[3 * i + 1]!);
    ctx.stroke();
  }
  for (const { from, to, colour, ahead } of stretches) {
    ctx.globalAlpha = ahead ? 0.5 : 1;
    ctx.fillStyle = colour;
    ctx.beginPath();
    for (let i = from; i <= to; i += 1) {
      ctx.moveTo(px[3 * i]! + 2, px[3 * i + 1]!);
      ctx.arc(px[3 * i]!, px[3 * i + 1]!, 2, 0, 2 * Math.PI);
    }
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

/** The trajectory of an earlier epoch: dotted, in grey. */
export function paintGhost(plot: Plot, camera: Camera, path: Path, axes: number, buffer: PointBuffer): void {
  const { ctx, theme } = plot;
  const px = buffer.for(path.steps.length);
  camera.place(path.at, axes, px);
  withinGrid(plot, () => {
    ctx.strokeStyle = theme.tokens.fg3;
    ctx.lineWidth = 1.25;
    ctx.setLineDash([2, 2]);
    ctx.beginPath();
    for (let i = 0; i < path.steps.length; i += 1) ctx.lineTo(px[3 * i]!, px[3 * i + 1]!);
    ctx.stroke();
    ctx.setLineDash([]);
  });
}

/** "start" and "end" of the chosen trajectory, and a ring around the state at the cursor. */
export function paintEnds(
  plot: Plot,
  camera: Camera,
  { path, axes }: PaintedPath,
  timestep: number | null,
  words: { readonly start: string; readonly end: string },
  buffer: PointBuffer,
): void {
  const count = path.steps.length;
  if (count === 0) return;
  const { ctx, theme, grid } = plot;
  const px = buffer.for(count);
  camera.place(path.at, axes, px);
  const label = (i: number, text: string) => {
    const isLeft = px[3 * i]! > grid.left + grid.width - 34;
    const at = { colour: theme.tokens.fg1, align: isLeft ? ('right' as const) : ('left' as const) };
    paintText(plot, text, px[3 * i]! + (isLeft ? -6 : 6), px[3 * i + 1]! + (i === 0 ? -8 : 9), at);
  };
  label(0, words.start);
  if (count > 1) label(count - 1, words.end);
  const at = timestep === null ? -1 : path.steps.findLastIndex((t) => t < timestep);
  if (at < 0) return;
  for (const [width, colour] of [
    [4.5, theme.tokens.bg1],
    [2, theme.tokens.fg1],
  ] as const) {
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    ctx.beginPath();
    ctx.arc(px[3 * at]!, px[3 * at + 1]!, 6, 0, 2 * Math.PI);
    ctx.stroke();
  }
}

/** Where the network would stay: filled where it is stable, hollow where it is not, small where it only slows down. */
export function paintFixedPoints(
  plot: Plot,
  camera: Camera,
  { at, axes, kinds }: { readonly at: Float32Array; readonly axes: number; readonly kinds: readonly string[] },
  buffer: PointBuffer,
): number {
  const { ctx, theme, grid } = plot;
  const px = buffer.for(kinds.length);
  camera.place(at, axes, px);
  let outside = 0;
  for (const [i, kind] of kinds.entries()) {
    const [x, y] = [px[3 * i]!, px[3 * i + 1]!];
    if (!(x >= grid.left && x <= grid.left + grid.width && y >= grid.top && y <= grid.top + grid.height)) {
      outside += 1;
      continue;
    }
    paintFixedPoint(ctx, kind, x, y, theme.tokens.fg1, theme.tokens.bg1);
  }
  return outside;
}

export function paintFixedPoint(
  ctx: CanvasRenderingContext2D,
  kind: string,
  x: number,
  y: number,
  ink: string,
  paper: string,
): void {
  ctx.beginPath();
  ctx.arc(x, y, kind === 'slow' ? 2.5 : 4.5, 0, 2 * Math.PI);
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = kind === 'stable' ? paper : ink;
  ctx.fillStyle = kind === 'stable' ? ink : paper;
  ctx.fill();
  ctx.stroke();
}

/** Names of classes at the middle of where their sequences end, or below it where another name is. */
export function paintClassNames(
  plot: Plot,
  camera: Camera,
  names: readonly { readonly name: string; readonly at: Float32Array }[],
  axes: number,
  buffer: PointBuffer,
): void {
  const px = buffer.for(1);
  const { ctx } = plot;
  ctx.font = font(11, 600);
  const places = names.map(({ name, at }) => {
    camera.place(at, axes, px);
    return { x: px[0]!, y: px[1]!, width: ctx.measureText(name).width };
  });
  for (const [i, y] of apartFromEachOther(places).entries()) {
    const look = { align: 'center', colour: plot.theme.tokens.fg2, weight: 600 } as const;
    paintText(plot, names[i]!.name, places[i]!.x, y, look);
  }
}

/** The three axes of a 3-D picture, from the middle of all states, each with its name. */
export function paintAxes(
  plot: Plot,
  camera: Camera,
  ends: readonly { readonly name: string; readonly from: Float32Array; readonly to: Float32Array }[],
): void {
  const { ctx, theme } = plot;
  const px = new Float32Array(6);
  ctx.font = font();
  for (const { name, from, to } of ends) {
    camera.place(Float32Array.of(...from, ...to), 3, px);
    ctx.strokeStyle = theme.tokens.line2;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(px[0]!, px[1]!);
    ctx.lineTo(px[3]!, px[4]!);
    ctx.stroke();
    paintText(plot, name, px[3]!, px[4]!, { colour: theme.tokens.fg3, align: px[3]! < px[0]! ? 'right' : 'left' });
  }
}
