import { useCallback, useEffect, useRef, useState } from 'react';
import { UnrolledError } from '../../lib/base/errors.ts';
import type { DecodedTensor, RunData } from '../../lib/client/run-data.ts';
import { type Computer, createComputer } from '../../lib/compute/computer.ts';
import type { ExplainJob, PlainTensor } from '../../lib/compute/job.ts';
import { encodeMap, mapName } from '../../lib/compute/kept-maps.ts';
import { probeParts, type SavedWeights } from '../../lib/compute/saved-model.ts';
import { useKit } from '../_kit/state/kit-context.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { type Asked, type MapRequest, methodsOf, requestOf } from './select/asked.ts';
import { computedSaliency, withComputed } from './select/computed.ts';
import type { ExampleSaliency } from './select/example-saliency.ts';

/** How far a computation is. */
export interface Progress {
  /** Epoch being computed, the how many-th of how many. */
  readonly epoch: number;
  readonly number: number;
  readonly of: number;
  /** Share of all of it, 0…1; null while model and weights are on their way. */
  readonly share: number | null;
}

export interface Explaining {
  readonly computed: readonly ExampleSaliency[];
  readonly progress: Progress | null;
  readonly error: string | null;
  /** That computed last: `wasm`, `cpu`. */
  readonly backend: string | null;
  /** Why what was computed last is not kept for the next visit; null: it is. */
  readonly notKept: string | null;
  readonly start: (asked: Asked) => void;
  readonly cancel: () => void;
}

/** Computes saliency of a run's kept weights in a worker of this page; what came out is kept for the next visit. */
export function useExplain(data: RunData): Explaining {
  const { client } = useKit();
  const computer = useRef<Computer | null>(null);
  const isCancelled = useRef(false);
  const [computed, setComputed] = useState<readonly ExampleSaliency[]>([]);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [backend, setBackend] = useState<string | null>(null);
  const [notKept, setNotKept] = useState<string | null>(null);
  const cancel = useCallback(() => {
    isCancelled.current = true;
    computer.current?.cancel();
    setProgress(null);
  }, []);
  useEffect(() => cancel, [cancel]);

  const run = async (asked: Asked) => {
    const load = (tensor: Parameters<typeof client.tensors.load>[0]) => client.tensors.load(tensor);
    for (const [at, weights] of asked.epochs.entries()) {
      const of = asked.epochs.length;
      const tell = (share: number | null) => setProgress({ epoch: weights.epoch, number: at + 1, of, share });
      tell(at === 0 ? null : at / of);
      const requests = requestsOf(asked, weights);
      const job = await jobOf(data, asked, weights, requests, load);
      if (isCancelled.current) return;
      computer.current ??= createComputer();
      const { maps, backend: by } = await computer.current.explain(job, (share) => tell((at + share) / of));
      setBackend(by);
      const added = maps.map((map) => computedSaliency(map, asked.sequence, weights.epoch, 'computed'));
      setComputed((before) => withComputed(before, added));
      const subject = { ...asked, runId: data.info.id, tensors: data.tensors };
      const kept = maps.map((map, i) => client.kept.keep(mapName(subject, weights, requests[i]!), encodeMap(map)));
      void Promise.all(kept).then((reasons) => setNotKept(reasons.find((reason) => reason !== null) ?? null));
    }
  };
  const start = (asked: Asked) => {
    isCancelled.current = false;
    setError(null);
    run(asked)
      .catch((failure: unknown) => {
        if (!(failure instanceof UnrolledError && failure.code === 'cancelled')) setError(errorText(failure));
      })
      .finally(() => setProgress(null));
  };
  return { computed, progress, error, backend, notKept, start, cancel };
}

async function jobOf(
  data: RunData,
  { model, sequence }: Asked,
  weights: SavedWeights,
  requests: readonly MapRequest[],
  load: (tensor: SavedWeights['tensors'][number]) => Promise<DecodedTensor>,
): Promise<ExplainJob> {
  const all = (tensors: SavedWeights['tensors']) => Promise.all(tensors.map(load));
  const [topology, values, inputs, targets] = await Promise.all([
    load(model.topology),
    all(weights.tensors),
    all(probeParts(data.tensors, 'probe_x')),
    all(probeParts(data.tensors, 'probe_y')),
  ]);
  return {
    topology: new TextDecoder().decode(topology.values as Uint8Array),
    weights: values.map(plain),
    inputs: inputs.map(plain),
    targets: targets.map(plain),
    sequences: [sequence],
    requests,
  };
}

/** What was asked for, and its check where that is not known yet. */
function requestsOf(asked: Asked, { epoch }: SavedWeights): readonly MapRequest[] {
  const isOpen = (method: string) => method === asked.method || !asked.occluded.has(epoch);
  return methodsOf(asked)
    .filter(isOpen)
    .map((method) => requestOf(method, asked));
}

function plain({ info, values }: DecodedTensor): PlainTensor {
  const dtype = info.dtype === 'int32' ? 'int32' : info.dtype === 'uint8' ? 'bool' : 'float32';
  return { shape: info.shape, dtype, values };
}
