'use client';
import { type ReactNode, useMemo } from 'react';
import { type Axis, bandDomain, bandTicks } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { Playhead } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { linesTable } from '../../_kit/export/table.ts';
import { paintEndLabels, paintText, paintThreshold, shortened } from '../../_kit/marks/labels.ts';
import { lastFinite, paintBadValues, paintLine } from '../../_kit/marks/lines.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { runColour } from '../../_kit/theme/tokens.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { statesMessages } from '../messages.ts';
import type { EpochLine } from '../select/over-epochs.ts';
import { EPOCH_COLUMN } from './insets.ts';

const words = statesMessages.dynamics;

/** A line over epochs, with what tells it from the others without colour. */
export interface DynamicsLine {
  readonly name: string;
  readonly line: EpochLine;
  readonly dash: readonly number[];
  readonly isStrong: boolean;
  /** ± around a value, by epoch. */
  readonly errors?: ReadonlyMap<number, number>;
}

export interface DynamicsPanelProps {
  readonly lines: readonly DynamicsLine[];
  readonly unit: string;
  readonly readout: string | null;
  readonly domain: readonly [number, number];
  readonly ticks?: readonly number[];
  readonly label?: (value: number) => string;
  /** A value with a meaning: 0 of λ. */
  readonly reference?: number;
  readonly epochs: number;
  readonly reached: number;
  readonly epoch: number | null;
  readonly colour: number;
  readonly controls: ReactNode;
  readonly state: PanelState;
  readonly navigate: Navigate;
}

/** One thing about a layer's units or dynamics over the epochs. */
export function DynamicsPanel(props: DynamicsPanelProps) {
  const { lines, unit, readout, epochs, reached, epoch, colour, controls, state, navigate } = props;
  const [low, high] = props.domain;
  const x = useMemo<Axis>(
    () => ({ domain: bandDomain(1, epochs), band: true, ticks: bandTicks(1, epochs), title: words.epoch }),
    [epochs],
  );
  const { ticks, label } = props;
  const y = useMemo<Axis>(
    () => ({ domain: [low, high], ...(ticks ? { ticks } : {}), ...(label ? { label } : {}) }),
    [low, high, ticks, label],
  );
  const insets = useInsets(EPOCH_COLUMN.left, EPOCH_COLUMN.right, 22, 32);
  return (
    <Panel
      title={words.title}
      unit={unit}
      state={state}
      controls={controls}
      table={() =>
        linesTable(
          'epoch',
          lines.map(({ name, line }) => ({ name, xs: line.epochs, ys: line.values })),
        )
      }
    >
      <Chart
        summary={words.summary(unit, readout ?? '')}
        x={x}
        y={y}
        insets={insets}
        paint={(plot) => {
          const run = runColour(plot.theme.tokens, colour);
          // In the plot, because beside the choices the header has no room for it.
          if (readout !== null) {
            const text = shortened(plot.ctx, readout, (plot.width - plot.grid.left) * 0.94);
            paintText(plot, text, plot.grid.left, 9, { colour: plot.theme.tokens.fg1, weight: 600, halo: null });
          }
          if (props.reference !== undefined) paintThreshold(plot, props.reference, plot.theme.tokens.fg3);
          for (const each of lines) paintDynamics(plot, each, run);
          paintEndLabels(
            plot,
            lines.map(({ name, line, isStrong }) => ({
              text: name,
              colour: run,
              y: plot.y(lastFinite(line.values)),
              bold: isStrong,
            })),
          );
        }}
        onPick={(point) => navigate({ epoch: Math.min(Math.max(1, reached), Math.max(1, Math.round(point.x))) })}
      >
        <Playhead at={epoch} domain={x.domain} />
      </Chart>
    </Panel>
  );
}

/** Solid where neighbouring epochs were measured, faint across epochs that were not; dots where lines are sparse. */
function paintDynamics(plot: Plot, { line, dash, isStrong, errors }: DynamicsLine, colour: string): void {
  const { epochs, values } = line;
  const last = epochs.at(-1) ?? 0;
  const every = Float64Array.from({ length: last }, (_, index) => index + 1);
  const measured = new Float64Array(last).fill(Number.NaN);
  epochs.forEach((epoch, index) => {
    if (epoch > 0) measured[epoch - 1] = values[index]!;
  });
  paintBadValues(plot, { xs: epochs, ys: values, colour }, plot.grid.top + 4);
  if (epochs.length < last - (epochs[0] ?? 1) + 1) {
    paintLine(plot, { xs: epochs, ys: values, colour, width: 1, opacity: 0.45, dash: [2, 3] });
  }
  paintLine(plot, { xs: every, ys: measured, colour, width: isStrong ? 2 : 1.25, dash });
  for (const [index, epoch] of epochs.entries()) {
    const error = errors?.get(epoch);
    if (error !== undefined) paintError(plot, epoch, values[index]!, error, colour);
  }
}

function paintError({ ctx, x, y }: Plot, epoch: number, value: number, error: number, colour: string): void {
  if (!Number.isFinite(value)) return;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(Math.round(x(epoch)) + 0.5, y(value - error));
  ctx.lineTo(Math.round(x(epoch)) + 0.5, y(value + error));
  ctx.stroke();
}
