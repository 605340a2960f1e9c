'use client';
import { useMemo } from 'react';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { TimestepCursor } from '../../_kit/chart/cursors.tsx';
import { kitMessages } from '../../_kit/messages.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { useTensor } from '../../_kit/state/use-tensor.ts';
import { detailMessages } from '../detail-messages.ts';
import { paintSingleLosses } from '../marks/single-loss-marks.ts';
import { gradientsMessages } from '../messages.ts';
import { singleLosses, singleLossTensors } from '../select/single-losses.ts';
import { nearestStored, numberOf } from '../select/stored.ts';
import { normText } from '../words.ts';
import { FlowControls, type FlowPanelProps } from './flow-panel.tsx';
import { FLOW_COLUMN } from './insets.ts';

const words = detailMessages.losses;

/** How far back the loss of single steps reaches, at the playhead: in the place and on the timesteps of the flow map. */
export function SingleLossPanel(props: Omit<FlowPanelProps, 'span' | 'state'>) {
  const { data, revision, history, scale, playhead, timestep, navigate } = props;
  const { layer, backward } = history;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const stored = useMemo(() => singleLossTensors(data.tensors, layer.path), [data, revision, layer.path]);
  const now = nearestStored(stored, playhead);
  const { tensor, error, retry } = useTensor(now);
  const losses = useMemo(() => (tensor ? singleLosses(tensor, backward, scale) : null), [tensor, backward, scale]);
  const time = Math.max(1, losses?.time ?? history.time);
  const count = Math.max(1, losses?.anchors.length ?? 1);
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, time), band: true, ticks: [] }), [time]);
  const y = useMemo<Axis>(
    () => ({ domain: bandDomain(1, count), band: true, inverse: true, ticks: [], title: words.axis }),
    [count],
  );
  const insets = useInsets(FLOW_COLUMN.left, FLOW_COLUMN.right, 4, 8);
  const state: PanelState = !now
    ? { kind: 'empty', sentence: words.empty }
    : error
      ? { kind: 'error', message: error, onRetry: retry }
      : !losses
        ? { kind: 'loading' }
        : playhead === null || now.epoch === playhead
          ? { kind: 'ready' }
          : {
              kind: 'note',
              note: `${words.noneHere(playhead)}${kitMessages.comma}${kitMessages.panel.nearest(now.epoch)}`,
            };
  const sequences = now ? numberOf(now, 'sequences') : Number.NaN;
  const go = (point: ChartPoint) => losses && navigate({ timestep: Math.max(1, Math.round(point.x)) });
  const last = (losses?.anchors.length ?? 0) - 1;
  const value = losses && timestep !== null ? (losses.values[last * time + timestep - 1] ?? Number.NaN) : Number.NaN;
  return (
    <Panel
      title={words.title}
      readout={
        state.kind === 'ready' && losses && timestep !== null && !Number.isNaN(value)
          ? words.readout(losses.anchors[last]!, timestep, normText(value))
          : null
      }
      unit={words.unit(
        gradientsMessages.symbol[losses?.quantity ?? history.quantity],
        layer.path,
        Number.isNaN(sequences) ? words.probe : words.sequences(sequences),
      )}
      state={state}
      controls={<FlowControls data={data} history={history} scale={scale} navigate={navigate} />}
    >
      <Chart
        summary={losses ? words.summary(losses.epoch, count) : words.empty}
        x={x}
        y={y}
        insets={insets}
        frame="box"
        lastStep={now?.step ?? 0}
        paint={(plot) => losses && paintSingleLosses(plot, losses)}
        onHover={(point) => point && go(point)}
        onPick={go}
      >
        {losses ? <TimestepCursor at={timestep} domain={x.domain} onMap /> : null}
      </Chart>
    </Panel>
  );
}
