'use client';
import { type ReactNode, useMemo } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import { font, type Plot } from '../../_kit/chart/plot.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { shortened } from '../../_kit/marks/labels.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { statesMessages } from '../messages.ts';
import type { ExampleInput } from '../select/example.ts';
import { TIME_COLUMN } from './insets.ts';

const words = statesMessages.example;

export interface ExamplePanelProps {
  readonly sequence: number;
  readonly count: number;
  /** "“seven #4”, is seven, taken for six, 61 %, wrong" */
  readonly readout: ReactNode;
  readonly input: ExampleInput | null;
  readonly timestep: number | null;
  readonly state: PanelState;
  readonly navigate: Navigate;
}

/** What goes in: the frames or tokens of one probe sequence, timestep for timestep above its states. */
export function ExamplePanel({ sequence, count, readout, input, timestep, state, navigate }: ExamplePanelProps) {
  const [time, features] = [input?.time ?? 1, input?.kind === 'frames' ? input.features : 1];
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, time), band: true, ticks: [] }), [time]);
  const y = useMemo<Axis>(
    () => ({ domain: bandDomain(1, features), band: true, inverse: true, ticks: features > 1 ? [1, features] : [] }),
    [features],
  );
  const insets = useInsets(TIME_COLUMN.left, TIME_COLUMN.right, 2, 8);
  const paint = (plot: Plot) => {
    if (input?.kind === 'frames') {
      const { share } = input;
      paintHeatMap(plot, {
        rows: features,
        cols: time,
        map: plot.theme.maps.mfcc,
        value: (row, col) => share(row, col),
      });
    } else if (input) paintTokens(plot, input.tokens);
  };
  const go = ({ x: at }: ChartPoint) => navigate({ timestep: Math.min(time, Math.max(1, Math.round(at))) });
  const token = timestep !== null && input && input.kind !== 'frames' ? input.tokens[timestep - 1] : undefined;
  return (
    <Panel
      title={count > 0 ? words.title(sequence + 1, count) : words.titleEmpty}
      readout={token === undefined || timestep === null ? readout : words.readout(timestep, token)}
      unit={input?.kind === 'frames' ? words.frames(features) : input ? words[input.kind] : null}
      state={state}
      controls={count > 1 ? <Steps {...{ sequence, count, navigate }} /> : null}
    >
      <Chart
        summary={words.summary(sequence + 1, time, features)}
        x={x}
        y={y}
        insets={insets}
        frame="box"
        paint={paint}
        onHover={(point) => point && input && go(point)}
        onPick={(point) => input && go(point)}
      >
        <CellOutline
          cells={timestep === null || !input ? null : { x: [timestep - 0.5, timestep + 0.5], y: y.domain }}
        />
      </Chart>
    </Panel>
  );
}

function Steps({ sequence, count, navigate }: Pick<ExamplePanelProps, 'sequence' | 'count' | 'navigate'>) {
  const to = (index: number) => navigate({ sequence: (index + count) % count });
  return (
    <>
      <button
        type="button"
        className="kit-button states-step"
        onClick={() => to(sequence - 1)}
        aria-label={words.previous}
      >
        ‹
      </button>
      <button type="button" className="kit-button states-step" onClick={() => to(sequence + 1)} aria-label={words.next}>
        ›
      </button>
    </>
  );
}

function paintTokens(plot: Plot, tokens: readonly string[]): void {
  const { ctx, grid, theme } = plot;
  const width = plot.x(1.5) - plot.x(0.5);
  ctx.font = font(12, 500);
  ctx.fillStyle = theme.tokens.fg1;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  tokens.forEach((token, index) => {
    ctx.fillText(shortened(ctx, token, width - 2), plot.x(index + 1), grid.top + grid.height / 2);
  });
  ctx.font = font();
}
