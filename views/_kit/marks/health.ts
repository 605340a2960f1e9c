import type { Health } from '../../../lib/protocol/summary.ts';
import type { Tokens } from '../theme/tokens.ts';
import { paintHatch, paintNotANumber } from './hatch.ts';

/** A stretch of equal epochs: first and last, 1-based. */
export interface HealthStretch {
  readonly health: Health;
  readonly first: number;
  readonly last: number;
}

/** Worst first: what a bucket of several epochs shows. */
const WORST: readonly Health[] = ['nan', 'exploding', 'vanishing', 'saturated', 'warned', 'none', 'healthy', 'ahead'];

/** The worst state among epochs `first`…`last` (1-based); beyond the list: not reached. */
export function worst(health: readonly Health[], first: number, last: number): Health {
  const there = new Set<Health>();
  for (let epoch = first; epoch <= last; epoch += 1) there.add(health[epoch - 1] ?? 'ahead');
  return WORST.find((each) => there.has(each)) ?? 'ahead';
}

/** Epochs 1…`epochs` merged into stretches of equal health: drawn so, a strip has no moiré. */
export function stretches(health: readonly Health[], epochs: number): readonly HealthStretch[] {
  const found: HealthStretch[] = [];
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const state = health[epoch - 1] ?? 'ahead';
    const before = found.at(-1);
    if (before?.health === state) found[found.length - 1] = { ...before, last: epoch };
    else found.push({ health: state, first: epoch, last: epoch });
  }
  return found;
}

/** One cell: position and height of the mark carry the meaning, the colour repeats it. */
export function paintHealth(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  health: Health,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const bar = (colour: string, top: number, tall: number) => {
    ctx.fillStyle = colour;
    ctx.fillRect(x, y + top, width, tall);
  };
  switch (health) {
    case 'healthy':
      bar(tokens.hOk, Math.round(height / 2 - 1.5), 3);
      break;
    case 'vanishing':
      bar(tokens.hVanBg, 0, height);
      bar(tokens.hVan, height - 5, 5);
      break;
    case 'exploding':
      bar(tokens.hExp, 0, height);
      break;
    case 'saturated':
      bar(tokens.hSatBg, 0, height);
      bar(tokens.hSat, 0, 3);
      bar(tokens.hSat, height - 3, 3);
      break;
    case 'warned':
      bar(tokens.hWarnBg, 0, height);
      bar(tokens.hWarn, 0, 3);
      break;
    case 'nan':
      paintNotANumber(ctx, tokens, x, y, width, height);
      break;
    case 'none':
      paintHatch(ctx, tokens, x, y, width, height);
      break;
    case 'ahead':
      bar(tokens.line2, Math.round(height / 2 - 0.5), 1);
      break;
  }
}
