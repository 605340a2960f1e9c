import { useEffect, useState } from 'react';
import { messageOf } from '../../../lib/base/errors.ts';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { useTensorCache } from './use-tensor.ts';

/** Requests under way at once: enough to hide a round trip, few enough that what is looked at now comes first. */
const AT_ONCE = 6;

/** Many small tensors at once. */
export interface ManyTensors {
  readonly peek: (id: number) => DecodedTensor | undefined;
  /** How many of those wanted are here: changes when one arrived, so it can be memoized by. */
  readonly here: number;
  readonly error: string | null;
  readonly retry: () => void;
}

/** Fetches tensors, those nearest to `epoch` first, and re-renders at most once a frame as they arrive. */
export function useManyTensors(wanted: readonly StoredTensor[], epoch: number | null): ManyTensors {
  const cache = useTensorCache();
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const missing = wanted.filter(({ id }) => !cache.peek(id));
  const key = missing.map(({ id }) => id).join(',');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is missing is its ids; `attempt` asks again
  useEffect(() => {
    const distance = ({ epoch: of }: StoredTensor) => Math.abs(of - (epoch ?? of));
    const next = [...missing].sort((a, b) => distance(a) - distance(b)).slice(0, AT_ONCE);
    let isCurrent = true;
    for (const tensor of next) {
      cache.load(tensor).then(
        () => isCurrent && setError(null),
        (failure: unknown) => isCurrent && setError(messageOf(failure)),
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [cache, key, attempt]);
  return {
    peek: (id) => cache.peek(id),
    here: wanted.length - missing.length,
    error: missing.length > 0 ? error : null,
    retry: () => {
      setError(null);
      setAttempt((before) => before + 1);
    },
  };
}
