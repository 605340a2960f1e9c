'use client';
import { useMemo, useRef } from 'react';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { useSize } from '../../_kit/chart/use-size.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { Panel } from '../../_kit/panel.tsx';
import { useManyTensors } from '../../_kit/state/use-many-tensors.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import {
  paintThumbs,
  THUMB_ABOVE,
  type Thumb,
  type ThumbGrid,
  thumbCapacity,
  thumbGrid,
} from '../marks/thumb-marks.ts';
import { attentionMessages } from '../messages.ts';
import { matrixAlignmentError } from '../select/alignment.ts';
import { attentionMatrix, type Pooled, pooled } from '../select/matrix.ts';
import { spreadSnapshots } from '../select/snapshots.ts';
import type { Attention } from '../use-attention.ts';
import { useSequentialMap } from '../use-sequential-map.ts';

const words = attentionMessages.epochs;
const UNIT: Axis = { domain: [0, 1], ticks: [] };
/** Bytes of attention held for the small matrices. */
const MOST_BYTES = 32e6;
/** Cells of a small matrix. */
const MOST_CELLS = 64;

export interface EpochsPanelProps {
  readonly attention: Attention;
  readonly epoch: number | null;
  readonly navigate: Navigate;
}

/** The same example over the epochs as small matrices, with the alignment error of each. */
export function EpochsPanel({ attention, epoch, navigate }: EpochsPanelProps) {
  const host = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(host);
  const { snapshots, at, words: text } = attention;
  const bytes = snapshots[0]?.bytes ?? 1;
  const most =
    width < 2 ? 1 : Math.max(2, Math.min(thumbCapacity(width, height), Math.floor(MOST_BYTES / Math.max(1, bytes))));
  const chosen = useMemo(() => spreadSnapshots(snapshots, most, at), [snapshots, most, at]);
  const grid = useMemo(() => thumbGrid(width, height, chosen.length), [width, height, chosen.length]);
  const { peek } = useManyTensors(chosen, epoch);
  const small = useSmallMatrices(attention);
  const thumbs = chosen.map((snapshot): Thumb => {
    const tensor = peek(snapshot.id);
    const isKept = attention.sequence < (snapshot.shape[0] ?? 0);
    const { cells, error } = tensor ? small(tensor) : NOTHING;
    return { epoch: snapshot.epoch, cells, isKept, error, isCurrent: snapshot === at };
  });
  const map = useSequentialMap();
  const insets = useInsets(0, 0, 0, 0);
  const thumbAt = ({ px, py }: ChartPoint) => thumbs[indexAt(grid, thumbs.length, px, py)];
  const shown = chosen.length < snapshots.length ? ` · ${words.shown(chosen.length, snapshots.length)}` : '';
  return (
    <Panel title={words.title} unit={`${text.alignment ? words.unit : words.unitUnknown}${shown}`}>
      <div ref={host} className="attention-host attention-thumbs">
        <Chart
          summary={words.summary(
            thumbs.map(({ epoch: of, error }) => words.one(of, error)).join(kitMessages.semicolon),
          )}
          x={UNIT}
          y={UNIT}
          insets={insets}
          frame="none"
          paint={(plot) => paintThumbs(plot, thumbs, grid, map)}
          onPick={(point) => {
            const thumb = thumbAt(point);
            if (thumb) navigate({ epoch: thumb.epoch });
          }}
        />
      </div>
    </Panel>
  );
}

interface Small {
  readonly cells: Pooled | null;
  readonly error: number;
}
const NOTHING: Small = { cells: null, error: Number.NaN };

/** Small matrices by tensor, made once each while example and head stay. */
function useSmallMatrices({ sequence, head, extent, words: text }: Attention): (tensor: DecodedTensor) => Small {
  const { alignment } = text;
  return useMemo(() => {
    const made = new WeakMap<DecodedTensor, Small>();
    return (tensor) => {
      const known = made.get(tensor);
      if (known) return known;
      const matrix = attentionMatrix(tensor, sequence, head, extent);
      const small = matrix
        ? {
            cells: pooled(matrix, MOST_CELLS, MOST_CELLS),
            error: alignment ? matrixAlignmentError(matrix, alignment) : Number.NaN,
          }
        : NOTHING;
      made.set(tensor, small);
      return small;
    };
  }, [sequence, head, extent, alignment]);
}

/** The small matrix under a point; −1 for none. */
function indexAt(grid: ThumbGrid, count: number, px: number, py: number): number {
  for (let index = 0; index < count; index += 1) {
    const { left, top, width, height } = grid.at(index);
    if (px >= left - 4 && px < left + width + 4 && py >= top - THUMB_ABOVE && py < top + height + THUMB_ABOVE)
      return index;
  }
  return -1;
}
