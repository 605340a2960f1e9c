'use client';
import { type DragEvent, memo } from 'react';
import { Icon } from '../../_kit/icons.tsx';
import type { SeriesChart } from '../../_kit/series/series-chart.ts';
import { overviewMessages } from '../messages.ts';
import { SeriesCell } from './series-cell.tsx';

const words = overviewMessages.series;
const TYPE = 'application/x-unrolled-chart';

export interface PinnedCellProps {
  readonly chart: SeriesChart;
  readonly log: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (code: string, by: -1 | 1) => void;
  readonly onPut: (code: string, target: string) => void;
}

/** A pinned chart: dragged by its handle to another's place, or moved by its arrows. */
export const PinnedCell = memo(function PinnedCell({ chart, log, isFirst, isLast, onMove, onPut }: PinnedCellProps) {
  const over = (event: DragEvent) => {
    if (event.dataTransfer.types.includes(TYPE)) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    const code = event.dataTransfer.getData(TYPE);
    if (!code) return;
    event.preventDefault();
    onPut(code, chart.code);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: where a dragged chart is let go; the arrows do the same
    <div className="series-pinned" onDragOver={over} onDrop={drop}>
      <SeriesCell
        chart={chart}
        log={log}
        controls={
          <fieldset
            className="series-move"
            aria-label={words.drag}
            draggable
            title={words.drag}
            onDragStart={(event) => {
              event.dataTransfer.setData(TYPE, chart.code);
              event.dataTransfer.effectAllowed = 'move';
            }}
          >
            <button
              type="button"
              className="kit-ghost"
              aria-label={words.before(chart.label)}
              disabled={isFirst}
              onClick={() => onMove(chart.code, -1)}
            >
              <Icon name="previous" />
            </button>
            <button
              type="button"
              className="kit-ghost"
              aria-label={words.after(chart.label)}
              disabled={isLast}
              onClick={() => onMove(chart.code, 1)}
            >
              <Icon name="next" />
            </button>
          </fieldset>
        }
      />
    </div>
  );
});
