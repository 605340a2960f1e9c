'use client';
import { useMemo, useRef } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline, useGeometry } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { useSize } from '../../_kit/chart/use-size.ts';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import type { Field } from '../../_kit/marks/field.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { TokenLabels, tokenWidth } from '../../attention/panels/token-labels.tsx';
import { hasRowWords, type LabelStyle, labelStyle, numbered } from '../../attention/select/axes.ts';
import { wordAt } from '../../attention/select/labels.ts';
import type { ExampleWords } from '../../attention/select/words.ts';
import { cellNear } from './map-geometry.ts';

/** Highest row, px: a higher one would be a wall of colour. */
const HIGHEST_ROW = 30;
/** Room for upright words above, px. */
const MOST_ABOVE = 84;
const RIGHT = 46;

/** The word of a source, its number where it has none, or what stands for all padding. */
export interface ColumnHead {
  readonly text: string;
  readonly isWord: boolean;
}

/** A cell: target and column of sources, 0-based. */
export interface AttentionCell {
  readonly target: number;
  readonly source: number;
}

interface AttentionMapProps {
  readonly targets: number;
  readonly columns: number;
  readonly value: (target: number, source: number) => number;
  /** Changes when the values do. */
  readonly of: unknown;
  readonly map: ColourMap;
  readonly ticks: readonly number[];
  readonly words: ExampleWords;
  /** What stands above a column. */
  readonly head: (column: number) => ColumnHead;
  readonly summary: string;
  /** px left of the map: words of the targets stand beside the first. */
  readonly left: number;
  readonly hasRows: boolean;
  readonly cell: { readonly target: number | null; readonly source: number | null };
  readonly onHover: (cell: AttentionCell | null) => void;
  readonly onPick: (cell: AttentionCell) => void;
}

/** Target × source weights of one run, or the difference, with the words on its axes. */
export function AttentionMap(props: AttentionMapProps) {
  const { targets, columns, value, of, map, ticks, words, head, summary, left, hasRows, cell, onHover, onPick } = props;
  const host = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(host);
  const style = useMemo(() => {
    const widths = Array.from({ length: Math.min(columns, 400) }, (_, s) => tokenWidth(head(s).text));
    const pitch = Math.max(1, width - left - RIGHT) / columns;
    return labelStyle(widths, pitch);
  }, [head, columns, width, left]);
  const top = style.kind === 'upright' ? Math.min(MOST_ABOVE, Math.round(style.room + 12)) : 24;
  const spare = Math.max(0, height - top - 8 - targets * HIGHEST_ROW);
  const insets = useInsets(left, RIGHT, top, 8 + Math.floor(spare));
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, columns), band: true, ticks: [] }), [columns]);
  const y = useMemo<Axis>(() => ({ domain: bandDomain(1, targets), band: true, inverse: true, ticks: [] }), [targets]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `of` says that the values changed
  const field = useMemo<Field>(
    () => ({ rows: targets, cols: columns, map, value, neutral: 0 }),
    [targets, columns, map, of],
  );
  const paint = (plot: Plot) => {
    paintHeatMap(plot, field, { gap: true });
    paintColourBar(plot, { map, ticks, width: 8 });
  };
  const cellAt = (point: ChartPoint): AttentionCell => ({
    target: cellNear(point.y, targets) - 1,
    source: cellNear(point.x, columns) - 1,
  });
  const { target, source } = cell;
  return (
    <div ref={host} className="compare-flow">
      <Chart
        summary={summary}
        frame="none"
        {...{ x, y, insets, paint }}
        paintedOf={[field, ticks]}
        onHover={(point) => onHover(point ? cellAt(point) : null)}
        onPick={(point) => onPick(cellAt(point))}
      >
        <Words {...{ targets, columns, words, head, style, hasRows, cell, room: top - 12 }} />
        <CellOutline
          cells={target === null || target >= targets ? null : { x: x.domain, y: [target + 0.5, target + 1.5] }}
        />
        <CellOutline
          cells={source === null || source >= columns ? null : { x: [source + 0.5, source + 1.5], y: y.domain }}
        />
      </Chart>
    </div>
  );
}

interface WordsProps extends Pick<AttentionMapProps, 'targets' | 'columns' | 'words' | 'head' | 'hasRows' | 'cell'> {
  readonly style: LabelStyle;
  readonly room: number;
}

function Words({ targets, columns, words, head, style, hasRows, cell, room }: WordsProps) {
  const geometry = useGeometry();
  if (!geometry) return null;
  const { grid } = geometry;
  const heads =
    style.kind === 'numbers'
      ? numbered(columns, 1, grid.width).map(({ at, step }) => ({
          ...{ key: at, text: String(step), px: geometry.x(at + 1), isQuiet: true },
        }))
      : Array.from({ length: columns }, (_, s) => ({
          ...{ key: s, text: head(s).text, px: geometry.x(s + 1) },
          isStrong: cell.source === s,
          isQuiet: !head(s).isWord,
        }));
  const rows = hasRowWords(targets, grid.height)
    ? Array.from({ length: targets }, (_, t) => ({
        ...{ key: t, text: wordAt(words.target, t), px: geometry.y(t + 1) },
        isStrong: cell.target === t,
        isQuiet: words.target?.[t] === undefined,
      }))
    : numbered(targets, 1, grid.height).map(({ at, step }) => ({
        ...{ key: at, text: String(step), px: geometry.y(at + 1), isQuiet: true },
      }));
  return (
    <>
      <TokenLabels
        labels={heads}
        side="above"
        isUpright={style.kind === 'upright'}
        at={grid.top - 5}
        room={style.kind === 'numbers' ? 44 : Math.min(room, style.room)}
      />
      {hasRows ? <TokenLabels labels={rows} side="left" at={grid.left - 6} room={grid.left - 12} /> : null}
    </>
  );
}
