import { useEffect, useMemo, useState } from 'react';
import type { EpochsRequest } from '../../../lib/analysis/projection/over-epochs.ts';
import type { JobProgress } from '../../../lib/client/derived/jobs.ts';
import type { ProjectionResult } from '../../../lib/client/derived/projection.ts';
import {
  type ProjectionChain,
  type ProjectionStep,
  projectionStep,
  withStep,
} from '../../../lib/client/derived/projection-chain.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { useDerived } from '../../_kit/state/use-derived.ts';
import { useLastOf } from '../../_kit/state/use-last-of.ts';
import { errorText } from '../../_kit/told/error-text.ts';

/** States of a layer laid out over epochs, as far as they are. */
export interface Projected {
  /** The newest layout; may be of fewer snapshots than there are. */
  readonly result: ProjectionResult | null;
  /** Snapshots that came since. */
  readonly behind: number;
  readonly status: 'working' | 'ready' | 'failed' | 'cancelled';
  readonly progress: JobProgress | null;
  readonly error: string | null;
  readonly cancel: () => void;
  readonly again: () => void;
}

interface Held {
  /** What is laid out, and how. */
  readonly subject: string;
  readonly chain: ProjectionChain | null;
  /** Under way: finished before the next one is thought of, or a fast training would never see any. */
  readonly step: ProjectionStep | null;
  readonly refit: boolean;
}

/**
 * Lays out the states of `snapshots` (of one layer, by epoch). While the run goes on PCA and t-SNE go on with it, epoch by
 * epoch; UMAP has to begin anew, which is left to the reader (`again`). Until a new layout is there the one before it of
 * the same kind stays.
 */
export function useProjection(
  runId: string,
  snapshots: readonly StoredTensor[],
  request: EpochsRequest,
  isEnded: boolean,
): Projected {
  const of = [runId, snapshots[0]?.layer, snapshots[0]?.name];
  const subject = JSON.stringify([...of, request]);
  const family = JSON.stringify([...of, request.method, request.dimensions]);
  const [held, setHeld] = useState<Held>({ subject, chain: null, step: null, refit: false });
  const own = held.subject === subject ? held : { subject, chain: null, step: null, refit: false };
  const waits = !isEnded && request.method === 'umap' && own.chain !== null;
  useEffect(() => {
    if (own.step || waits || snapshots.length === 0) return;
    const step = projectionStep(own.chain, snapshots, request, own.refit);
    if (step) setHeld({ ...own, step });
    else if (own !== held) setHeld(own);
  });
  const { step } = own;
  const derive = useMemo(
    () =>
      step && {
        kind: 'projection' as const,
        runId,
        identity: `${snapshots[0]?.layer} ${snapshots[0]?.name} ${step.identity}`,
        input: step.input,
        // what depends on when this page looked is of no use to another
        isLasting: request.joint && step.kind === 'whole' && step.input.start === null,
      },
    [step, runId, snapshots[0], request],
  );
  const { state, cancel, again } = useDerived(derive);
  useEffect(() => {
    const result = state?.status === 'ready' ? state.result : null;
    if (!step || !result) return;
    setHeld((before) => {
      if (before.step !== step) return before;
      const refit = step.kind === 'more' && result.refitted;
      return { ...before, chain: refit ? before.chain : withStep(before.chain, step, result), step: null, refit };
    });
  }, [state, step]);
  const kept = useLastOf(family, own.chain?.result ?? null);
  const early = own.chain ? null : (state?.early ?? null);
  return {
    result: early ?? kept,
    behind: own.chain ? snapshots.length - own.chain.ids.length : 0,
    status: step ? (state?.status ?? 'working') : own.chain || snapshots.length === 0 ? 'ready' : 'working',
    progress: state?.progress ?? null,
    error: state?.error ? errorText(state.error) : null,
    cancel,
    again: () => (waits ? setHeld({ subject, chain: null, step: null, refit: false }) : again()),
  };
}
