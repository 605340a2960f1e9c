import { useMemo } from 'react';
import type { SimilarityResult } from '../../lib/client/derived/similarity.ts';
import { tensorRef } from '../../lib/client/derived/tensor-ref.ts';
import { type Derived, useDerived } from '../_kit/state/use-derived.ts';
import { useLastOf } from '../_kit/state/use-last-of.ts';
import type { SimilarItem } from './select/similar-states.ts';

/** How alike some states are, as far as it is known, and of which. */
export interface Similarity {
  /** The newest result of these runs and layers: it stays until the next one is there. */
  readonly shown: { readonly items: readonly SimilarItem[]; readonly result: SimilarityResult } | null;
  /** What is shown is of other snapshots than those wanted. */
  readonly isBehind: boolean;
  readonly work: Derived<SimilarityResult>;
}

/** Compares states with each other in a worker; fewer than two: nothing. */
export function useSimilarity(items: readonly SimilarItem[]): Similarity {
  const ids = items.map(({ tensor }) => tensor.id).join();
  const runId = items[0]?.run.info.id ?? '';
  const isLasting = items.every(({ run }) => run.info.status !== 'live');
  // biome-ignore lint/correctness/useExhaustiveDependencies: items are the ids of their snapshots
  const request = useMemo(() => {
    if (items.length < 2) return null;
    const input = { snapshots: items.map(({ tensor }) => tensorRef(tensor)) };
    return { kind: 'similarity' as const, runId, identity: ids, input, isLasting };
  }, [ids, runId, isLasting]);
  const work = useDerived(request);
  const result = request && work.state?.status === 'ready' ? work.state.result : null;
  const subject = items.map(({ run, layer }) => `${run.info.id} ${layer}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const made = useMemo(() => (result ? { items, result } : null), [result, ids]);
  const shown = useLastOf(subject, made);
  return { shown, isBehind: shown !== null && shown !== made, work };
}
