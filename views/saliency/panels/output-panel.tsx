'use client';
import { useMemo } from 'react';
import { type Axis, bandDomain, bandTicks, roundUp } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { Playhead } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { linesTable } from '../../_kit/export/table.ts';
import { paintEndLabels } from '../../_kit/marks/labels.ts';
import { lastFinite, paintLine } from '../../_kit/marks/lines.ts';
import { number } from '../../_kit/numbers.ts';
import { Panel } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { saliencyMessages } from '../messages.ts';
import type { OutputAt } from '../select/output-at.ts';
import { EPOCH_COLUMN } from './insets.ts';

const words = saliencyMessages.output;

export interface OutputPanelProps {
  readonly byEpoch: ReadonlyMap<number, OutputAt>;
  readonly classIndex: number;
  readonly name: string;
  readonly epochs: number;
  readonly epoch: number | null;
  readonly colour: number;
  readonly navigate: Navigate;
}

/** What the model said of the explained class, epoch by epoch, and of its strongest rival. */
export function OutputPanel({ byEpoch, classIndex, name, epochs, epoch, colour, navigate }: OutputPanelProps) {
  const lines = useMemo(() => linesOf(byEpoch, classIndex), [byEpoch, classIndex]);
  const x = useMemo<Axis>(
    () => ({
      domain: bandDomain(1, epochs),
      band: true,
      ticks: bandTicks(1, epochs),
      title: saliencyMessages.history.epoch,
    }),
    [epochs],
  );
  const [low, high] = lines.domain;
  const y = useMemo<Axis>(() => ({ domain: [low, high] }), [low, high]);
  const insets = useInsets(EPOCH_COLUMN.left, EPOCH_COLUMN.right, 8, 30);
  const at = epoch === null ? undefined : byEpoch.get(epoch);
  const paint = (plot: Plot) => {
    const { tokens } = plot.theme;
    const hue = tokens.runs[colour % tokens.runs.length]!;
    paintLine(plot, { xs: lines.epochs, ys: lines.rest, colour: tokens.fg3, width: 1, dash: [3, 3] });
    paintLine(plot, { xs: lines.epochs, ys: lines.own, colour: hue, width: 2 });
    paintEndLabels(plot, [
      { text: name, colour: hue, y: plot.y(lastFinite(lines.own)), bold: true },
      ...(lines.rest.some(Number.isFinite)
        ? [{ text: words.rest, colour: tokens.fg3, y: plot.y(lastFinite(lines.rest)) }]
        : []),
    ]);
  };
  return (
    <Panel
      title={words.title}
      unit={words.unit(name, lines.areChances)}
      table={() =>
        linesTable('epoch', [
          { name, xs: lines.epochs, ys: lines.own },
          { name: words.rest, xs: lines.epochs, ys: lines.rest },
        ])
      }
      readout={at && epoch !== null ? words.readout(epoch, number(at.values[classIndex] ?? Number.NaN)) : null}
      state={byEpoch.size === 0 ? { kind: 'empty', sentence: words.empty } : { kind: 'ready' }}
    >
      <Chart
        summary={words.summary(name)}
        x={x}
        y={y}
        insets={insets}
        paint={paint}
        onPick={(point) => navigate({ epoch: Math.max(1, Math.min(epochs, Math.round(point.x))) })}
      >
        <Playhead at={byEpoch.size > 0 ? epoch : null} domain={x.domain} />
      </Chart>
    </Panel>
  );
}

function linesOf(byEpoch: ReadonlyMap<number, OutputAt>, classIndex: number) {
  const epochs = [...byEpoch.keys()].sort((a, b) => a - b);
  const outputs = epochs.map((epoch) => byEpoch.get(epoch)!);
  const own = outputs.map(({ values }) => values[classIndex] ?? Number.NaN);
  const rest = outputs.map(({ values }) => Math.max(...values.filter((_, index) => index !== classIndex)));
  const areChances = outputs.every(({ areProbabilities }) => areProbabilities);
  const finite = [...own, ...rest].filter(Number.isFinite);
  const domain: readonly [number, number] = areChances
    ? [0, 1]
    : [-roundUp(-Math.min(0, ...finite)), roundUp(Math.max(1e-9, ...finite))];
  return { epochs, own, rest: rest.map((value) => (Number.isFinite(value) ? value : Number.NaN)), areChances, domain };
}
