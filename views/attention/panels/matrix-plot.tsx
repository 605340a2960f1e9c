'use client';
import { useMemo, useState } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline, useGeometry } from '../../_kit/chart/cursors.tsx';
import type { Insets } from '../../_kit/chart/geometry.ts';
import type { Plot } from '../../_kit/chart/plot.ts';
import type { Size } from '../../_kit/chart/use-size.ts';
import { paintText } from '../../_kit/marks/labels.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { BESIDE, hasNumbers, padOf, paintMatrix } from '../marks/matrix-marks.ts';
import { attentionMessages } from '../messages.ts';
import { cellOf, hasRowWords, type LabelStyle, labelStyle, mostCells, numbered, sourceIn } from '../select/axes.ts';
import { sourceName, targetName, wordAt } from '../select/labels.ts';
import { type AttentionMatrix, type Pooled, pooled } from '../select/matrix.ts';
import { matrixSummary } from '../select/matrix-state.ts';
import type { ExampleWords } from '../select/words.ts';
import { useSequentialMap } from '../use-sequential-map.ts';
import { TokenLabels, tokenWidth } from './token-labels.tsx';

const words = attentionMessages.matrix;

/** Highest row, px. */
const HIGHEST_ROW = 84;
/** Rows lower than this together have no room for the title of their axis, px. */
const LEAST_FOR_TITLE = 140;
/** Weight on padding below this needs no column. */
const LEAST_PADDING = 5e-4;

export interface MatrixPlotProps {
  /** Null: nothing to draw yet; the axes stay. */
  readonly matrix: AttentionMatrix | null;
  readonly words: ExampleWords;
  readonly target: number | null;
  /** 1-based source step that other views point at. */
  readonly timestep: number | null;
  readonly layout: MatrixLayout;
  readonly navigate: Navigate;
}

/** A cell under the pointer; `col` null: the column of padding. */
interface Hover {
  readonly row: number;
  readonly col: number | null;
}

/** Source × target weights as a map, with the words on both axes and what each row comes to beside it. */
export function MatrixPlot({ matrix, words: text, target, timestep, layout, navigate }: MatrixPlotProps) {
  const { cells, insets, x, y, hasPadColumn, style } = layout;
  const map = useSequentialMap();
  const [hover, setHover] = useState<Hover | null>(null);
  const paint = (plot: Plot) => {
    if (!matrix || !cells) return;
    paintMatrix(plot, { matrix, cells, map, alignment: text.alignment, hasPadColumn });
    const caption = words.caption(text.alignment !== null, hasNumbers(plot), matrix.largest);
    paintText(plot, caption, plot.grid.left, plot.grid.top + plot.grid.height + 13, { colour: plot.theme.tokens.fg3 });
  };
  const cellAt = (point: ChartPoint): Hover | null => {
    if (!cells) return null;
    const row = Math.min(cells.rows - 1, Math.max(0, Math.round(point.y) - 1));
    const col = Math.round(point.x) - 1;
    return { row, col: col < cells.cols ? Math.max(0, col) : null };
  };
  const pick = (point: ChartPoint) => {
    const cell = cellAt(point);
    if (!cell || !cells || !matrix) return;
    const picked = cell.row * cells.perRow;
    const source = cell.col === null ? null : sourceIn(cells, (s) => matrix.value(picked, s), cell.col, matrix.sources);
    navigate({ target: picked, ...(source === null ? {} : { timestep: source + 1 }) });
  };
  const row = cells ? cellOf(target, cells.perRow, cells.rows) : null;
  const col = cells && timestep !== null ? cellOf(timestep - 1, cells.perCol, cells.cols) : null;
  const looked = { row: hover?.row ?? row, col: hover ? hover.col : col };
  return (
    <Chart
      summary={
        matrix
          ? matrixSummary(
              matrix,
              (t) => targetName(text.target, t),
              (s, on) => sourceName(text.source, s, on),
            )
          : words.title
      }
      x={x}
      y={y}
      insets={insets}
      frame="none"
      paint={paint}
      onHover={(point) => setHover(point ? cellAt(point) : null)}
      onPick={pick}
    >
      {matrix && cells ? (
        <>
          <Labels {...{ matrix, cells, text, looked, style, hasPadColumn }} />
          {looked.col === null ? null : <ColumnOutline from={looked.col + 0.5} to={looked.col + 1.5} />}
          <CellOutline cells={row === null ? null : { x: [0.5, cells.cols + 0.5], y: [row + 0.5, row + 1.5] }} />
          {hover ? <Readout {...{ matrix, cells, text, hover }} /> : null}
        </>
      ) : null}
    </Chart>
  );
}

/** Geometry of the plot: how much room the words take, and how many cells are left. */
export interface MatrixLayout {
  /** How the matrix is drawn, where cells stand for several weights. Null without a matrix. */
  readonly cells: Pooled | null;
  readonly insets: Insets;
  readonly x: Axis;
  readonly y: Axis;
  readonly hasPadColumn: boolean;
  readonly style: LabelStyle;
}

/** The layout of a matrix in a box of `width` × `height` px. */
export function useMatrixLayout(
  matrix: AttentionMatrix | null,
  text: ExampleWords,
  { width, height }: Pick<Size, 'width' | 'height'>,
): MatrixLayout {
  const hasPadColumn = matrix?.hasPadding === true && matrix.rows.some(({ padded }) => !(padded < LEAST_PADDING));
  const left = useMemo(() => {
    const widths = (text.target ?? []).slice(0, matrix?.targets ?? 0).map(tokenWidth);
    return Math.round(Math.min(150, Math.max(64, 34 + Math.max(0, ...widths))));
  }, [text.target, matrix?.targets]);
  const gridWidth = Math.max(1, width - left - BESIDE.width);
  const most = mostCells(gridWidth, Math.max(1, height - 120));
  const cells = useMemo(() => (matrix ? pooled(matrix, most.rows, most.cols) : null), [matrix, most.rows, most.cols]);
  const [rows, cols] = [cells?.rows ?? 1, cells?.cols ?? 1];
  const pitch = gridWidth / (cols + (hasPadColumn ? 1.5 : 0));
  const style = useMemo(() => {
    const labels = Array.from({ length: cols }, (_, s) => wordAt(text.source, s));
    return cells && cells.perCol > 1 ? ({ kind: 'numbers' } as const) : labelStyle(labels.map(tokenWidth), pitch);
  }, [cells, cols, text.source, pitch]);
  const top = style.kind === 'upright' ? Math.round(style.room + 12) : 28;
  // a row higher than this would be a wall of colour
  const spare = Math.max(0, height - top - 26 - rows * HIGHEST_ROW);
  const hasTitle = height - top - 26 - spare >= LEAST_FOR_TITLE;
  const insets = useInsets(left, BESIDE.width, top, 26 + Math.floor(spare));
  const x = useMemo<Axis>(
    () => ({ domain: [0.5, cols + 0.5 + (hasPadColumn ? 1.5 : 0)], band: true, ticks: [] }),
    [cols, hasPadColumn],
  );
  const y = useMemo<Axis>(
    () => ({
      ...{ domain: bandDomain(1, rows), band: true, inverse: true, ticks: [] },
      ...(hasTitle ? { title: words.targetAxis } : {}),
    }),
    [rows, hasTitle],
  );
  return { cells, insets, x, y, hasPadColumn, style };
}

interface LabelsProps {
  readonly matrix: AttentionMatrix;
  readonly cells: Pooled;
  readonly text: ExampleWords;
  readonly looked: { readonly row: number | null; readonly col: number | null };
  readonly style: LabelStyle;
  readonly hasPadColumn: boolean;
}

function Labels({ matrix, cells, text, looked, style, hasPadColumn }: LabelsProps) {
  const geometry = useGeometry();
  if (!geometry) return null;
  const { grid } = geometry;
  const isQuiet = (source: number) => !matrix.isValid(source) || text.source === null;
  const columns =
    style.kind === 'numbers'
      ? numbered(cells.cols, cells.perCol, grid.width).map(({ at, step }) => ({
          ...{ key: at, text: String(step), px: geometry.x(at + 1), isQuiet: true, isStrong: false },
        }))
      : Array.from({ length: cells.cols }, (_, s) => ({
          ...{ key: s, text: wordAt(text.source, s), px: geometry.x(s + 1) },
          isStrong: looked.col === s,
          isQuiet: isQuiet(s),
        }));
  const padding = hasPadColumn
    ? [{ key: 'pad', text: words.padding, px: geometry.x(cells.cols + 1.5), isQuiet: true }]
    : [];
  const areWords = cells.perRow === 1 && hasRowWords(cells.rows, grid.height);
  const rows = areWords
    ? Array.from({ length: cells.rows }, (_, t) => ({
        ...{ key: t, text: wordAt(text.target, t), px: geometry.y(t + 1) },
        isStrong: looked.row === t,
        isQuiet: text.target === null,
      }))
    : numbered(cells.rows, cells.perRow, grid.height).map(({ at, step }) => ({
        ...{ key: at, text: String(step), px: geometry.y(at + 1), isQuiet: true },
      }));
  const room = style.kind === 'numbers' ? 44 : style.room;
  return (
    <>
      <TokenLabels
        labels={[{ key: 'source', text: words.source, px: grid.top - 15, isQuiet: true }]}
        side="left"
        at={grid.left - 10}
        room={grid.left - 24}
      />
      <TokenLabels
        labels={[...columns, ...padding]}
        side="above"
        isUpright={style.kind === 'upright'}
        at={grid.top - 6}
        room={room}
      />
      <TokenLabels labels={rows} side="left" at={grid.left - 10} room={grid.left - 30} />
    </>
  );
}

/** A thin outline around a column: what is pointed at. */
function ColumnOutline({ from, to }: { readonly from: number; readonly to: number }) {
  const geometry = useGeometry();
  if (!geometry) return null;
  const { grid } = geometry;
  const [left, right] = [Math.round(geometry.x(from)), Math.round(geometry.x(to))];
  return (
    <div
      className="attention-column"
      style={{ transform: `translate(${left}px, ${grid.top}px)`, width: right - left, height: grid.height }}
    />
  );
}

/** The weight under the pointer, in the corner where nothing can collide with it. */
function Readout({
  matrix,
  cells,
  text,
  hover,
}: Pick<LabelsProps, 'matrix' | 'cells' | 'text'> & { readonly hover: Hover }) {
  const geometry = useGeometry();
  if (!geometry) return null;
  const target = Math.min(matrix.targets - 1, hover.row * cells.perRow);
  const of = targetName(text.target, target);
  let line: string;
  if (hover.col === null) line = words.weight(of, words.padding, padOf(matrix, cells, hover.row));
  else {
    const source = sourceIn(cells, (s) => matrix.value(target, s), hover.col, matrix.sources);
    line = words.weight(of, sourceName(text.source, source, matrix.isValid(source)), matrix.value(target, source));
  }
  return (
    <div className="attention-readout" style={{ top: geometry.grid.top + geometry.grid.height + 6, right: 12 }}>
      {line}
    </div>
  );
}
