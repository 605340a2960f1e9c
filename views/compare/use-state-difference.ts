import { useMemo } from 'react';
import type { MatchResult } from '../../lib/client/derived/match.ts';
import { tensorRef } from '../../lib/client/derived/tensor-ref.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import { partOf } from '../../lib/protocol/tensor-part.ts';
import type { EpochOfRun } from '../_kit/state/playhead.ts';
import { type Derived, useDerived } from '../_kit/state/use-derived.ts';
import { useLastOf } from '../_kit/state/use-last-of.ts';
import { useManyTensors } from '../_kit/state/use-many-tensors.ts';
import { useSettled } from '../_kit/state/use-settled.ts';
import { sequenceStates } from '../states/select/sequence-states.ts';
import type { StateQuantity } from '../states/select/snapshots.ts';
import { type Lack, type SnapshotPair, statePair } from './select/pairs.ts';
import { type StateDifference, stateDifference } from './select/state-difference.ts';

/** What is compared. */
export interface StateSubject {
  readonly reference: RunData;
  /** Null: there is none. */
  readonly other: RunData | null;
  /** Changes when a run did. */
  readonly version: string;
  readonly layer: string | null;
  readonly quantity: StateQuantity;
  readonly sequence: number;
  /** Where each run stands at the playhead. */
  readonly stands: EpochOfRun;
}

/** A picture of matched states, and of what. */
export interface StatePicture {
  readonly pair: SnapshotPair;
  readonly match: MatchResult;
  readonly sequence: number;
  readonly states: StateDifference;
}

/** States of two runs held against each other, as far as they are. */
export interface ComparedStates {
  readonly lack: Lack | null;
  /** Sequences both hold. */
  readonly sequences: number;
  /** The newest picture of these runs and layers: it stays until the next one is there. */
  readonly picture: StatePicture | null;
  /** The picture is of another epoch than the playhead's, or of another example than the chosen one. */
  readonly isBehind: boolean;
  readonly work: Derived<MatchResult>;
  readonly error: string | null;
  readonly retry: () => void;
}

/** Matches the units of two runs at the playhead, once it rests, in a worker. `isWanted` false: nothing is begun yet. */
export function useStateDifference(subject: StateSubject, isWanted = true): ComparedStates {
  const { reference, other, version, layer, quantity } = subject;
  const stands = useSettled(subject.stands);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that they did
  const { pair: found, lack } = useMemo(
    () => statePair(reference, other, layer, quantity, stands),
    [reference, other, version, layer, quantity, stands],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a live run changes with every step, its snapshots seldom
  const pair = useMemo(() => found, [found?.left.id, found?.right.id]);
  const [left, right] = [isWanted ? pair?.left : undefined, isWanted ? pair?.right : undefined];
  const sequences = Math.min(left?.shape[0] ?? 0, right?.shape[0] ?? 0);
  const sequence = Math.min(subject.sequence, Math.max(0, sequences - 1));
  const isLasting = reference.info.status !== 'live' && other?.info.status !== 'live';
  // biome-ignore lint/correctness/useExhaustiveDependencies: snapshots are their ids
  const request = useMemo(() => {
    if (!left || !right) return null;
    const input = { left: tensorRef(left), right: tensorRef(right) };
    const identity = JSON.stringify([left.id, right.id]);
    return { kind: 'match' as const, runId: reference.info.id, identity, input, isLasting };
  }, [left?.id, right?.id, reference.info.id, isLasting]);
  const work = useDerived(request);
  // biome-ignore lint/correctness/useExhaustiveDependencies: snapshots are their ids
  const wanted = useMemo(
    () => [left, right].flatMap((tensor) => (tensor && partOf(tensor, sequence)) ?? []),
    [left?.id, right?.id, sequence],
  );
  const parts = useManyTensors(wanted, stands(reference));
  const match = work.state?.status === 'ready' ? work.state.result : null;
  const [one, two] = [left && parts.peek(left.id), right && parts.peek(right.id)];
  const made = useMemo((): StatePicture | null => {
    const [a, b] = [one && sequenceStates(one, sequence), two && sequenceStates(two, sequence)];
    return pair && match && a && b ? { pair, match, sequence, states: stateDifference(a, b, match) } : null;
  }, [pair, match, one, two, sequence]);
  const key = `${reference.info.id} ${other?.info.id} ${pair?.layer} ${pair?.otherLayer} ${quantity}`;
  const picture = useLastOf(key, made);
  return {
    ...{ lack, sequences, picture, work, error: parts.error, retry: parts.retry },
    isBehind: picture !== null && (picture !== made || stands !== subject.stands),
  };
}
