import { useMemo } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import type { EpochOfRun } from '../_kit/state/playhead.ts';
import { useLastOf } from '../_kit/state/use-last-of.ts';
import { useSettled } from '../_kit/state/use-settled.ts';
import { useTensor } from '../_kit/state/use-tensor.ts';
import { attentionMatrix, type Extent } from '../attention/select/matrix.ts';
import { type ExampleWords, exampleWords } from '../attention/select/words.ts';
import { type AttentionDifference, attentionDifference, movedOverProbe } from './select/attention-difference.ts';
import { attentionPair, type Lack, type SnapshotPair } from './select/pairs.ts';

/** What is compared. */
export interface AttentionSubject {
  readonly reference: RunData;
  readonly other: RunData | null;
  /** Changes when a run did. */
  readonly version: string;
  readonly layer: string | null;
  /** 0-based; null: the mean of all. */
  readonly head: number | null;
  readonly sequence: number;
  /** Where each run stands at the playhead. */
  readonly stands: EpochOfRun;
}

/** A picture of attention held against attention, and of what. */
export interface AttentionPicture {
  readonly pair: SnapshotPair;
  readonly sequence: number;
  readonly words: ExampleWords;
  readonly attention: AttentionDifference;
  readonly overProbe: ReturnType<typeof movedOverProbe>;
}

/** Attention of two runs held against each other, as far as it is. */
export interface ComparedAttention {
  readonly lack: Lack | null;
  readonly sequences: number;
  /** Heads of both; of different numbers only their mean is compared. */
  readonly heads: number;
  readonly head: number | null;
  /** The newest picture of these runs and layers: it stays until the next one is there. */
  readonly picture: AttentionPicture | null;
  readonly isBehind: boolean;
  readonly error: string | null;
  readonly retry: () => void;
}

/** Reads the attention of two runs at the playhead, once it rests. */
export function useAttentionDifference(subject: AttentionSubject): ComparedAttention {
  const { reference, other, version, layer } = subject;
  const stands = useSettled(subject.stands);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that they did
  const { pair: found, lack } = useMemo(
    () => attentionPair(reference, other, layer, stands),
    [reference, other, version, layer, stands],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a live run changes with every step, its snapshots seldom
  const pair = useMemo(() => found, [found?.left.id, found?.right.id]);
  const left = useTensor(pair?.left ?? null);
  const right = useTensor(pair?.right ?? null);
  const [one, two] = [pair?.left.shape ?? [], pair?.right.shape ?? []];
  const sequences = Math.min(one[0] ?? 0, two[0] ?? 0);
  const heads = one[1] === two[1] ? (one[1] ?? 1) : 1;
  const head = heads > 1 && subject.head !== null && subject.head < heads ? subject.head : null;
  const sequence = Math.min(subject.sequence, Math.max(0, sequences - 1));
  const overProbe = useMemo(
    () =>
      left.tensor && right.tensor
        ? movedOverProbe(left.tensor, right.tensor, head, (each) => extentOf(exampleWords(reference, each)))
        : null,
    [left.tensor, right.tensor, head, reference],
  );
  const made = useMemo((): AttentionPicture | null => {
    if (!pair || !left.tensor || !right.tensor || !overProbe) return null;
    const words = exampleWords(reference, sequence);
    const [a, b] = [left.tensor, right.tensor].map((tensor) =>
      attentionMatrix(tensor, sequence, head, extentOf(words)),
    );
    return a && b ? { pair, sequence, words, attention: attentionDifference(a, b), overProbe } : null;
  }, [pair, left.tensor, right.tensor, overProbe, reference, sequence, head]);
  const key = `${reference.info.id} ${other?.info.id} ${pair?.layer} ${pair?.otherLayer}`;
  const picture = useLastOf(key, made);
  return {
    ...{ lack, sequences, heads, head, picture },
    error: left.error ?? right.error,
    retry: () => {
      left.retry();
      right.retry();
    },
    isBehind: picture !== null && (picture !== made || stands !== subject.stands),
  };
}

function extentOf({ target, source }: ExampleWords): Extent {
  return { targets: target?.length ?? null, sources: source?.length ?? null };
}
