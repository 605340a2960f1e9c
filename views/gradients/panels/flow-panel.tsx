'use client';
import { useMemo } from 'react';
import type { FlowScale } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import { measuredOn } from '../../../lib/protocol/run.ts';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, type ChartPoint, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline, TimestepCursor } from '../../_kit/chart/cursors.tsx';
import { gridTable } from '../../_kit/export/table.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import { verdictHeadline, verdictsAt } from '../../_kit/verdict-words.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { detailMessages } from '../detail-messages.ts';
import { paintFlowMap } from '../marks/flow-map-marks.ts';
import { gradientsMessages } from '../messages.ts';
import type { EpochSpan } from '../select/epoch-span.ts';
import { nearestEpoch } from '../select/epoch-span.ts';
import { type FlowHistory, flowLayers } from '../select/flow-history.ts';
import { barLimits, flowMap, onsets } from '../select/flow-map.ts';
import { horizonText, listed } from '../words.ts';
import { FLOW_COLUMN } from './insets.ts';

export interface FlowPanelProps {
  readonly data: RunData;
  readonly revision: number;
  readonly history: FlowHistory;
  readonly span: EpochSpan;
  readonly scale: FlowScale;
  readonly playhead: number | null;
  readonly timestep: number | null;
  readonly state: PanelState;
  readonly navigate: Navigate;
}

const words = gradientsMessages.flow;

/** Gradient flow, timestep × epoch, with the memory horizon and the onsets of verdicts. */
export function FlowPanel(props: FlowPanelProps) {
  const { data, revision, history, span, scale, playhead, timestep, navigate } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const map = useMemo(() => flowMap(history, data.epochs, span, scale), [history, data, revision, span, scale]);
  const x = useMemo<Axis>(() => ({ domain: bandDomain(1, Math.max(1, map.time)), band: true, ticks: [] }), [map.time]);
  const y = useMemo<Axis>(
    () => ({
      domain: bandDomain(span.first, span.last),
      band: true,
      inverse: true,
      ticks: [],
      title: gradientsMessages.axes.epoch,
    }),
    [span.first, span.last],
  );
  const insets = useInsets(FLOW_COLUMN.left, FLOW_COLUMN.right, 4, 8);
  const shown = playhead === null ? null : nearestEpoch(history.epochs, playhead);
  const quantity = gradientsMessages.quantity[history.quantity];
  const marks = {
    map,
    limits: barLimits(history, shown, scale),
    onsets: onsets(data.verdicts, history.layer.path, span),
    playhead,
    horizonName: history.isJudged ? words.horizon : words.horizonOf(quantity),
  };
  const pick = (point: ChartPoint) => {
    const epoch = Math.round(point.y);
    navigate({
      timestep: Math.max(1, Math.round(point.x)),
      ...(epoch <= span.reached && map.rowKinds[epoch - span.first] !== 'ahead' ? { epoch } : {}),
    });
  };
  const isEmpty = history.time === 0;
  return (
    <Panel
      title={words.title}
      unit={unitOf(data, history)}
      state={props.state}
      table={() =>
        gridTable(
          'epoch',
          Array.from({ length: map.rows }, (_, row) => map.first + row),
          Array.from({ length: map.time }, (_, t) => t + 1),
          // the map shows logarithms
          (row, t) => (map.kind(row, t) === 'value' ? 10 ** map.values[row * map.time + t]! : null),
        )
      }
      controls={<FlowControls data={data} history={history} scale={scale} navigate={navigate} />}
    >
      <Chart
        summary={isEmpty ? words.summaryEmpty : summaryOf(props, shown)}
        x={x}
        y={y}
        insets={insets}
        frame="box"
        lastStep={data.epochs.at(-1)?.step ?? 0}
        paint={(plot) => paintFlowMap(plot, marks)}
        onHover={(point) => point && !isEmpty && navigate({ timestep: Math.max(1, Math.round(point.x)) })}
        onPick={(point) => !isEmpty && pick(point)}
      >
        {isEmpty ? null : <TimestepCursor at={timestep} domain={x.domain} onMap />}
        <CellOutline
          cells={
            playhead === null || playhead < span.first || playhead > span.last
              ? null
              : { x: x.domain as [number, number], y: [playhead - 0.5, playhead + 0.5] }
          }
          tag={String(playhead)}
        />
      </Chart>
    </Panel>
  );
}

function unitOf(data: RunData, history: FlowHistory): string {
  const symbol = gradientsMessages.symbol[history.quantity];
  const layer = history.layer.path;
  if (history.source === 'batch') return words.batchUnit(symbol, layer);
  return words.unit(symbol, layer, data.info.probe && measuredOn(data.info.probe));
}

/** What can be chosen of a flow: layer, quantity, scale, and the loss of single steps where that was measured. */
export function FlowControls({
  data,
  history,
  scale,
  navigate,
}: Pick<FlowPanelProps, 'data' | 'history' | 'scale' | 'navigate'>) {
  const loss = usePageState((state) => state.flowLoss);
  const hasSingle = loss === 'single' || data.tensors.some(({ name }) => name === TENSOR.itemisedFlow);
  const layers = flowLayers(data.info.model);
  return (
    <>
      {layers.length > 1 ? (
        <select
          className="kit-select"
          aria-label={gradientsMessages.layer}
          value={history.layer.path}
          onChange={(event) => navigate({ layer: event.target.value, weight: null })}
        >
          {layers.map(({ path }) => (
            <option key={path} value={path}>
              {path}
            </option>
          ))}
        </select>
      ) : null}
      {hasSingle ? (
        <Segmented
          label={detailMessages.losses.label}
          choices={[
            { value: 'all', label: detailMessages.losses.all },
            { value: 'single', label: detailMessages.losses.single },
          ]}
          value={loss}
          onChange={(flowLoss) => navigate({ flowLoss })}
        />
      ) : null}
      {history.quantities.length > 1 && loss === 'all' ? (
        <Segmented
          label={gradientsMessages.quantity.label}
          choices={history.quantities.map((value) => ({ value, label: gradientsMessages.quantity[value] }))}
          value={history.quantity}
          onChange={(quantity) => navigate({ quantity })}
        />
      ) : null}
      <span className="kit-hide-small">
        <Segmented
          label={gradientsMessages.scale.label}
          choices={[
            { value: 'absolute', label: gradientsMessages.scale.absolute },
            { value: 'peak', label: gradientsMessages.scale.peak },
          ]}
          value={scale}
          onChange={(chosen) => navigate({ scale: chosen })}
        />
      </span>
    </>
  );
}

function summaryOf({ data, history, playhead, span }: FlowPanelProps, shown: number | null): string {
  const curves = shown === null ? null : history.curves.get(shown);
  if (!curves || shown === null) return words.summaryEmpty;
  const [verdict] = verdictsAt(data.verdicts, playhead ?? shown);
  const missing = data.epochs
    .filter(({ epoch, snapshot }) => !snapshot && epoch >= span.first && epoch <= span.last)
    .map(({ epoch }) => epoch);
  return words.summary(
    `${history.layer.path} ${horizonText(history, curves)}`,
    shown,
    verdict ? `${verdictHeadline(verdict)}.` : words.noVerdict,
    missing.length > 0 ? words.missing(listed(missing)) : words.noneMissing,
  );
}
