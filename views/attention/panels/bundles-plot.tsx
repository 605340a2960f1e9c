'use client';
import { useMemo, useState } from 'react';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { useGeometry } from '../../_kit/chart/cursors.tsx';
import type { Geometry } from '../../_kit/chart/geometry.ts';
import type { Plot } from '../../_kit/chart/plot.ts';
import { paintText } from '../../_kit/marks/labels.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { paintBundles } from '../marks/bundle-marks.ts';
import { attentionMessages } from '../messages.ts';
import { cellOf, type LabelStyle, labelStyle, numbered } from '../select/axes.ts';
import { sourceName, targetName, wordAt } from '../select/labels.ts';
import { type AttentionMatrix, type Pooled, pooled } from '../select/matrix.ts';
import { matrixSummary } from '../select/matrix-state.ts';
import type { MatrixPlotProps } from './matrix-plot.tsx';
import { TokenLabels, tokenWidth } from './token-labels.tsx';

const words = attentionMessages.matrix;

/** Most words a side. */
const MOST = 120;
const MARGIN = 20;
const NOTHING = Array<string>(0);
const UNIT: Axis = { domain: [0, 1], ticks: [] };

export interface BundlesPlotProps extends Omit<MatrixPlotProps, 'layout' | 'timestep'> {
  readonly cells: Pooled | null;
  readonly width: number;
  /** Of the run. */
  readonly colour: number;
}

/** The matrix as bundles draw it: with more words a side, lines are no longer told apart. */
export function useBundleCells(matrix: AttentionMatrix | null): Pooled | null {
  return useMemo(() => (matrix ? pooled(matrix, MOST, MOST) : null), [matrix]);
}

/** The word under the pointer: of the source in the upper half, of the target in the lower. */
interface Hover {
  readonly row: number | null;
  readonly col: number | null;
}

/** Source words above, target words below, weights as lines between them: the wider the more. */
export function BundlesPlot({ matrix, words: text, cells, target, width, colour, navigate }: BundlesPlotProps) {
  const [hover, setHover] = useState<Hover | null>(null);
  const [cols, rows] = [cells?.cols ?? 1, cells?.rows ?? 1];
  const inner = Math.max(1, width - 2 * MARGIN);
  const above = useLabels(text.source, cols, cells?.perCol ?? 1, inner);
  const below = useLabels(text.target, rows, cells?.perRow ?? 1, inner);
  const insets = useInsets(MARGIN, MARGIN, heightOf(above), heightOf(below) + 20);
  const row = hover ? hover.row : cells ? cellOf(target, cells.perRow, cells.rows) : null;
  const col = hover?.col ?? null;
  const middle = (geometry: Pick<Geometry, 'grid'>, index: number, count: number) =>
    geometry.grid.left + ((index + 0.5) / count) * geometry.grid.width;
  const paint = (plot: Plot) => {
    if (!matrix || !cells) return;
    paintBundles(plot, {
      ...{ cells, row, col, alignment: text.alignment, colour: runColour(plot.theme.tokens, colour) },
      sourceX: (at) => middle(plot, at, cols),
      targetX: (at) => middle(plot, at, rows),
    });
    const caption = words.bundleCaption(text.alignment !== null);
    paintText(plot, caption, MARGIN, plot.height - 13, { colour: plot.theme.tokens.fg3 });
  };
  const at = ({ x, y }: ChartPoint): Hover => {
    const index = (count: number) => Math.min(count - 1, Math.max(0, Math.floor(x * count)));
    return y > 0.5 ? { row: null, col: index(cols) } : { row: index(rows), col: null };
  };
  return (
    <Chart
      summary={matrix ? summaryOf(matrix, text) : words.title}
      x={UNIT}
      y={UNIT}
      insets={insets}
      frame="none"
      paint={paint}
      onHover={(point) => setHover(point ? at(point) : null)}
      onPick={(point) => {
        const picked = at(point);
        if (cells && picked.row !== null) navigate({ target: picked.row * cells.perRow });
        if (cells && picked.col !== null) navigate({ timestep: picked.col * cells.perCol + 1 });
      }}
    >
      {matrix && cells ? (
        <>
          <Words side="above" {...above} text={text.source} count={cols} strong={col} middle={middle} />
          <Words side="below" {...below} text={text.target} count={rows} strong={row} middle={middle} />
        </>
      ) : null}
    </Chart>
  );
}

function summaryOf(matrix: AttentionMatrix, text: MatrixPlotProps['words']): string {
  return matrixSummary(
    matrix,
    (t) => targetName(text.target, t),
    (s, on) => sourceName(text.source, s, on),
  );
}

interface SideLabels {
  readonly style: LabelStyle;
  readonly per: number;
}

function useLabels(tokens: readonly string[] | null, count: number, per: number, length: number): SideLabels {
  return useMemo(() => {
    const labels = per > 1 ? NOTHING : Array.from({ length: count }, (_, i) => wordAt(tokens, i));
    const style = per > 1 ? ({ kind: 'numbers' } as const) : labelStyle(labels.map(tokenWidth), length / count);
    return { style, per };
  }, [tokens, count, per, length]);
}

function heightOf({ style }: SideLabels): number {
  return style.kind === 'upright' ? Math.round(style.room + 14) : 30;
}

interface WordsProps extends SideLabels {
  readonly side: 'above' | 'below';
  readonly text: readonly string[] | null;
  readonly count: number;
  readonly strong: number | null;
  readonly middle: (geometry: Pick<Geometry, 'grid'>, index: number, count: number) => number;
}

function Words({ side, style, per, text, count, strong, middle }: WordsProps) {
  const geometry = useGeometry();
  if (!geometry) return null;
  const { grid } = geometry;
  const labels =
    style.kind === 'numbers'
      ? numbered(count, per, grid.width).map(({ at, step }) => ({
          ...{ key: at, text: String(step), px: middle(geometry, at, count), isQuiet: true },
        }))
      : Array.from({ length: count }, (_, i) => ({
          ...{ key: i, text: wordAt(text, i), px: middle(geometry, i, count) },
          isStrong: strong === i,
          isQuiet: text === null,
        }));
  const edge = side === 'above' ? grid.top - 6 : grid.top + grid.height + 6;
  const room = style.kind === 'numbers' ? 44 : style.room;
  return <TokenLabels labels={labels} side={side} isUpright={style.kind === 'upright'} at={edge} room={room} />;
}
