import { useMemo } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import type { StoredTensor } from '../../lib/protocol/delta.ts';
import { measuredOn } from '../../lib/protocol/run.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useTensor } from '../_kit/state/use-tensor.ts';
import { type AttentionMatrix, attentionMatrix, type Extent } from './select/matrix.ts';
import { attentionLayers, attentionSnapshots, nearestSnapshot } from './select/snapshots.ts';
import { type ExampleWords, exampleWords } from './select/words.ts';

/** What the view shows of a run: a layer's attention on one probe sequence at the playhead. */
export interface Attention {
  readonly layers: readonly string[];
  readonly layer: string;
  readonly snapshots: readonly StoredTensor[];
  readonly at: StoredTensor | null;
  readonly heads: number;
  /** 0-based; null: the mean. */
  readonly head: number | null;
  readonly sequence: number;
  /** Sequences of the probe. */
  readonly count: number;
  /** On how many of them the epochs were measured. */
  readonly measured: number;
  /** Sequences whose attention was kept at the snapshot shown. */
  readonly kept: number;
  readonly words: ExampleWords;
  readonly extent: Extent;
  /** Null while on its way, or where it was not kept. */
  readonly matrix: AttentionMatrix | null;
  readonly isHere: boolean;
  readonly error: string | null;
  readonly retry: () => void;
}

/** Reads what the page state asks for; null where the run has no attention. */
export function useAttention(data: RunData, revision: number, epoch: number | null): Attention | null {
  const chosen = usePageState((state) => state.layer);
  const wanted = usePageState((state) => state.sequence) ?? 0;
  const wantedHead = usePageState((state) => state.head);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const layers = useMemo(() => attentionLayers(data), [data, revision]);
  const layer = layers.find((path) => path === chosen) ?? layers[0] ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const snapshots = useMemo(() => (layer === null ? [] : attentionSnapshots(data, layer)), [data, revision, layer]);
  const at = nearestSnapshot(snapshots, epoch);
  const { tensor, error, retry } = useTensor(at);
  const [kept = 0, heads = 1] = at?.shape ?? [];
  const count = Math.max(data.info.probe?.count ?? 0, kept);
  const sequence = Math.min(wanted, Math.max(0, count - 1));
  const head = wantedHead !== null && wantedHead < heads && heads > 1 ? wantedHead : null;
  const words = exampleWords(data, sequence);
  const [targets, sources] = [words.target?.length ?? null, words.source?.length ?? null];
  const extent = useMemo(() => ({ targets, sources }), [targets, sources]);
  const matrix = useMemo(
    () => (tensor ? attentionMatrix(tensor, sequence, head, extent) : null),
    [tensor, sequence, head, extent],
  );
  if (layer === null) return null;
  return {
    ...{ layers, layer, snapshots, at, heads, head, sequence, count, kept, words, extent, matrix, error, retry },
    isHere: tensor !== undefined,
    measured: Math.max(data.info.probe ? measuredOn(data.info.probe) : 0, kept),
  };
}
