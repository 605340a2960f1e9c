import { useMemo } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import { useManyTensors } from '../_kit/state/use-many-tensors.ts';
import { decodedSnapshots, nearestSnapshot } from './select/snapshots.ts';
import { decodedWords } from './select/words.ts';

/** Decodings looked back on at most; they are small. */
const MOST_EPOCHS = 200;

/** What the model wrote for an example, and at which epoch. */
export interface Written {
  readonly epoch: number;
  readonly words: readonly string[];
}

/** What the model writes for an example at the playhead, and what it wrote last that was something else. */
export interface Decoding {
  readonly now: Written | null;
  readonly before: Written | null;
}

/** Reads what was decoded of one probe sequence. */
export function useDecoded(data: RunData, revision: number, sequence: number, epoch: number | null): Decoding {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const snapshots = useMemo(() => decodedSnapshots(data).slice(-MOST_EPOCHS), [data, revision]);
  const { peek, here } = useManyTensors(snapshots, epoch);
  const at = nearestSnapshot(snapshots, epoch);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `here` says that bytes arrived
  return useMemo(() => {
    const written = (index: number): Written | null => {
      const snapshot = snapshots[index];
      const tensor = snapshot ? peek(snapshot.id) : undefined;
      const words = tensor ? decodedWords(tensor)[sequence] : undefined;
      return snapshot && words ? { epoch: snapshot.epoch, words } : null;
    };
    const from = at ? snapshots.indexOf(at) : -1;
    const now = written(from);
    if (!now) return { now, before: null };
    for (let index = from - 1; index >= 0; index -= 1) {
      const earlier = written(index);
      if (earlier && earlier.words.join('\n') !== now.words.join('\n')) return { now, before: earlier };
    }
    return { now, before: null };
  }, [snapshots, at, sequence, here]);
}
