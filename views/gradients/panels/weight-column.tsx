'use client';
import { useMemo } from 'react';
import { chartCode } from '../../../lib/client/chart-code.ts';
import type { Detail } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { SERIES, type SeriesKey } from '../../../lib/protocol/record.ts';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import type { PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { chartName } from '../../_kit/series/series-chart.ts';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { detailMessages } from '../detail-messages.ts';
import { gradientsMessages } from '../messages.ts';
import { epochAxis } from '../select/epoch-axis.ts';
import type { EpochSpan } from '../select/epoch-span.ts';
import { layerMap, pickedWeight } from '../select/layer-map.ts';
import { rateChanges } from '../select/learning-rates.ts';
import { gateNorms, runNorms, weightNorms } from '../select/norm-lines.ts';
import { gateRatios, updateRatio } from '../select/update-ratio.ts';
import { createEpochReader, type WeightRow } from '../select/weight-epochs.ts';
import { useNarrow } from '../use-narrow.ts';
import { DetailControl, isLines } from './detail-control.tsx';
import { HistogramPanel } from './histogram-panel.tsx';
import { LayerMapPanel } from './layer-map-panel.tsx';
import { MatrixPanel } from './matrix-panel.tsx';
import { NormPanel } from './norm-panel.tsx';
import { SpectrumPanel } from './spectrum-panel.tsx';
import { UpdatePanel } from './update-panel.tsx';

export interface WeightColumnProps {
  readonly data: RunData;
  readonly revision: number;
  readonly all: readonly RunData[];
  /** The layer whose flow is shown. */
  readonly layer: string | null;
  readonly span: EpochSpan;
  readonly playhead: number | null;
  readonly navigate: Navigate;
}

const words = gradientsMessages;
const READY: PanelState = { kind: 'ready' };
const empty = (sentence: string): PanelState => ({ kind: 'empty', sentence });

/** What the weights get of the gradient: panels over one axis of epochs with one playhead. */
export function WeightColumn({ data, revision, all, layer, span, playhead, navigate }: WeightColumnProps) {
  const chosen = usePageState((state) => state.weight);
  const detail = usePageState((state) => state.detail);
  const isNarrow = useNarrow();
  const read = useMemo(createEpochReader, []);
  const epochs = useMemo<Axis>(
    () => ({ domain: bandDomain(span.first, span.last), band: true, ticks: [] }),
    [span.first, span.last],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const models = useMemo(() => {
    const axis = epochAxis(data);
    const map = layerMap(data, axis, span, read);
    const picked = pickedWeight(map.rows, chosen, layer);
    return {
      map,
      picked,
      ratio: updateRatio(data, axis, span, picked?.path ?? null, read),
      gateRatios: picked && detail === 'gates' ? gateRatios(data, axis, span, picked, read) : [],
      rates: rateChanges(data, axis),
      norms: runNorms(all, data.info.id, read),
      weights: !picked
        ? { curves: [], ended: [] }
        : detail === 'gates'
          ? gateNorms(data, axis, picked, read)
          : weightNorms(data, axis, picked.layer, picked.path, read),
    };
  }, [data, revision, all.length, span, chosen, layer, detail, read]);

  const { map, picked, ratio, rates, norms, weights } = models;
  const alone = useMemo(() => [data], [data]);
  const shared = { span, epochs, playhead, navigate };
  const isTall = !isLines(detail);
  const isRuns = !isNarrow || detail === 'norms';
  const control = <DetailControl detail={detail} isNarrow={isNarrow} navigate={navigate} />;
  const inDetail = { data, revision, playhead, navigate, controls: control };
  const recurrent = recurrentLayer(data, picked?.layer ?? null, layer);
  return (
    <div className={isTall ? 'kit-column gradients-weights gradients-with-tall' : 'kit-column gradients-weights'}>
      <LayerMapPanel
        data={data}
        map={map}
        picked={picked?.path ?? null}
        state={map.rows.length > 0 ? READY : empty(words.weights.empty)}
        {...shared}
        navigate={(change) => {
          // In narrow windows lines of the weights lie behind those of the runs.
          const isBehind = isNarrow && change.weight && detail === 'norms';
          navigate(isBehind ? { ...change, detail: 'weights' } : change);
        }}
      />
      {isTall && isNarrow ? null : (
        <UpdatePanel
          data={data}
          ratio={ratio}
          gates={models.gateRatios}
          rates={rates}
          pickedName={picked ? shortName(picked.path) : ''}
          state={ratio.weights > 0 ? READY : empty(words.update.empty)}
          {...shared}
        />
      )}
      {isTall || !isRuns ? null : (
        <NormPanel
          chart="norms"
          pin={chartCode(SERIES.globalGradientNorm)}
          runs={all}
          data={data}
          title={words.norms.title}
          unit={all.length > 1 ? words.norms.unitAll : words.norms.unitOne}
          norms={norms}
          empty={empty(words.norms.empty)}
          controls={control}
          isLast={isNarrow}
          {...{ span, playhead, navigate }}
        />
      )}
      {isTall || (isNarrow && isRuns) ? null : (
        <NormPanel
          chart="weights"
          pin={picked ? chartCode(chartName(ofWeight(picked))) : null}
          runs={alone}
          data={data}
          title={words.norms.weightsTitle}
          unit={
            detail === 'gates'
              ? detailMessages.lines.gatesUnit(picked?.path ?? '')
              : words.norms.weightsUnit(picked?.layer ?? '')
          }
          norms={weights}
          empty={empty(noLines(detail, picked?.path ?? ''))}
          controls={isNarrow ? control : <LinesControl detail={detail} navigate={navigate} />}
          isLast
          {...{ span, playhead, navigate }}
        />
      )}
      {detail === 'histogram' ? <HistogramPanel {...inDetail} weight={picked?.path ?? ''} /> : null}
      {detail === 'matrix' ? <MatrixPanel {...inDetail} weight={picked?.path ?? ''} /> : null}
      {detail === 'spectrum' ? <SpectrumPanel {...inDetail} layer={recurrent} span={span} read={read} /> : null}
    </div>
  );
}

/** The series of a weight's gradient norm. */
function ofWeight({ path, layer }: WeightRow): SeriesKey {
  return { name: SERIES.gradientNorm, context: { layer, weight: path } };
}

/** The layer whose spectrum is shown: that of the picked weight where it is recurrent, else that of the flow. */
function recurrentLayer({ info }: RunData, ofWeight: string | null, ofFlow: string | null): string | null {
  const isRecurrent = info.model?.layers.some(({ path, kind }) => path === ofWeight && kind === 'recurrent');
  return isRecurrent ? ofWeight : ofFlow;
}

function noLines(detail: Detail, weight: string): string {
  return detail === 'gates' ? detailMessages.lines.noGates(weight) : words.norms.noLayer;
}

/** Whether a layer's weights are told apart, or the gates of one weight. */
function LinesControl({ detail, navigate }: { readonly detail: Detail; readonly navigate: Navigate }) {
  return (
    <Segmented
      label={detailMessages.lines.label}
      choices={[
        { value: 'norms', label: detailMessages.lines.weights },
        { value: 'gates', label: detailMessages.lines.gates },
      ]}
      value={detail === 'gates' ? 'gates' : 'norms'}
      onChange={(value) => navigate({ detail: value })}
    />
  );
}

/** The weight's own name, without its layer and without "_kernel": there is little room at a line's end. */
function shortName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/_kernel$/, '');
}
