'use client';
import { type ReactNode, useCallback } from 'react';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Plot } from '../../_kit/chart/plot.ts';
import { CurvesPanel } from '../../_kit/curves/curves-panel.tsx';
import type { PanelState } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { paintEpochsBelow, paintTitleBelow } from '../marks/epoch-labels.ts';
import { paintEnded } from '../marks/norm-marks.ts';
import { gradientsMessages } from '../messages.ts';
import type { EpochSpan } from '../select/epoch-span.ts';
import { type NormLines, normSpan } from '../select/norm-lines.ts';
import { RIGHT_COLUMN } from './insets.ts';

export interface NormPanelProps {
  /** Names the chart in links. */
  readonly chart: string;
  /** What it is pinned as; null: it cannot be. */
  readonly pin: string | null;
  readonly title: string;
  readonly unit: string;
  readonly norms: NormLines;
  /** The runs whose lines these are. */
  readonly runs: readonly RunData[];
  readonly data: RunData;
  readonly span: EpochSpan;
  readonly playhead: number | null;
  readonly empty: PanelState;
  readonly controls?: ReactNode;
  /** The lowest of the panels that share the axis: it names the axis. */
  readonly isLast?: boolean;
  readonly navigate: Navigate;
}

const SIDES = [RIGHT_COLUMN.left, RIGHT_COLUMN.right, 18, 18] as const;

/** Gradient norms as lines on a log axis that follows the recent magnitude, over the epochs of the maps above. */
export function NormPanel(props: NormPanelProps) {
  const { chart, pin, title, unit, norms, runs, data, span, playhead, empty, controls, isLast = false } = props;
  const { first, last } = span;
  const { ended } = norms;
  const also = useCallback(
    (plot: Plot, isAligned: boolean) => {
      if (!isAligned) return;
      paintEnded(plot, ended);
      paintEpochsBelow(plot, first, last, playhead);
      if (isLast) paintTitleBelow(plot, gradientsMessages.axes.epoch);
    },
    [ended, first, last, playhead, isLast],
  );
  return (
    <CurvesPanel
      {...{ chart, pin, title, unit, runs, controls, empty, also }}
      curves={norms.curves}
      log
      opensX="epoch"
      cells={[first, last]}
      sides={SIDES}
      spanOf={normSpan}
      focus={data}
      epoch={playhead}
      navigate={props.navigate}
      isSmall
    />
  );
}
