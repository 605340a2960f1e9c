import { useMemo } from 'react';
import { conceptsOf } from '../../../lib/analysis/states/concepts.ts';
import type { JobProgress } from '../../../lib/client/derived/jobs.ts';
import type { ScoresResult } from '../../../lib/client/derived/scores.ts';
import { tensorRef } from '../../../lib/client/derived/tensor-ref.ts';
import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { useDerived } from '../../_kit/state/use-derived.ts';
import { errorText } from '../../_kit/told/error-text.ts';
import { className } from '../select/example.ts';
import type { StepClasses } from '../trajectory/classes.ts';
import { type ConceptColumn, chanceAt, clearestConcept, followedBy, scoredAt, scoresAt } from './concept-view.ts';
import { conceptWords } from './concept-words.ts';

/** What units of a layer mean, as far as it is known. */
export interface Concepts {
  /** All concepts that were scored: key and name. */
  readonly choices: readonly { readonly key: string; readonly name: string }[];
  /** The chosen one at the playhead. */
  readonly column: ConceptColumn | null;
  /** The chosen one at the newest scored epoch: the order of rows stays while epochs are scrubbed. */
  readonly newest: Float32Array | null;
  /** "follows inside quotes: AUROC .99, …": of a unit at the playhead. */
  readonly sentence: (unit: number) => string | null;
  readonly progress: JobProgress | null;
  readonly isWorking: boolean;
  readonly error: string | null;
}

/** Snapshots that scores of a live run are brought up to date at: each takes longer than the one before. */
function milestone(count: number): number {
  let at = 1;
  while (Math.ceil(at * 1.5) <= count) at = Math.ceil(at * 1.5);
  return Math.min(at, count);
}

/** Scores the units of a layer against the concepts of the probe, in a worker. */
export function useConcepts(
  data: RunData,
  snapshots: readonly StoredTensor[],
  truth: StepClasses | null,
  probeX: DecodedTensor | undefined,
  chosen: string | null,
  epoch: number | null,
): Concepts {
  const isEnded = data.info.status !== 'live';
  const [sequences = 0, time = 0] = snapshots[0]?.shape ?? [];
  // the same probe: what is known of a run comes anew with every change of it
  const digest = data.info.probe?.digest;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a probe is its digest
  const tokens = useMemo(() => data.info.probe?.tokens ?? null, [digest]);
  const concepts = useMemo(() => {
    const features = probeX?.info.shape.length === 3 ? probeX.info.shape[2]! : 0;
    const fits = probeX?.info.shape[1] === time;
    return conceptsOf({
      ...{ sequences, time, tokens },
      classes: truth?.of ?? null,
      inputs: probeX && fits && features > 0 && !tokens ? { values: probeX.values, features } : null,
    });
  }, [sequences, time, tokens, truth, probeX]);
  const count = isEnded ? snapshots.length : milestone(snapshots.length);
  const ids = snapshots
    .slice(0, count)
    .map(({ id }) => id)
    .join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: snapshots are their ids
  const request = useMemo(() => {
    // what is known of the probe is not here yet: scores of a part of the concepts would be thrown away
    if (count === 0 || concepts.length === 0 || !probeX) return null;
    const input = { snapshots: snapshots.slice(0, count).map(tensorRef), concepts };
    const identity = JSON.stringify([ids, concepts.map(({ key, labels }) => [key, [...labels]])]);
    return { kind: 'scores' as const, runId: data.info.id, identity, input, isLasting: isEnded };
  }, [ids, concepts, probeX, isEnded, data.info.id]);
  const { state } = useDerived(request);
  const result = state?.result ?? null;
  const nameOf = (key: string) => conceptWords.name(key, (index) => className(data, index));
  const at = result ? scoredAt(result, epoch) : -1;
  const index = useMemo(() => (result ? chosenIndex(result, chosen) : -1), [result, chosen]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: names belong to the run
  const column = useMemo(
    () => (result && at >= 0 && index >= 0 ? columnOf(result, index, at, nameOf) : null),
    [result, index, at],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const choices = useMemo(() => (result?.concepts ?? []).map((key) => ({ key, name: nameOf(key) })), [result]);
  // the same array as long as it is of the same epoch: rows are ordered by it
  const newest = useMemo(
    () => (result && index >= 0 ? scoresAt(result, index, result.epochs.length - 1) : null),
    [result, index],
  );
  return {
    choices,
    column,
    newest,
    sentence: (unit) => (result && at >= 0 ? sentenceOf(result, unit, at, nameOf) : null),
    progress: state?.progress ?? null,
    isWorking: request !== null && state?.status !== 'ready' && state?.status !== 'failed',
    error: state?.error ? errorText(state.error) : null,
  };
}

function chosenIndex(result: ScoresResult, chosen: string | null): number {
  const index = chosen === null ? -1 : result.concepts.indexOf(chosen);
  if (index >= 0 || result.epochs.length === 0) return index;
  return clearestConcept(result, result.epochs.length - 1);
}

function columnOf(result: ScoresResult, index: number, at: number, nameOf: (key: string) => string): ConceptColumn {
  const key = result.concepts[index]!;
  return {
    ...{ key, name: nameOf(key), measure: result.measures[index]! },
    epoch: result.epochs[at]!,
    values: scoresAt(result, index, at),
    chance: chanceAt(result, index, at),
  };
}

function sentenceOf(result: ScoresResult, unit: number, at: number, nameOf: (key: string) => string): string {
  const followed = followedBy(result, unit, at);
  if (!followed) return conceptWords.followsNone;
  const { concept, value, since } = followed;
  const score = conceptWords.score(result.measures[concept]!, value);
  return conceptWords.follows(nameOf(result.concepts[concept]!), value < 0, score, since, result.epochs[at]!);
}
