import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { DecodedTensor, TensorCache } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { errorText } from '../told/error-text.ts';
import { useKit } from './kit-context.ts';

/** A tensor on its way, here, or failed. `tensor` is undefined while it is on its way. */
export interface TensorState {
  readonly tensor: DecodedTensor | undefined;
  readonly error: string | null;
  /** Asks again after an error. */
  readonly retry: () => void;
}

/** Re-renders, at most once a frame, when tensors arrived; read them with `peek`. For panels that show many at once. */
export function useTensorCache(): TensorCache {
  const { client, scheduler } = useKit();
  const [, setArrivals] = useState(0);
  useEffect(() => {
    const listener = () => setArrivals((arrivals) => arrivals + 1);
    const unsubscribe = client.tensors.subscribe(() => scheduler.notify(listener));
    return () => {
      unsubscribe();
      scheduler.cancel(listener);
    };
  }, [client, scheduler]);
  return client.tensors;
}

/** The bytes of one tensor, fetched unless they are here. Null: nothing to fetch. */
export function useTensor(stored: StoredTensor | null): TensorState {
  const { client, scheduler } = useKit();
  const [failure, setFailure] = useState<{ readonly id: number; readonly message: string } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const id = stored?.id ?? null;
  const subscribe = useCallback(
    (listener: () => void) => {
      const unsubscribe = client.tensors.subscribe(() => scheduler.notify(listener));
      return () => {
        unsubscribe();
        scheduler.cancel(listener);
      };
    },
    [client, scheduler],
  );
  const read = () => (id === null ? undefined : client.tensors.peek(id));
  const tensor = useSyncExternalStore(subscribe, read, read);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a tensor is its id; `attempt` asks again
  useEffect(() => {
    if (!stored || client.tensors.peek(stored.id)) return;
    let isCurrent = true;
    client.tensors.load(stored).then(
      () => isCurrent && setFailure(null),
      (error: unknown) => isCurrent && setFailure({ id: stored.id, message: errorText(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, id, attempt]);
  const retry = useCallback(() => {
    setFailure(null);
    setAttempt((before) => before + 1);
  }, []);
  return { tensor, error: !tensor && failure && failure.id === id ? failure.message : null, retry };
}
