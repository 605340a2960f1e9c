'use client';
import { type ReactNode, useMemo } from 'react';
import { SALIENCY_LAYERS } from '../../../lib/client/page-state.ts';
import { type Axis, bandDomain, bandTicks } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { signedMap } from '../../_kit/marks/signed-map.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { number } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { useKit } from '../../_kit/state/kit-context.ts';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import type { ExampleInput } from '../../states/select/example.ts';
import { type FrameLayers, MOST_OVERLAID, overlayField, singleField } from '../marks/frame-field.ts';
import { paintStepBars } from '../marks/step-bars.ts';
import { saliencyMessages } from '../messages.ts';
import { scoreDomain, signed } from '../scale.ts';
import { isSigned, strongest } from '../select/example-saliency.ts';
import type { Shown } from '../select/shown.ts';
import { STEP_COLUMN } from './insets.ts';
import { scoreMap, scoresTable } from './tokens-panel.tsx';

const words = saliencyMessages;

export interface FramesPanelProps {
  readonly unit: string;
  readonly input: Extract<ExampleInput, { kind: 'frames' }>;
  readonly shown: Shown | null;
  readonly timestep: number | null;
  readonly state: PanelState;
  readonly controls: ReactNode;
  readonly navigate: Navigate;
}

/** Frames × features: the input in grey, what speaks for and against in colour; below it the sum of each frame. */
export function FramesPanel({ unit, input, shown, timestep, state, controls, navigate }: FramesPanelProps) {
  const { theme } = useKit();
  const wanted = usePageState((page) => page.saliencyLayers);
  const features = shown?.saliency.features ?? input.features;
  const isTooMany = features > MOST_OVERLAID.features || input.time > MOST_OVERLAID.steps;
  const isAlone = features !== input.features || isTooMany;
  const layers = isAlone ? 'saliency' : wanted;
  const span = shown?.span ?? { first: 1, last: input.time };
  const x = useMemo<Axis>(
    () => ({ domain: bandDomain(span.first, span.last), band: true, ticks: [] }),
    [span.first, span.last],
  );
  const xBelow = useMemo<Axis>(
    () => ({ ...x, ticks: bandTicks(span.first, span.last, 12), title: words.frames.frame }),
    [x, span.first, span.last],
  );
  const y = useMemo<Axis>(
    () => ({
      domain: bandDomain(1, features),
      band: true,
      inverse: true,
      ticks: bandTicks(1, features, 6),
      title: words.frames.feature,
    }),
    [features],
  );
  const hasSigns = !shown || isSigned(shown.saliency.method);
  const [low, high] = [shown?.low ?? 0, shown?.high ?? 1];
  const yBelow = useMemo<Axis>(
    () => ({ domain: scoreDomain(low, high), title: hasSigns ? words.frames.sum : words.frames.length }),
    [low, high, hasSigns],
  );
  const insets = useInsets(STEP_COLUMN.left, STEP_COLUMN.right, 4, 6);
  const insetsBelow = useInsets(STEP_COLUMN.left, STEP_COLUMN.right, 4, 30);
  const frames = useMemo(() => (shown ? layersOf(shown, input) : null), [shown, input]);
  const paint = (plot: Plot) => {
    if (!frames || !shown) return;
    const { maps } = plot.theme;
    paintHeatMap(plot, layers === 'overlay' ? overlayField(frames, maps) : singleField(frames, maps, layers, hasSigns));
    if (layers === 'input') paintColourBar(plot, { map: maps.mfcc, ticks: [0, 0.5, 1] });
    else {
      const limit = shown.cellLimit;
      const map = signedMap(hasSigns ? maps.div : maps.seq, limit);
      paintColourBar(plot, {
        map,
        domain: hasSigns ? [-limit, limit] : [0, limit],
        ticks: hasSigns ? [-limit, 0, limit] : [0, limit],
      });
    }
  };
  const map = shown ? scoreMap(shown, theme.maps) : null;
  const paintBelow = (plot: Plot) => {
    if (shown && map) paintStepBars(plot, { scores: shown.scores, span, map, outline: shown.outline });
  };
  const go = ({ x: at }: ChartPoint) =>
    navigate({ timestep: Math.min(span.last, Math.max(span.first, Math.round(at))) });
  const isAt = timestep !== null && timestep >= span.first && timestep <= span.last && shown !== null;
  const cells = (domain: readonly [number, number]) =>
    isAt ? { x: [timestep - 0.5, timestep + 0.5] as const, y: domain } : null;
  const hover = {
    onHover: (point: ChartPoint | null) => point && shown && go(point),
    onPick: (point: ChartPoint) => shown && go(point),
  };
  return (
    <Panel
      title={words.frames.title}
      unit={isTooMany ? `${unit}${kitMessages.semicolon}${words.frames.tooMany}` : unit}
      readout={isAt ? readout(shown, timestep) : null}
      {...(shown ? { table: () => scoresTable(shown, null) } : {})}
      state={state}
      controls={
        <>
          {isAlone ? null : (
            <Segmented
              label={words.frames.layers}
              choices={SALIENCY_LAYERS.map((value) => ({ value, label: words.frames.layer[value] }))}
              value={wanted}
              onChange={(saliencyLayers) => navigate({ saliencyLayers })}
            />
          )}
          {controls}
        </>
      }
    >
      <div className="saliency-body saliency-frames">
        <div className="saliency-plot">
          <Chart
            summary={shown ? summaryOf(shown) : words.summaryEmpty}
            x={x}
            y={y}
            insets={insets}
            frame="box"
            paint={paint}
            {...hover}
          >
            <CellOutline cells={cells(y.domain)} />
          </Chart>
        </div>
        <div className="saliency-plot">
          <Chart
            summary={shown ? summaryOf(shown) : words.summaryEmpty}
            x={xBelow}
            y={yBelow}
            insets={insetsBelow}
            paint={paintBelow}
            {...hover}
          >
            <CellOutline cells={cells(yBelow.domain)} />
          </Chart>
        </div>
      </div>
    </Panel>
  );
}

function layersOf({ saliency, scores, span, cellLimit }: Shown, input: FramesPanelProps['input']): FrameLayers {
  const { values, features, time } = saliency;
  const isAllNaN = scores.every(Number.isNaN);
  return {
    ...{ time, features, first: span.first, steps: span.last - span.first + 1 },
    share: (feature, timestep) => values[timestep * features + feature]! / cellLimit,
    input: features === input.features ? input.share : () => 0,
    isPadded: (timestep) => !isAllNaN && Number.isNaN(scores[timestep]!),
  };
}

function readout({ saliency, scores }: Shown, timestep: number): string {
  const value = scores[timestep - 1] ?? Number.NaN;
  const text = isSigned(saliency.method) ? signed(value, number(value)) : number(value);
  return words.at(`${words.frames.frame} ${timestep}`, text);
}

function summaryOf({ saliency, scores }: Shown): string {
  const named = strongest(scores, 5).map((step) => `${words.frames.frame} ${step} ${number(scores[step - 1]!)}`);
  return words.summary(words.methods[saliency.method], saliency.epoch, named.join(kitMessages.comma));
}
