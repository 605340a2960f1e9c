'use client';
import { type ReactNode, useMemo } from 'react';
import type { Counted } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import type { Axis } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { kitMessages } from '../../_kit/messages.ts';
import { number, whole } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { useManyTensors } from '../../_kit/state/use-many-tensors.ts';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { detailMessages } from '../detail-messages.ts';
import { paintRidges, ridgePlaces } from '../marks/ridge-marks.ts';
import { gradientsMessages } from '../messages.ts';
import { closest, type Ridges, ridgesOf, ridgeTensors, type SpreadNumbers } from '../select/ridges.ts';
import { storedByEpoch } from '../select/stored.ts';

export interface DetailPanelProps {
  readonly data: RunData;
  readonly revision: number;
  /** Path of the weight picked in the layer map. */
  readonly weight: string;
  readonly playhead: number | null;
  readonly navigate: Navigate;
  /** What else can be shown in this place. */
  readonly controls: ReactNode;
}

const words = detailMessages.histogram;
const INSETS = { left: 52, right: 20 } as const;

/** How the values of a weight, or of its gradient, are spread, epoch by epoch. */
export function HistogramPanel({ data, revision, weight, playhead, navigate, controls }: DetailPanelProps) {
  const counted = usePageState((state) => state.counted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const stored = useMemo(
    () =>
      storedByEpoch(data.tensors, counted === 'weights' ? TENSOR.weightHistogram : TENSOR.gradientHistogram, {
        weight,
      }),
    [data, revision, weight, counted],
  );
  const wanted = useMemo(() => ridgeTensors(stored, playhead), [stored, playhead]);
  const { peek, here, error, retry } = useManyTensors(wanted, playhead);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `here` says that bytes arrived
  const ridges = useMemo(() => ridgesOf(stored, playhead, peek), [stored, playhead, here]);
  const x = useMemo<Axis>(() => {
    const { domain, position, value, ticks, linear } = ridges.scale;
    const title = linear === Number.POSITIVE_INFINITY ? words.linear : words.log(number(linear, 1));
    return { title, domain, ticks: ticks.map(position), label: (at) => number(Number(value(at).toPrecision(6))) };
  }, [ridges.scale]);
  const y = useMemo<Axis>(() => ({ domain: [0, 1], ticks: [], title: gradientsMessages.axes.epoch }), []);
  const insets = useInsets(INSETS.left, INSETS.right, 2, 34);
  const shown = ridges.ridges.find(({ epoch }) => epoch === ridges.shown)?.numbers ?? null;
  const state = stateOf(ridges, playhead, here, error, retry);
  return (
    <Panel
      title={words.title(counted)}
      unit={words.unit(weight, ridges.drawn, ridges.epochs)}
      controls={controls}
      state={state.kind === 'note' ? { kind: 'ready' } : state}
      className="gradients-tall"
    >
      <div className="gradients-detail-body">
        <div className="gradients-bar">
          <Segmented<Counted>
            label={words.label}
            choices={[
              { value: 'weights', label: words.weights },
              { value: 'gradients', label: words.gradients },
            ]}
            value={counted}
            onChange={(chosen) => navigate({ counted: chosen })}
          />
          {shown ? <Numbers numbers={shown} /> : null}
          {state.kind === 'note' ? <span className="kit-panel-note">{state.note}</span> : null}
        </div>
        <div className="gradients-plot">
          <Chart
            summary={
              shown ? words.summary(weight, shown.epoch, numbersText(shown).join(kitMessages.comma)) : words.empty
            }
            x={x}
            y={y}
            insets={insets}
            lastStep={stored.at(-1)?.step ?? 0}
            paint={(plot) => ridges.epochs > 0 && paintRidges(plot, { ridges, colour: data.info.colour, playhead })}
            onPick={({ y: share }) => {
              const wanted = ridgePlaces({ top: 0, height: 1 }, ridges).epochAt(1 - share);
              if (stored.length > 0) navigate({ epoch: closest(stored, wanted) });
            }}
          />
        </div>
      </div>
    </Panel>
  );
}

function stateOf(
  ridges: Ridges,
  playhead: number | null,
  here: number,
  error: string | null,
  onRetry: () => void,
): PanelState {
  if (ridges.epochs === 0) return { kind: 'empty', sentence: words.empty };
  if (error) return { kind: 'error', message: error, onRetry };
  if (here === 0) return { kind: 'loading' };
  if (playhead === null || ridges.shown === null || ridges.shown === playhead) return { kind: 'ready' };
  return {
    kind: 'note',
    note: `${words.noneHere(playhead)}${kitMessages.comma}${kitMessages.panel.nearest(ridges.shown)}`,
  };
}

/** The numbers of an epoch: what a histogram can't show is said. */
function Numbers({ numbers }: { readonly numbers: SpreadNumbers }) {
  const [spread, ...counts] = numbersText(numbers);
  const isBad = [false, numbers.nan > 0, numbers.positiveInfinity > 0, numbers.negativeInfinity > 0];
  return (
    <span className="gradients-numbers">
      <span>{spread}</span>
      {counts.map((text, index) => (
        <span key={text} className={isBad[index] ? 'gradients-bad' : 'gradients-aside'}>
          {text}
        </span>
      ))}
    </span>
  );
}

function numbersText(numbers: SpreadNumbers): readonly string[] {
  const { finite, mean, std, zero, nan, positiveInfinity, negativeInfinity } = numbers;
  return [
    words.numbers(whole(finite), number(mean, 2), number(std, 2)),
    words.zero(whole(zero)),
    words.nan(whole(nan)),
    words.positiveInfinity(whole(positiveInfinity)),
    words.negativeInfinity(whole(negativeInfinity)),
  ];
}
