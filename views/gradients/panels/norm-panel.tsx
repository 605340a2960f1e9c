'use client';
import { type ReactNode, useMemo } from 'react';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { Playhead } from '../../_kit/chart/cursors.tsx';
import { kitMessages } from '../../_kit/messages.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { paintNorms } from '../marks/norm-marks.ts';
import { gradientsMessages } from '../messages.ts';
import type { EpochSpan } from '../select/epoch-span.ts';
import type { NormLine, NormLines } from '../select/norm-lines.ts';
import { normText } from '../words.ts';
import { RIGHT_COLUMN } from './insets.ts';

export interface NormPanelProps {
  readonly title: string;
  readonly unit: string;
  readonly norms: NormLines;
  readonly span: EpochSpan;
  readonly epochs: Axis;
  readonly playhead: number | null;
  readonly state: PanelState;
  readonly controls?: ReactNode;
  readonly className?: string;
  /** The lowest of the panels that share the axis: it names the axis. */
  readonly isLast?: boolean;
  readonly navigate: Navigate;
}

const words = gradientsMessages.norms;

/** Gradient norms as lines on a log axis that follows the recent magnitude. */
export function NormPanel(props: NormPanelProps) {
  const { title, unit, norms, span, epochs, playhead, state, controls, className, isLast = false, navigate } = props;
  const [low, high] = norms.domain;
  // Room beyond the outer decades, so that their labels stand clear of the rail's and of the epochs.
  const y = useMemo<Axis>(
    () => ({ domain: [low - (high - low) * 0.06, high + (high - low) * 0.12], log: true }),
    [low, high],
  );
  const insets = useInsets(RIGHT_COLUMN.left, RIGHT_COLUMN.right, 16, 18);
  const picked = norms.lines.find(({ isPicked }) => isPicked);
  const value = picked ? medianAt(picked, playhead) : Number.NaN;
  return (
    <Panel
      title={title}
      readout={picked && !Number.isNaN(value) ? words.line(picked.name, normText(value), 0) : null}
      unit={unit}
      controls={controls}
      state={state}
      {...(className ? { className } : {})}
    >
      <Chart
        summary={summaryOf(norms, playhead)}
        x={epochs}
        y={y}
        insets={insets}
        lastStep={norms.lines.reduce((newest, { lastStep }) => Math.max(newest, lastStep), 0)}
        paint={(plot) => paintNorms(plot, { norms, first: span.first, last: span.last, playhead, isLast })}
        onPick={({ x }) => Math.round(x) <= span.reached && navigate({ epoch: Math.round(x) })}
      >
        <Playhead at={playhead} domain={epochs.domain} />
      </Chart>
    </Panel>
  );
}

function medianAt({ medianXs, medianYs }: NormLine, epoch: number | null): number {
  return medianYs[medianXs.indexOf(epoch ?? Number.NaN)] ?? Number.NaN;
}

function summaryOf({ lines }: NormLines, playhead: number | null): string {
  if (lines.length === 0) return words.summaryEmpty;
  const said = lines.map((line) => {
    const bad = line.ys.reduce((sum, y) => sum + (Number.isNaN(y) || y === Number.POSITIVE_INFINITY ? 1 : 0), 0);
    return words.line(line.name, normText(medianAt(line, playhead)), bad);
  });
  return words.summary(said.join(kitMessages.semicolon));
}
