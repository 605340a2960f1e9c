'use client';
import { useMemo, useState } from 'react';
import type { RunData } from '../../../lib/client/run-data.ts';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import type { PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { gradientsMessages } from '../messages.ts';
import { epochAxis } from '../select/epoch-axis.ts';
import type { EpochSpan } from '../select/epoch-span.ts';
import { layerMap, pickedWeight } from '../select/layer-map.ts';
import { rateChanges } from '../select/learning-rates.ts';
import { runNorms, weightNorms } from '../select/norm-lines.ts';
import { updateRatio } from '../select/update-ratio.ts';
import { createEpochReader } from '../select/weight-epochs.ts';
import { useNarrow } from '../use-narrow.ts';
import { LayerMapPanel } from './layer-map-panel.tsx';
import { NormPanel } from './norm-panel.tsx';
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
  const [shown, setShown] = useState<'runs' | 'weights'>('runs');
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
      rates: rateChanges(data, axis),
      norms: runNorms(all, data.info.id, read),
      weights: picked
        ? weightNorms(data, axis, picked.layer, picked.path, read)
        : { lines: [], domain: [-4, 1] as const },
    };
  }, [data, revision, all.length, span, chosen, layer, read]);

  const { map, picked, ratio, rates, norms, weights } = models;
  const shared = { span, epochs, playhead, navigate };
  const isWeights = isNarrow && shown === 'weights';
  const control = isNarrow ? (
    <Segmented
      label={words.norms.show}
      choices={[
        { value: 'runs', label: words.norms.runs },
        { value: 'weights', label: words.norms.weights },
      ]}
      value={shown}
      onChange={setShown}
    />
  ) : null;
  const weightPanel = (
    <NormPanel
      title={words.norms.weightsTitle}
      unit={words.norms.weightsUnit(picked?.layer ?? '')}
      norms={weights}
      state={weights.lines.length > 0 ? READY : empty(words.norms.noLayer)}
      controls={control}
      isLast
      {...shared}
    />
  );
  return (
    <div className="kit-column gradients-weights">
      <LayerMapPanel
        data={data}
        map={map}
        picked={picked?.path ?? null}
        state={map.rows.length > 0 ? READY : empty(words.weights.empty)}
        {...shared}
        navigate={(change) => {
          if (change.weight) setShown('weights');
          navigate(change);
        }}
      />
      <UpdatePanel
        data={data}
        ratio={ratio}
        rates={rates}
        pickedName={picked ? shortName(picked.path) : ''}
        state={ratio.weights > 0 ? READY : empty(words.update.empty)}
        {...shared}
      />
      {isWeights ? null : (
        <NormPanel
          title={words.norms.title}
          unit={all.length > 1 ? words.norms.unitAll : words.norms.unitOne}
          norms={norms}
          state={norms.lines.length > 0 ? READY : empty(words.norms.empty)}
          controls={control}
          isLast={isNarrow}
          {...shared}
        />
      )}
      {isNarrow && !isWeights ? null : weightPanel}
    </div>
  );
}

/** The weight's own name, without its layer and without "_kernel": there is little room at a line's end. */
function shortName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/_kernel$/, '');
}
