'use client';
import { useMemo } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import { Panel } from '../_kit/panel.tsx';
import { RunVerdict } from '../_kit/run-verdict.tsx';
import { usePlayhead } from '../_kit/state/playhead.ts';
import { type ManyTensors, useManyTensors } from '../_kit/state/use-many-tensors.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useRuns } from '../_kit/state/use-runs.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { Navigate, ViewProps } from '../_kit/view-props.ts';
import { gradientsGuide } from './guide-messages.ts';
import { gradientsMessages } from './messages.ts';
import { FlowPanel } from './panels/flow-panel.tsx';
import { ProfilePanel } from './panels/profile-panel.tsx';
import { SingleLossPanel } from './panels/single-loss-panel.tsx';
import { WaitingSheet } from './panels/waiting-sheet.tsx';
import { WeightColumn } from './panels/weight-column.tsx';
import { epochSpan } from './select/epoch-span.ts';
import { createCurveReader } from './select/flow-curves.ts';
import { flowHistory, flowLayer, flowLayers, flowTensors, judgedLayer, lagTensors } from './select/flow-history.ts';
import { flowState, withoutFlow } from './select/flow-state.ts';
import { useReferences } from './use-references.ts';

/** Do gradients reach back as far as the task needs, do they blow up, and does every weight learn? */
export function GradientsView({ runs, focus, navigate }: ViewProps) {
  const states = useRuns(runs.map(({ info }) => info.id));
  const at = Math.max(
    0,
    runs.findIndex(({ info }) => info.id === focus?.info.id),
  );
  const state = states[at];
  const datas = states.flatMap(({ data }) => data ?? []);
  if (!state?.data) return <WaitingSheet error={state?.error ?? null} />;
  return <OfRun data={state.data} revision={revisionOf(states)} all={datas} navigate={navigate} />;
}

/** Rises whenever any run changed. */
function revisionOf(states: readonly { readonly revision: number }[]): number {
  return states.reduce((sum, { revision }) => sum + revision, 0);
}

interface OfRunProps {
  readonly data: RunData;
  readonly revision: number;
  readonly all: readonly RunData[];
  readonly navigate: Navigate;
}

function OfRun({ data, revision, all, navigate }: OfRunProps) {
  const playhead = usePlayhead(data);
  const window = usePageState((state) => state.window);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const fresh = useMemo(() => epochSpan(data, window), [data, revision, window]);
  // The same object while it says the same, because axes are made of it.
  const span = useMemo(
    () => ({ first: fresh.first, last: fresh.last, reached: fresh.reached }),
    [fresh.first, fresh.last, fresh.reached],
  );
  const flow = useFlow(data, revision, playhead);
  return (
    <div className="kit-view">
      <RunVerdict
        data={data}
        epoch={playhead}
        layer={flow.history?.layer.path ?? null}
        onLayer={(layer) => navigate({ layer, weight: null })}
        guide={<ViewGuide view="gradients" words={gradientsGuide} navigate={navigate} />}
      />
      <div className="kit-sheet gradients-sheet">
        <div className="kit-column gradients-flow">
          {flow.history ? (
            <FlowColumn
              data={data}
              revision={revision}
              all={all}
              flow={flow}
              span={span}
              playhead={playhead}
              navigate={navigate}
            />
          ) : (
            <WithoutFlow data={data} />
          )}
        </div>
        <WeightColumn
          data={data}
          revision={revision}
          all={all}
          layer={flow.history?.layer.path ?? null}
          span={span}
          playhead={playhead}
          navigate={navigate}
        />
      </div>
    </div>
  );
}

interface Flow {
  readonly history: ReturnType<typeof flowHistory> | null;
  readonly tensors: ManyTensors;
}

function useFlow(data: RunData, revision: number, playhead: number | null): Flow {
  const layerPath = usePageState((state) => state.layer);
  const quantity = usePageState((state) => state.quantity);
  const read = useMemo(createCurveReader, []);
  const layer = flowLayer(data.info.model, layerPath ?? judgedLayer(data.verdicts));
  // All layers: the strip may speak of another one than is shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const wanted = useMemo(
    () =>
      flowLayers(data.info.model).flatMap(({ path }) => [
        ...flowTensors(data.tensors, path).tensors,
        ...lagTensors(data.tensors, path),
      ]),
    [data, revision],
  );
  const tensors = useManyTensors(wanted, playhead);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place; `here` says that bytes arrived
  const history = useMemo(
    () => (layer ? flowHistory(data, layer, quantity, tensors.peek, read) : null),
    [data, revision, layer, quantity, tensors.here, read],
  );
  return { history, tensors };
}

function FlowColumn(
  props: OfRunProps & {
    readonly flow: Flow;
    readonly span: ReturnType<typeof epochSpan>;
    readonly playhead: number | null;
  },
) {
  const { data, revision, all, flow, span, playhead, navigate } = props;
  const history = flow.history!;
  const scale = usePageState((state) => state.scale);
  const loss = usePageState((state) => state.flowLoss);
  const chosen = usePageState((state) => state.timestep);
  const timestep = history.time === 0 ? null : Math.min(history.time, chosen ?? 1);
  const references = useReferences({ all, focus: data, revision, history, playhead, scale });
  const { error, retry } = flow.tensors;
  const state = error ? { kind: 'error' as const, message: error, onRetry: retry } : flowState(data, history);
  return (
    <>
      {loss === 'single' ? (
        <SingleLossPanel {...{ data, revision, history, scale, playhead, timestep, navigate }} />
      ) : (
        <FlowPanel {...{ data, revision, history, span, scale, playhead, timestep, state, navigate }} />
      )}
      <ProfilePanel
        {...{ data, history, references, scale, playhead, timestep, navigate }}
        state={state.kind === 'error' || state.kind === 'note' || state.kind === 'empty' ? { kind: 'ready' } : state}
      />
    </>
  );
}

function WithoutFlow({ data }: { readonly data: RunData }) {
  return (
    <>
      <Panel title={gradientsMessages.flow.title} state={withoutFlow(data)} />
      <Panel title={gradientsMessages.profile.titleEmpty} />
    </>
  );
}
