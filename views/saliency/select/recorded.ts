import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import {
  type ExampleSaliency,
  largest,
  type Method,
  methodOf,
  recordedSaliency,
  type Span,
  sequencesOf,
  stepScores,
  targetOf,
  validSpan,
} from './example-saliency.ts';
import type { Shown } from './shown.ts';

/** What is looked at: an example, a method, and a target (null: the one the run recorded). */
export interface Wanted {
  readonly sequence: number;
  readonly method: Method;
  readonly target: number | null;
}

/** Everything recorded of saliency, by rising epoch; of two of one epoch and method the later. */
export function saliencySnapshots(data: Pick<RunData, 'tensors'>): readonly StoredTensor[] {
  const own = data.tensors.filter((tensor) => tensor.name === TENSOR.saliency && methodOf(tensor) !== null);
  return [...new Map(own.map((tensor) => [`${tensor.epoch} ${methodOf(tensor)}`, tensor])).values()].sort(
    (a, b) => a.epoch - b.epoch,
  );
}

/** Those of the snapshots that answer what is wanted. */
export function answering(snapshots: readonly StoredTensor[], { sequence, method, target }: Wanted) {
  return snapshots.filter(
    (stored) =>
      methodOf(stored) === method &&
      sequencesOf(stored).includes(sequence) &&
      (target === null || targetOf(stored, sequence) === target),
  );
}

/**
 * All that is known of what is wanted, by epoch: what was recorded, where nothing was what an earlier visit kept, and over
 * both what was computed in this one. `target`: what computed ones must explain.
 */
export function byEpoch(
  stored: readonly StoredTensor[],
  peek: (id: number) => DecodedTensor | undefined,
  computed: readonly ExampleSaliency[],
  { sequence, method }: Wanted,
  target: number,
): ReadonlyMap<number, ExampleSaliency> {
  const found = new Map<number, ExampleSaliency>();
  for (const { id, epoch } of stored) {
    const decoded = peek(id);
    const saliency = decoded ? recordedSaliency(decoded, sequence) : null;
    if (saliency) found.set(epoch, saliency);
  }
  for (const each of computed) {
    const own = each.step ?? each.classIndex;
    if (each.sequence !== sequence || each.method !== method || own !== target) continue;
    if (each.origin === 'computed' || !found.has(each.epoch)) found.set(each.epoch, each);
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** The epoch shown: the playhead's, else the nearest one before it, else after it. */
export function nearestEpoch(known: ReadonlyMap<number, unknown>, epoch: number | null): number | null {
  const epochs = [...known.keys()];
  if (epoch === null) return epochs.at(-1) ?? null;
  return epochs.findLast((each) => each <= epoch) ?? epochs[0] ?? null;
}

/** Scales that hold every epoch, so that colours and bars mean the same wherever the playhead is. */
export interface Scales {
  readonly stepLimit: number;
  readonly cellLimit: number;
  readonly low: number;
  readonly high: number;
}

/** Scales of what is known; `beside`: step scores drawn on the same axis. */
export function scalesOf(
  known: ReadonlyMap<number, ExampleSaliency>,
  scores: ReadonlyMap<number, Float64Array>,
  beside: Iterable<Float64Array>,
): Scales {
  let [stepLimit, cellLimit, low, high] = [0, 0, 0, 0];
  for (const { values } of known.values()) cellLimit = Math.max(cellLimit, largest(values));
  for (const each of scores.values()) stepLimit = Math.max(stepLimit, largest(each));
  for (const each of [...scores.values(), ...beside]) {
    for (const value of each) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return { stepLimit: stepLimit || 1, cellLimit: cellLimit || 1, low, high };
}

/** Scores by epoch. */
export function scoresByEpoch(known: ReadonlyMap<number, ExampleSaliency>): ReadonlyMap<number, Float64Array> {
  return new Map([...known].map(([epoch, saliency]) => [epoch, stepScores(saliency)]));
}

/** What the panels draw at an epoch. */
export function shownAt(
  saliency: ExampleSaliency,
  scores: Float64Array,
  scales: Scales,
  occlusion: Float64Array | null,
): Shown {
  const span: Span = validSpan(scores);
  // only these two are in the unit of the output itself
  const isSameUnit = saliency.method === 'integrated-gradients' || saliency.method === 'gradient×input';
  return { saliency, scores, span, outline: isSameUnit ? occlusion : null, ...scales };
}
