import { useMemo } from 'react';
import type { DecodedTensor, RunData } from '../../lib/client/run-data.ts';
import type { SavedModel } from '../../lib/compute/saved-model.ts';
import type { StoredTensor } from '../../lib/protocol/delta.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import { useManyTensors } from '../_kit/state/use-many-tensors.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useTensor } from '../_kit/state/use-tensor.ts';
import { type ExampleInput, exampleInput, trueClass } from '../states/select/example.ts';
import { outputSnapshots, probeTensor } from '../states/select/snapshots.ts';
import { type ExampleSaliency, type Method, methodOf, sequencesOf, targetOf } from './select/example-saliency.ts';
import { isSingleNumber, type OutputAt, outputAt } from './select/output-at.ts';
import {
  answering,
  byEpoch,
  nearestEpoch,
  saliencySnapshots,
  scalesOf,
  scoresByEpoch,
  shownAt,
  type Wanted,
} from './select/recorded.ts';
import type { Shown } from './select/shown.ts';
import { useKept } from './use-kept.ts';

/** Epochs looked at; of longer runs the newest. */
const MOST_EPOCHS = 400;

/** What the view shows of one example. */
export interface SaliencyState {
  readonly wanted: Wanted;
  readonly input: ExampleInput | null;
  /** What is explained, also where nothing says so yet. */
  readonly target: number;
  readonly hasSteps: boolean;
  readonly targetCount: number;
  readonly classIndex: number;
  readonly shown: Shown | null;
  readonly shownEpoch: number | null;
  readonly occlusion: ExampleSaliency | null;
  readonly history: ReadonlyMap<number, Float64Array>;
  readonly outputs: ReadonlyMap<number, OutputAt>;
  /** Epochs whose occlusion is known. */
  readonly occluded: ReadonlySet<number>;
  /** Sequences that saliency was recorded of. */
  readonly recorded: readonly number[];
  /** Whether anything recorded answers this, and is only on its way. */
  readonly isLoading: boolean;
  readonly error: string | null;
  readonly retry: () => void;
}

/** Everything the view shows of a run at an epoch; `model`: what can be computed of, `computed`: what was in this visit. */
export function useSaliency(
  data: RunData,
  revision: number,
  epoch: number | null,
  model: SavedModel | null,
  computed: readonly ExampleSaliency[],
): SaliencyState {
  const page = usePageState((state) => state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const stored = useMemo(
    () => ({
      x: probeTensor(data, TENSOR.probeX),
      y: probeTensor(data, TENSOR.probeY),
      saliency: saliencySnapshots(data).slice(-MOST_EPOCHS),
      outputs: outputSnapshots(data).slice(-MOST_EPOCHS),
    }),
    [data, revision],
  );
  const newest = stored.saliency.at(-1) ?? null;
  const recorded = newest ? sequencesOf(newest) : [];
  const sequence = page.sequence ?? recorded[0] ?? 0;
  const method: Method = page.method ?? (newest && methodOf(newest)) ?? 'gradient×input';
  const { target } = page;
  const wanted = useMemo<Wanted>(() => ({ sequence, method, target }), [sequence, method, target]);
  const own = useMemo(() => answering(stored.saliency, wanted), [stored, wanted]);
  const beside = useMemo(() => answering(stored.saliency, { ...wanted, method: 'occlusion' }), [stored, wanted]);
  const fetched = useManyTensors(
    useMemo(() => [...own, ...beside], [own, beside]),
    epoch,
  );
  const x = useTensor(stored.x).tensor;
  const input = useMemo(() => (x ? exampleInput(data, x, sequence) : null), [data, x, sequence]);
  const y = useTensor(stored.y).tensor;
  const many = useManyTensors(stored.outputs, epoch);
  const about = targetInfo(data, stored.outputs.at(-1) ?? null, newest, sequence, target, y, many.peek);
  const { target: explained, hasSteps } = about;
  const kept = useKept(data, model, { sequence, method, target: explained, hasSteps });
  const all = useMemo(() => [...kept, ...computed], [kept, computed]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fetched.here` says that bytes arrived
  const known = useMemo(
    () => byEpoch(own, fetched.peek, all, wanted, explained),
    [own, fetched.here, all, wanted, explained],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const occluded = useMemo(
    () => byEpoch(beside, fetched.peek, all, { ...wanted, method: 'occlusion' }, explained),
    [beside, fetched.here, all, wanted, explained],
  );
  const occludedAt = useMemo(() => new Set(occluded.keys()), [occluded]);
  const history = useMemo(() => scoresByEpoch(known), [known]);
  const besideScores = useMemo(() => scoresByEpoch(occluded), [occluded]);
  const scales = useMemo(() => scalesOf(known, history, besideScores.values()), [known, history, besideScores]);
  const shownEpoch = nearestEpoch(known, epoch);
  const shown = useMemo(() => {
    const saliency = shownEpoch === null ? undefined : known.get(shownEpoch);
    if (!saliency || shownEpoch === null) return null;
    return shownAt(saliency, history.get(shownEpoch)!, scales, besideScores.get(shownEpoch) ?? null);
  }, [known, shownEpoch, history, scales, besideScores]);
  const step = about.hasSteps ? about.target : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `many.here` says that bytes arrived
  const outputs = useMemo(() => {
    const found = new Map<number, OutputAt>();
    for (const { id, epoch: of } of stored.outputs) {
      const decoded = many.peek(id);
      const output = decoded ? outputAt(decoded, sequence, step, isSingleNumber(data)) : null;
      if (output) found.set(of, output);
    }
    return found;
  }, [stored, many.here, sequence, step]);
  return {
    ...{ wanted, input, history, outputs, shown, shownEpoch, recorded },
    ...about,
    occluded: occludedAt,
    classIndex: shown?.saliency.classIndex ?? (about.hasSteps ? (outputs.get(epoch ?? -1)?.best ?? 0) : about.target),
    occlusion: shownEpoch === null ? null : (occluded.get(shownEpoch) ?? null),
    isLoading: own.length > 0 && known.size === 0 && fetched.error === null,
    error: fetched.error,
    retry: fetched.retry,
  };
}

function targetInfo(
  data: RunData,
  output: StoredTensor | null,
  newest: StoredTensor | null,
  sequence: number,
  target: number | null,
  y: DecodedTensor | undefined,
  peek: (id: number) => DecodedTensor | undefined,
) {
  const shape = output?.shape ?? null;
  const hasSteps = shape?.length === 3;
  const width = shape?.at(-1) ?? data.info.probe?.classNames?.length ?? data.info.model?.layers.at(-1)?.units ?? 1;
  const targetCount = hasSteps ? shape[1]! : width === 1 && !isSingleNumber(data) ? 2 : width;
  const decoded = output ? peek(output.id) : undefined;
  // as a recording would have chosen: the true class, else what the model says
  const otherwise = () => {
    if (hasSteps) return (data.info.probe?.targetTokens?.[sequence]?.length ?? targetCount) - 1;
    return (
      trueClass(y, sequence, targetCount) ??
      (decoded && outputAt(decoded, sequence, null, isSingleNumber(data))?.best) ??
      0
    );
  };
  const chosen = target ?? (newest && targetOf(newest, sequence)) ?? otherwise();
  return { hasSteps, targetCount, target: Math.max(0, Math.min(targetCount - 1, chosen)) };
}
