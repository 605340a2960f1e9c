'use client';
import { useMemo } from 'react';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { shortened } from '../../_kit/marks/labels.ts';
import { fixed } from '../../_kit/numbers.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { differencesMessages } from '../differences-messages.ts';

const words = differencesMessages.cka;

/** CKA of a run with the reference, and what chance reaches. */
export interface SimilarityDot {
  readonly name: string;
  readonly colour: number;
  readonly value: number;
  readonly chance: number;
}

/** Rows of more than this many px would only be air. */
const HIGHEST_ROW = 30;

/** CKA of each run with the reference: a dot, beside it a tick where chance is. */
export function SimilarityDots({ dots }: { readonly dots: readonly SimilarityDot[] }) {
  const x = useMemo<Axis>(() => ({ domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], title: words.axis }), []);
  const y = useMemo<Axis>(() => ({ domain: [-0.5, dots.length - 0.5], ticks: [], inverse: true }), [dots.length]);
  const insets = useInsets(132, 56, 40, 32);
  const paint = (plot: Plot) => {
    for (const [row, dot] of dots.entries()) paintRow(plot, dot, row);
  };
  const said = dots.map(({ name, value, chance }) => words.summaryOfRun(name, fixed(value, 2), fixed(chance, 2)));
  return (
    <div className="compare-flow" style={{ flex: `0 1 ${dots.length * HIGHEST_ROW + 72}px` }}>
      <Chart summary={said.join('; ')} {...{ x, y, insets, paint }} paintedOf={[dots]} />
    </div>
  );
}

function paintRow(plot: Plot, { name, colour, value, chance }: SimilarityDot, row: number): void {
  const { ctx, grid, theme } = plot;
  const y = plot.y(row);
  ctx.fillStyle = theme.tokens.line;
  ctx.fillRect(grid.left, Math.round(y), grid.width, 1);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  ctx.fillStyle = theme.tokens.fg2;
  ctx.fillText(shortened(ctx, name, grid.left - 20), grid.left - 10, y);
  if (Number.isFinite(chance)) {
    ctx.fillStyle = theme.tokens.fg2;
    ctx.fillRect(Math.round(plot.x(Math.max(0, chance))) - 1, Math.round(y) - 5, 2, 11);
  }
  if (!Number.isFinite(value)) return;
  const at = plot.x(Math.max(0, value));
  ctx.fillStyle = runColour(theme.tokens, colour);
  ctx.beginPath();
  ctx.arc(at, y, 4, 0, 2 * Math.PI);
  ctx.fill();
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.tokens.fg1;
  ctx.fillText(fixed(value, 2), grid.left + grid.width + 10, y);
}
