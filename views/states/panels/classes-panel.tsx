'use client';
import { type ReactNode, useMemo } from 'react';
import { type Axis, bandDomain, bandTicks } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { Playhead } from '../../_kit/chart/cursors.tsx';
import { linesTable } from '../../_kit/export/table.ts';
import { paintEndLabels } from '../../_kit/marks/labels.ts';
import { paintLine } from '../../_kit/marks/lines.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { statesMessages } from '../messages.ts';
import { EPOCH_COLUMN } from './insets.ts';

const words = statesMessages.classes;

/** The output for one class over epochs; NaN where there was no snapshot. */
export interface ClassLine {
  readonly name: string;
  readonly ys: readonly number[];
  readonly isTrue: boolean;
}

export interface ClassesPanelProps {
  readonly lines: readonly ClassLine[];
  readonly readout: string | null;
  readonly epochs: number;
  readonly reached: number;
  readonly epoch: number | null;
  readonly colour: number;
  readonly state: PanelState;
  readonly controls: ReactNode;
  readonly navigate: Navigate;
}

/** Since when the model knows this sequence. */
export function ClassesPanel(props: ClassesPanelProps) {
  const { lines, readout, epochs, reached, epoch, colour, state, controls, navigate } = props;
  const x = useMemo<Axis>(
    () => ({ domain: bandDomain(1, epochs), band: true, ticks: bandTicks(1, epochs), title: words.epoch }),
    [epochs],
  );
  const highest = Math.max(1, ...lines.flatMap(({ ys }) => ys.filter(Number.isFinite)));
  const y = useMemo<Axis>(() => ({ domain: [0, highest] }), [highest]);
  const insets = useInsets(EPOCH_COLUMN.left, EPOCH_COLUMN.right, 6, 32);
  const xs = useMemo(() => Float64Array.from({ length: reached }, (_, index) => index + 1), [reached]);
  return (
    <Panel
      title={words.title}
      unit={words.unit}
      readout={readout}
      state={state}
      controls={controls}
      table={() =>
        linesTable(
          'epoch',
          lines.map(({ name, ys }) => ({ name, xs, ys })),
        )
      }
    >
      <Chart
        summary={words.summary(readout ?? '')}
        x={x}
        y={y}
        insets={insets}
        paint={(plot) => {
          const { tokens } = plot.theme;
          const run = tokens.runs[colour % tokens.runs.length]!;
          for (const { ys, isTrue } of lines) {
            paintLine(plot, {
              xs,
              ys,
              colour: isTrue ? run : tokens.fg3,
              width: isTrue ? 2 : 1,
              opacity: isTrue ? 1 : 0.6,
            });
          }
          const named = lines.filter(({ ys, isTrue }) => isTrue || (ys.at(-1) ?? 0) > 0.15 * highest);
          paintEndLabels(
            plot,
            named.map(({ name, ys, isTrue }) => ({
              text: name,
              colour: isTrue ? run : tokens.fg3,
              y: plot.y(ys.findLast(Number.isFinite) ?? Number.NaN),
              bold: isTrue,
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
