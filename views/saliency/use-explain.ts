import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf, UnrolledError } from '../../lib/base/errors.ts';
import type { DecodedTensor, RunData } from '../../lib/client/run-data.ts';
import { type Computer, createComputer } from '../../lib/compute/computer.ts';
import type { ExplainJob, PlainTensor } from '../../lib/compute/job.ts';
import { probeParts, type SavedModel, type SavedWeights } from '../../lib/compute/saved-model.ts';
import { useKit } from '../_kit/state/kit-context.ts';
import { computedSaliency, withComputed } from './select/computed.ts';
import type { ExampleSaliency, Method } from './select/example-saliency.ts';

/** What is asked to be computed, at each of some epochs. */
export interface Asked {
  readonly model: SavedModel;
  readonly epochs: readonly SavedWeights[];
  readonly sequence: number;
  readonly method: Method;
  readonly target: number;
  readonly hasSteps: boolean;
}

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
  readonly start: (asked: Asked) => void;
  readonly cancel: () => void;
}

/** Computes saliency of a run's kept weights in a worker of this page; what came out is kept while the view is open. */
export function useExplain(data: RunData): Explaining {
  const { client } = useKit();
  const computer = useRef<Computer | null>(null);
  const isCancelled = useRef(false);
  const [computed, setComputed] = useState<readonly ExampleSaliency[]>([]);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [backend, setBackend] = useState<string | null>(null);
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
      const job = await jobOf(data, asked, weights, load);
      if (isCancelled.current) return;
      computer.current ??= createComputer();
      const { maps, backend: by } = await computer.current.explain(job, (share) => tell((at + share) / of));
      setBackend(by);
      setComputed((before) => withComputed(before, computedSaliency(maps, asked.sequence, weights.epoch)));
    }
  };
  const start = (asked: Asked) => {
    isCancelled.current = false;
    setError(null);
    run(asked)
      .catch((failure: unknown) => {
        if (!(failure instanceof UnrolledError && failure.code === 'cancelled')) setError(messageOf(failure));
      })
      .finally(() => setProgress(null));
  };
  return { computed, progress, error, backend, start, cancel };
}

async function jobOf(
  data: RunData,
  { model, sequence, method, target, hasSteps }: Asked,
  weights: SavedWeights,
  load: (tensor: SavedWeights['tensors'][number]) => Promise<DecodedTensor>,
): Promise<ExplainJob> {
  const all = (tensors: SavedWeights['tensors']) => Promise.all(tensors.map(load));
  const [topology, values, inputs, targets] = await Promise.all([
    load(model.topology),
    all(weights.tensors),
    all(probeParts(data.tensors, 'probe_x')),
    all(probeParts(data.tensors, 'probe_y')),
  ]);
  const options = { target: hasSteps ? { step: target } : { class: target } };
  return {
    topology: new TextDecoder().decode(topology.values as Uint8Array),
    weights: values.map(plain),
    inputs: inputs.map(plain),
    targets: targets.map(plain),
    sequences: [sequence],
    requests: [...new Set<Method>([method, 'occlusion'])].map((each) => ({ ...options, method: each })),
  };
}

function plain({ info, values }: DecodedTensor): PlainTensor {
  const dtype = info.dtype === 'int32' ? 'int32' : info.dtype === 'uint8' ? 'bool' : 'float32';
  return { shape: info.shape, dtype, values };
}
