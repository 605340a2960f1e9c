'use client';
import { useMemo } from 'react';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { Playhead } from '../../_kit/chart/cursors.tsx';
import { type Table, unlog } from '../../_kit/export/table.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { paintUpdateRatio } from '../marks/update-ratio-marks.ts';
import { gradientsMessages } from '../messages.ts';
import type { EpochSpan } from '../select/epoch-span.ts';
import type { RateChange } from '../select/learning-rates.ts';
import type { GateRatio, UpdateRatio } from '../select/update-ratio.ts';
import { normText } from '../words.ts';
import { RIGHT_COLUMN } from './insets.ts';

export interface UpdatePanelProps {
  readonly data: RunData;
  readonly ratio: UpdateRatio;
  /** Gates of the picked weight, drawn in its place; none: the weight as a whole. */
  readonly gates: readonly GateRatio[];
  readonly rates: readonly RateChange[];
  readonly pickedName: string;
  readonly span: EpochSpan;
  readonly epochs: Axis;
  readonly playhead: number | null;
  readonly state: PanelState;
  readonly navigate: Navigate;
}

const words = gradientsMessages.update;

/** Ticks at even exponents, so that the limits of the usual range are among them; every fourth where there are many. */
function evenDecades(low: number, high: number): readonly number[] {
  const step = high - low > 8 ? 4 : 2;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, index) => first + index * step);
}

/** How much of each weight an update changes, over the epochs. */
export function UpdatePanel(props: UpdatePanelProps) {
  const { data, ratio, gates, rates, pickedName, span, epochs, playhead, state, navigate } = props;
  const [low, high] = ratio.domain;
  // Room above the top decade for its exponent.
  const y = useMemo<Axis>(
    () => ({
      domain: [low - (high - low) * 0.06, high + (high - low) * 0.08],
      log: true,
      ticks: evenDecades(low, high),
    }),
    [low, high],
  );
  const insets = useInsets(RIGHT_COLUMN.left, RIGHT_COLUMN.right, 4, 18);
  const at = (playhead ?? 0) - span.first;
  const median = ratio.median[at] ?? Number.NaN;
  return (
    <Panel
      title={words.title}
      readout={Number.isNaN(median) ? null : words.readout(normText(median))}
      unit={words.unit}
      state={state}
      table={() => ratioTable(ratio, pickedName)}
    >
      <Chart
        summary={
          playhead !== null && !Number.isNaN(median)
            ? words.summary(playhead, normText(median), normText(ratio.q10[at]!), normText(ratio.q90[at]!))
            : words.summaryEmpty
        }
        x={epochs}
        y={y}
        insets={insets}
        lastStep={data.epochs.at(-1)?.step ?? 0}
        paint={(plot) =>
          paintUpdateRatio(plot, { ratio, gates, rates, pickedName, colour: data.info.colour, playhead })
        }
        onPick={({ x }) => Math.round(x) <= span.reached && navigate({ epoch: Math.round(x) })}
      >
        <Playhead at={playhead} domain={epochs.domain} />
      </Chart>
    </Panel>
  );
}

function ratioTable({ xs, median, q10, q90, picked }: UpdateRatio, pickedName: string): Table {
  const rows = Array.from(xs, (epoch, at) => [epoch, ...[median, q10, q90, picked ?? []].map((ys) => ratioOf(ys[at]))]);
  return { columns: ['epoch', 'median', 'q10', 'q90', pickedName], rows };
}

/** NaN: no step of the epoch was measured. */
function ratioOf(log: number | undefined): number | null {
  return log === undefined || Number.isNaN(log) ? null : unlog(log);
}
