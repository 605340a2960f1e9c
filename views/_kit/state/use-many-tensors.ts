import { useEffect, useMemo, useRef, useState } from 'react';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { TensorPart } from '../../../lib/protocol/tensor-part.ts';
import { errorText } from '../told/error-text.ts';
import { useTensorCache } from './use-tensor.ts';

/** Tensors under way at once, which travel together: few enough that what is looked at now comes first. */
const AT_ONCE = 48;

/** Many small tensors at once. */
export interface ManyTensors {
  /** By the id of the tensor: where a part of it was wanted, that part. */
  readonly peek: (id: number) => DecodedTensor | undefined;
  /** How many of those wanted are here: changes when one arrived, so it can be memoized by. */
  readonly here: number;
  readonly error: string | null;
  readonly retry: () => void;
}

/**
 * Fetches tensors, or parts of them, those nearest to `epoch` first, and re-renders at most once a frame as they arrive.
 * The next one is asked for when one came, without waiting for a render. `wanted` is best memoized.
 */
export function useManyTensors(wanted: readonly TensorPart[], epoch: number | null): ManyTensors {
  const cache = useTensorCache();
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const looked = useRef(epoch);
  looked.current = epoch;
  const { key, partOf } = useMemo(
    () => ({
      key: wanted.map(({ id, sequence }) => `${id}/${sequence ?? ''}`).join(),
      partOf: new Map(wanted.map(({ id, sequence }) => [id, sequence])),
    }),
    [wanted],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is wanted is its ids; `attempt` asks again
  useEffect(() => {
    let isCurrent = true;
    const queue = wanted.filter(({ id, sequence }) => !cache.peek(id, sequence));
    const fetchAll = async () => {
      for (
        let next = takeNearest(queue, looked.current);
        isCurrent && next;
        next = takeNearest(queue, looked.current)
      ) {
        await cache.load(next);
      }
    };
    Promise.all(Array.from({ length: AT_ONCE }, fetchAll)).then(
      () => isCurrent && setError(null),
      (failure: unknown) => {
        // One failed: the others of this attempt would most likely fail as well.
        if (isCurrent) setError(errorText(failure));
        isCurrent = false;
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [cache, key, attempt]);
  // counted again when the cache changed, not at every step of the playhead
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is here hangs on the cache's version
  const here = useMemo(
    () => wanted.reduce((count, { id, sequence }) => count + (cache.peek(id, sequence) ? 1 : 0), 0),
    [wanted, cache, cache.version],
  );
  return {
    peek: (id) => cache.peek(id, partOf.get(id)),
    here,
    error: here < wanted.length ? error : null,
    retry: () => {
      setError(null);
      setAttempt((before) => before + 1);
    },
  };
}

/** Takes the tensor nearest to an epoch out of a queue; undefined when it is empty. */
export function takeNearest(queue: TensorPart[], epoch: number | null): TensorPart | undefined {
  const distance = ({ epoch: of }: TensorPart) => Math.abs(of - (epoch ?? of));
  const nearest = queue.reduce((best, each, at) => (distance(each) < distance(queue[best]!) ? at : best), 0);
  return queue.splice(nearest, 1)[0];
}
