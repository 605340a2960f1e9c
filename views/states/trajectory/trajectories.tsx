'use client';
import { useMemo } from 'react';
import type { EpochsRequest } from '../../../lib/analysis/projection/over-epochs.ts';
import type { PageState } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import type { PanelState } from '../../_kit/panel.tsx';
import { useTensor } from '../../_kit/state/use-tensor.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { statesMessages } from '../messages.ts';
import { TrajectoryPanel } from '../panels/trajectory-panel.tsx';
import { className } from '../select/example.ts';
import { leftOut } from '../select/left-out.ts';
import type { SequenceStates } from '../select/sequence-states.ts';
import { layerSnapshots, type StateQuantity } from '../select/snapshots.ts';
import type { Example } from '../use-example.ts';
import type { FixedPoints, PointFacts } from './picture.ts';
import { useProjection } from './use-projection.ts';

const NEIGHBOURS = 15;

export interface TrajectoriesProps {
  readonly data: RunData;
  readonly revision: number;
  readonly layer: string;
  readonly quantity: StateQuantity;
  readonly snapshots: readonly StoredTensor[];
  /** States of the chosen sequence in a snapshot, as far as they are here. */
  readonly statesOf: (tensor: StoredTensor) => SequenceStates | null;
  readonly page: PageState;
  readonly epoch: number | null;
  readonly sequence: number;
  readonly timestep: number | null;
  readonly example: Example;
  readonly facts: PointFacts;
  readonly navigate: Navigate;
}

/** Lays the states of a layer out and shows them: reads what the panel needs of the run. */
export function Trajectories(props: TrajectoriesProps) {
  const { data, revision, layer, quantity, snapshots, statesOf, page, epoch, sequence, timestep, example, facts } =
    props;
  const isEnded = data.info.status !== 'live';
  const request = useMemo<EpochsRequest>(
    () => ({
      method: page.projection,
      dimensions: page.dimensions,
      perplexity: page.perplexity,
      neighbours: NEIGHBOURS,
      joint: isEnded,
    }),
    [page.projection, page.dimensions, page.perplexity, isEnded],
  );
  const projected = useProjection(data.info.id, snapshots, request, isEnded);
  const fixed = useFixedPoints(data, revision, layer, epoch);
  const input = example.input;
  const tokens = input && input.kind !== 'frames' ? input.tokens : null;
  const statesAt = (of: number) => {
    const tensor = snapshots.find((each) => each.epoch === of);
    return tensor ? statesOf(tensor) : null;
  };
  return (
    <TrajectoryPanel
      {...{ projected, page, isEnded, epoch, sequence, timestep, quantity, statesAt, facts, fixed }}
      snapshots={snapshots.length}
      reference={page.reference}
      className={(index) => className(data, index)}
      label={(of) => data.info.probe?.labels?.[of] ?? null}
      token={(t) => tokens?.[t - 1] || null}
      empty={snapshots.length > 0 ? null : emptyState(data, layer, quantity)}
      navigate={props.navigate}
    />
  );
}

/** The fixed points found last at or before an epoch. */
function useFixedPoints(data: RunData, revision: number, layer: string, epoch: number | null): FixedPoints | null {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const stored = useMemo(() => layerSnapshots(data, layer, TENSOR.fixedPoints), [data, revision, layer]);
  const at = stored.findLast((each) => epoch === null || each.epoch <= epoch) ?? null;
  const { tensor } = useTensor(at);
  return useMemo(() => {
    if (!tensor) return null;
    const { kinds } = tensor.info.attributes;
    const named = Array.isArray(kinds) ? kinds.map(String) : [];
    return { epoch: tensor.info.epoch, values: tensor.values, size: tensor.info.shape[1] ?? 0, kinds: named };
  }, [tensor]);
}

function emptyState(data: RunData, layer: string, quantity: StateQuantity): PanelState {
  return { kind: 'empty', sentence: leftOut(data, layer, [quantity]) ?? statesMessages.empty.notCaptured };
}
