'use client';
import { memo, type ReactNode, useMemo } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { ExampleSteps } from '../../_kit/example-steps.tsx';
import { number } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { useKit } from '../../_kit/state/kit-context.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { type Inked, paintStrip, paintUnitValue } from '../marks/strip-marks.ts';
import { statesMessages } from '../messages.ts';
import type { ExampleInput } from '../select/example.ts';
import { STRIP } from './insets.ts';

const words = statesMessages.example;
/** The whole height is one band: what lies in it is the marks' business. */
const ONE_BAND: Axis = { domain: [0, 1], ticks: [] };

export interface ExamplePanelProps {
  readonly sequence: number;
  readonly count: number;
  /** "“seven #4”, is seven, taken for six, 61 %, wrong" */
  readonly readout: ReactNode;
  readonly input: ExampleInput | null;
  readonly timestep: number | null;
  /** The unit whose value colours the steps; null: not here, or not of this kind. */
  readonly inked: Inked | null;
  /** `lstm_1[50]`. */
  readonly unitName: string;
  /** What that unit follows. */
  readonly sentence: string | null;
  readonly state: PanelState;
  /** "How to read", at the right end. */
  readonly guide: ReactNode;
  readonly navigate: Navigate;
}

/** What goes in: the frames or tokens of one probe sequence, each in the colour of what the chosen unit makes of it. */
export function ExamplePanel(props: ExamplePanelProps) {
  const { sequence, count, readout, input, timestep, inked, state, navigate } = props;
  const [time, features] = [input?.time ?? 1, input?.kind === 'frames' ? input.features : 1];
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, time), band: true, ticks: [] }), [time]);
  const insets = useInsets(STRIP.left, STRIP.right, 2, 8);
  const paint = (plot: Plot) => {
    if (!input) return;
    paintStrip(plot, input, inked);
    if (inked && timestep !== null) paintUnitValue(plot, input.kind, inked, timestep, valueText(inked, timestep));
  };
  const go = ({ x: at }: ChartPoint) => navigate({ timestep: Math.min(time, Math.max(1, Math.round(at))) });
  const to = (index: number) => navigate({ sequence: (index + count) % count });
  const token = timestep !== null && input && input.kind !== 'frames' ? input.tokens[timestep - 1] : undefined;
  return (
    <Panel
      title={count > 0 ? words.title(sequence + 1, count) : words.titleEmpty}
      readout={token && timestep !== null ? words.readout(timestep, token) : readout}
      unit={input ? <Explained {...props} input={input} /> : null}
      state={input ? state : noInput(state)}
      controls={
        <>
          {inked ? <Scale limit={inked.limit} /> : null}
          {count > 1 ? (
            <ExampleSteps previous={words.previous} next={words.next} onStep={(by) => to(sequence + by)} />
          ) : null}
          {props.guide}
        </>
      }
    >
      <Chart
        summary={words.summary(sequence + 1, time, features)}
        x={x}
        y={ONE_BAND}
        insets={insets}
        frame="none"
        paint={paint}
        onHover={(point) => point && input && go(point)}
        onPick={(point) => input && go(point)}
      >
        <CellOutline
          cells={timestep === null || !input ? null : { x: [timestep - 0.5, timestep + 0.5], y: ONE_BAND.domain }}
        />
      </Chart>
    </Panel>
  );
}

function noInput(state: PanelState): PanelState {
  return state.kind === 'ready' ? { kind: 'loading' } : state;
}

function valueText({ states, unit }: Inked, timestep: number): string {
  return words.value(timestep, number(states.value(unit, timestep - 1)));
}

/** "each token coloured by lstm_1[50], which follows inside quotes: AUROC .99 …" */
function Explained({ input, inked, unitName, sentence }: ExamplePanelProps & { readonly input: ExampleInput }) {
  if (!inked) return input.kind === 'frames' ? words.frames(input.features) : words[input.kind];
  return (
    <>
      {words.coloured(input.kind)} <span className="kit-mono states-unit-name">{unitName}</span>
      {sentence === null ? null : words.which(sentence)}
    </>
  );
}

/** The scale of the colours. */
const Scale = memo(function Scale({ limit }: { readonly limit: number }) {
  const { theme } = useKit();
  const stops = [-1, -0.5, -0.15, 0, 0.15, 0.5, 1].map((share) => theme.maps.div.css(share)).join(', ');
  return (
    <span className="states-scale">
      −{number(limit)}
      <i style={{ background: `linear-gradient(to right, ${stops})` }} />+{number(limit)}
    </span>
  );
});
