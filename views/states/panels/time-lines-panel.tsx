'use client';
import { type ReactNode, useMemo } from 'react';
import { type Axis, bandDomain, bandTicks } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { TimestepCursor } from '../../_kit/chart/cursors.tsx';
import { linesTable } from '../../_kit/export/table.ts';
import { paintEndLabels } from '../../_kit/marks/labels.ts';
import { lastFinite, paintLine } from '../../_kit/marks/lines.ts';
import { Panel } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { statesMessages } from '../messages.ts';

/** A line over timesteps: `ys[t − 1]` at timestep t. */
export interface TimeLine {
  readonly ys: ArrayLike<number>;
  readonly label: string;
  readonly look: 'strong' | 'dashed' | 'ghost';
  /** 0…1 of a ghost: 1 the most recent. */
  readonly recency?: number;
}

export interface TimeLinesPanelProps {
  readonly title: string;
  readonly unit: string;
  readonly readout: ReactNode;
  readonly summary: string;
  readonly lines: readonly TimeLine[];
  readonly time: number;
  readonly domain: readonly [number, number];
  /** Index of the run's colour. */
  readonly colour: number;
  readonly insets: { readonly left: number; readonly right: number };
  readonly timestep: number | null;
  readonly controls?: ReactNode;
  readonly navigate: Navigate;
}

/** Lines over the timesteps of one sequence. */
export function TimeLinesPanel(props: TimeLinesPanelProps) {
  const { title, unit, readout, summary, lines, time, domain, colour, timestep, controls, navigate } = props;
  const [low, high] = domain;
  const x = useMemo<Axis>(
    () => ({
      domain: bandDomain(1, time),
      band: true,
      ticks: bandTicks(1, time),
      title: statesMessages.norms.timestep,
    }),
    [time],
  );
  const y = useMemo<Axis>(() => ({ domain: [low, high], ticks: [low, (low + high) / 2, high] }), [low, high]);
  const insets = useInsets(props.insets.left, props.insets.right, 6, 32);
  const xs = useMemo(() => Float64Array.from({ length: time }, (_, t) => t + 1), [time]);
  return (
    <Panel
      title={title}
      unit={unit}
      readout={readout}
      controls={controls}
      table={() =>
        linesTable(
          'timestep',
          lines.filter(({ label }) => label !== '').map(({ label, ys }) => ({ name: label, xs, ys })),
        )
      }
    >
      <Chart
        summary={summary}
        x={x}
        y={y}
        insets={insets}
        paint={(plot) => {
          const { tokens } = plot.theme;
          const run = tokens.runs[colour % tokens.runs.length]!;
          for (const { ys, look, recency = 1 } of lines) {
            if (look === 'ghost')
              paintLine(plot, { xs, ys, colour: tokens.fg3, width: 1, opacity: 0.2 + 0.6 * recency });
            else paintLine(plot, { xs, ys, colour: run, width: 1.5, ...(look === 'dashed' ? { dash: [5, 3] } : {}) });
          }
          const named = lines.filter(({ label }) => label !== '');
          paintEndLabels(
            plot,
            named.map(({ ys, label }) => ({ text: label, colour: run, y: plot.y(lastFinite(ys)) })),
          );
        }}
        onHover={(point) => point && navigate({ timestep: Math.min(time, Math.max(1, Math.round(point.x))) })}
      >
        <TimestepCursor at={timestep} domain={x.domain} />
      </Chart>
    </Panel>
  );
}
