'use client';
import { useMemo } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import { type Axis, bandDomain } from '../_kit/chart/axis.ts';
import { Chart, useInsets } from '../_kit/chart/chart.tsx';
import { Playhead } from '../_kit/chart/cursors.tsx';
import type { Plot } from '../_kit/chart/plot.ts';
import { linesTable } from '../_kit/export/table.ts';
import { paintEndLabels, paintText, paintThreshold } from '../_kit/marks/labels.ts';
import { paintLine } from '../_kit/marks/lines.ts';
import { kitMessages } from '../_kit/messages.ts';
import { number } from '../_kit/numbers.ts';
import { Panel } from '../_kit/panel.tsx';
import type { Navigate } from '../_kit/view-props.ts';
import { horizonsOf } from './horizons.ts';
import { overviewMessages as words } from './messages.ts';

export interface HorizonPanelProps {
  readonly data: RunData | null;
  readonly revision: number;
  readonly epoch: number | null;
  readonly navigate: Navigate;
}

/** The memory horizon of each recurrent layer over epochs, of T steps, with what the task needs. */
export function HorizonPanel({ data, revision, epoch, navigate }: HorizonPanelProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: data changes in place, the revision says so
  const horizons = useMemo(() => (data ? horizonsOf(data) : null), [data, revision]);
  const [epochs, steps] = [horizons?.epochs ?? 1, horizons?.steps ?? 1];
  const memory = data?.info.memory ?? null;
  const top = Math.max(steps, memory ?? 0) * 1.08;
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, epochs), band: true, title: words.epoch }), [epochs]);
  const y = useMemo<Axis>(() => ({ domain: [0, top], title: words.steps }), [top]);
  const insets = useInsets(56, 92, 12, 34);
  const isEmpty = !horizons || horizons.lines.length === 0;
  const paint = (plot: Plot) => {
    if (!horizons || !data || isEmpty) return;
    const colour = plot.theme.tokens.runs[data.info.colour % plot.theme.tokens.runs.length]!;
    paintThreshold(plot, steps, plot.theme.tokens.line2);
    // Two lines that nearly touch are named over the upper one, at either end.
    const upper = memory !== null && Math.abs(plot.y(memory) - plot.y(steps)) < 16 ? Math.max(memory, steps) : null;
    const tStyle = { colour: plot.theme.tokens.fg3 };
    paintText(plot, words.ofSteps(steps), plot.grid.left + 6, plot.y(upper ?? steps) - 8, tStyle);
    if (memory !== null) {
      paintThreshold(plot, memory, plot.theme.tokens.hVan);
      const at = { colour: plot.theme.tokens.hVan, align: 'right' } as const;
      paintText(plot, words.needed(memory), plot.grid.left + plot.grid.width - 6, plot.y(upper ?? memory) - 8, at);
    }
    horizons.lines.forEach(({ xs, ys }, index) => {
      paintLine(plot, { xs, ys, colour, ...(index > 0 ? { dash: DASHES[(index - 1) % DASHES.length]! } : {}) });
    });
    paintEndLabels(
      plot,
      horizons.lines.map(({ layer, ys }) => ({ text: layer, colour, y: plot.y(ys.at(-1) ?? Number.NaN) })),
    );
  };
  const lines =
    horizons?.lines.map(({ layer, ys }) => words.horizonOf(layer, number(ys.at(-1) ?? Number.NaN), steps)) ?? [];
  return (
    <Panel
      title={words.horizon}
      unit={words.horizonUnit}
      table={() => linesTable('epoch', horizons?.lines.map(({ layer, xs, ys }) => ({ name: layer, xs, ys })) ?? [])}
      state={data && isEmpty ? { kind: 'empty', sentence: words.emptyHorizon } : { kind: data ? 'ready' : 'loading' }}
    >
      <Chart
        summary={words.horizonSummary(lines.join(kitMessages.comma))}
        x={x}
        y={y}
        insets={insets}
        paint={paint}
        onPick={(point) => navigate({ epoch: Math.min(epochs, Math.max(1, Math.round(point.x))) })}
      >
        <Playhead at={epoch} domain={x.domain} />
      </Chart>
    </Panel>
  );
}

const DASHES: readonly (readonly number[])[] = [
  [5, 3],
  [2, 2],
  [8, 3, 2, 3],
];
