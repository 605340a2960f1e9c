'use client';
import { type ReactNode, useMemo, useRef } from 'react';
import { type Axis, bandDomain, bandTicks } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import type { Plot } from '../../_kit/chart/plot.ts';
import { useSize } from '../../_kit/chart/use-size.ts';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import type { Table } from '../../_kit/export/table.ts';
import { signedMap } from '../../_kit/marks/signed-map.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { number } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { useKit } from '../../_kit/state/kit-context.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { paintStepBars } from '../marks/step-bars.ts';
import { CELL_GAP, CELL_HEIGHT, paintTokenCells } from '../marks/token-cells.ts';
import { saliencyMessages } from '../messages.ts';
import { scoreDomain, signed } from '../scale.ts';
import { isSigned, strongest } from '../select/example-saliency.ts';
import type { Shown } from '../select/shown.ts';
import { STEP_COLUMN } from './insets.ts';
import { TokenFlow } from './token-flow.tsx';

const words = saliencyMessages;
/** Least px a token has as a cell above its bar; narrower ones are set as running text. */
const ROOM_FOR_TOKEN = 40;

export interface TokensPanelProps {
  readonly title: string;
  readonly unit: string;
  readonly tokens: readonly string[];
  readonly shown: Shown | null;
  readonly timestep: number | null;
  readonly state: PanelState;
  readonly controls: ReactNode;
  readonly navigate: Navigate;
}

/** Tokens in the colour of what they matter, with a bar each: for up, against down. */
export function TokensPanel({ title, unit, tokens, shown, timestep, state, controls, navigate }: TokensPanelProps) {
  const { theme } = useKit();
  const host = useRef<HTMLDivElement>(null);
  const { width } = useSize(host);
  const span = shown?.span ?? { first: 1, last: Math.max(1, tokens.length) };
  const steps = span.last - span.first + 1;
  const areCells = (width - STEP_COLUMN.left - STEP_COLUMN.right) / steps >= ROOM_FOR_TOKEN;
  const map = shown ? scoreMap(shown, theme.maps) : null;
  const x = useMemo<Axis>(
    () => ({
      domain: bandDomain(span.first, span.last),
      band: true,
      ticks: areCells ? [] : bandTicks(span.first, span.last, 12),
      ...(areCells ? {} : { title: words.axis.step }),
    }),
    [span.first, span.last, areCells],
  );
  const [low, high] = [shown?.low ?? 0, shown?.high ?? 1];
  const hasSigns = !shown || isSigned(shown.saliency.method);
  const space = shown?.saliency.space ?? 'logit';
  const y = useMemo<Axis>(
    () => ({
      domain: scoreDomain(low, high),
      title: hasSigns ? words.axis.contribution(space) : words.axis.length,
    }),
    [low, high, hasSigns, space],
  );
  const insets = useInsets(
    STEP_COLUMN.left,
    STEP_COLUMN.right,
    areCells ? CELL_HEIGHT + CELL_GAP + 4 : 6,
    areCells ? 8 : 30,
  );
  const paint = (plot: Plot) => {
    if (!shown || !map) return;
    if (areCells) paintTokenCells(plot, tokens, shown.scores, span, map);
    paintStepBars(plot, { scores: shown.scores, span, map, outline: shown.outline });
  };
  const go = ({ x: at }: ChartPoint) =>
    navigate({ timestep: Math.min(span.last, Math.max(span.first, Math.round(at))) });
  const isAt = timestep !== null && timestep >= span.first && timestep <= span.last;
  return (
    <Panel
      title={title}
      unit={unit}
      readout={shown && isAt ? readout(shown, tokens, timestep) : null}
      state={state}
      controls={controls}
      className="saliency-tokens"
      {...(shown ? { table: () => scoresTable(shown, tokens) } : {})}
    >
      <div ref={host} className={areCells ? 'saliency-body' : 'saliency-body saliency-with-flow'}>
        {areCells || !shown || !map ? null : (
          <TokenFlow
            {...{ tokens, span, map, timestep }}
            scores={shown.scores}
            onPick={(step) => navigate({ timestep: step })}
          />
        )}
        <div className="saliency-plot">
          <Chart
            summary={shown ? summaryOf(shown, tokens) : words.summaryEmpty}
            x={x}
            y={y}
            insets={insets}
            paint={paint}
            onHover={(point) => point && shown && go(point)}
            onPick={(point) => shown && go(point)}
          >
            <CellOutline cells={isAt && shown ? { x: [timestep - 0.5, timestep + 0.5], y: y.domain } : null} />
          </Chart>
        </div>
      </div>
    </Panel>
  );
}

/** Colours of step scores: signed ones around 0, sizes from the paper up. */
export function scoreMap(shown: Shown, maps: { readonly div: ColourMap; readonly seq: ColourMap }): ColourMap {
  if (isSigned(shown.saliency.method)) return signedMap(maps.div, shown.stepLimit);
  const { stepLimit: limit } = shown;
  const { seq } = maps;
  return {
    ...seq,
    domain: [0, limit],
    pixel: (value) => seq.pixel(value / limit),
    rgb: (value) => seq.rgb(value / limit),
    css: (value) => seq.css(value / limit),
  };
}

function readout({ saliency, scores }: Shown, tokens: readonly string[], timestep: number): string {
  const value = scores[timestep - 1] ?? Number.NaN;
  const text = isSigned(saliency.method) ? signed(value, number(value)) : number(value);
  return words.at(words.step(timestep, tokens[timestep - 1] ?? ''), text);
}

function summaryOf({ saliency, scores }: Shown, tokens: readonly string[]): string {
  const named = strongest(scores, 5).map(
    (step) => `${words.step(step, tokens[step - 1] ?? '')} ${number(scores[step - 1]!)}`,
  );
  return words.summary(words.methods[saliency.method], saliency.epoch, named.join(kitMessages.comma));
}

/** What each step matters, with its token, and by occlusion where that is known. */
export function scoresTable({ scores, span, outline }: Shown, tokens: readonly string[] | null): Table {
  const rows = Array.from({ length: span.last - span.first + 1 }, (_, index) => {
    const at = span.first - 1 + index;
    return [at + 1, ...(tokens ? [tokens[at] ?? null] : []), scores[at] ?? null, outline?.[at] ?? null];
  });
  return { columns: ['timestep', ...(tokens ? ['token'] : []), 'saliency', 'occlusion'], rows };
}
