import type { EpochsRequest } from '../../analysis/projection/over-epochs.ts';
import type { StoredTensor } from '../../protocol/delta.ts';
import { type ProjectionInput, type ProjectionResult, QUALITIES } from './projection.ts';
import { tensorRef } from './tensor-ref.ts';

/** What of a run is laid out so far. */
export interface ProjectionChain {
  /** Ids of the snapshots that were looked at, by epoch. */
  readonly ids: readonly number[];
  readonly result: ProjectionResult;
}

/** What to compute next, and what its result does to the chain. */
export interface ProjectionStep {
  readonly input: Omit<ProjectionInput, 'source'>;
  /** Names all that the result depends on. */
  readonly identity: string;
  /** `whole`: takes the place of the chain; `more`: goes behind it. */
  readonly kind: 'whole' | 'more';
  readonly ids: readonly number[];
}

/**
 * The next step towards a layout of `snapshots` (by epoch): everything, or what came since, started from the last one that
 * is laid out. Null: the chain has all. `refit`: the basis no longer showed what came since, and is fitted anew on all.
 */
export function projectionStep(
  chain: ProjectionChain | null,
  snapshots: readonly StoredTensor[],
  request: EpochsRequest,
  refit = false,
): ProjectionStep | null {
  const ids = snapshots.map(({ id }) => id);
  const whole = (start: ProjectionInput['start'], mark: string): ProjectionStep => ({
    input: { snapshots: snapshots.map(tensorRef), request, start },
    identity: JSON.stringify([request, ids, mark]),
    kind: 'whole',
    ids,
  });
  if (!chain?.ids.every((id, at) => id === ids[at]) || !isSame(chain.result.request, request)) return whole(null, '');
  if (!refit && chain.ids.length === ids.length) return null;
  if (!canGoOn(chain.result)) return whole(null, '');
  const { rows, basis, epochs } = chain.result;
  if (refit) return whole({ rows, basis, layout: null }, `refit after ${chain.ids.length}`);
  const last = snapshots.findLastIndex(({ epoch }, at) => at < chain.ids.length && epoch === epochs.at(-1));
  if (last < 0) return whole(null, '');
  const fresh = snapshots.slice(chain.ids.length);
  return {
    input: {
      snapshots: [snapshots[last]!, ...fresh].map(tensorRef),
      request,
      start: { rows, basis, layout: request.method === 'tsne' ? lastLayout(chain.result) : null },
    },
    identity: JSON.stringify([request, ids, `after ${chain.ids.length}`]),
    kind: 'more',
    ids,
  };
}

/** The chain with what a step brought. */
export function withStep(
  chain: ProjectionChain | null,
  step: ProjectionStep,
  result: ProjectionResult,
): ProjectionChain {
  if (step.kind === 'whole' || !chain) return { ids: step.ids, result };
  return { ids: step.ids, result: appended(chain.result, result) };
}

/** Layouts of later epochs behind earlier ones. The first epoch of `more` is the last of `before`. */
function appended(before: ProjectionResult, more: ProjectionResult): ProjectionResult {
  const size = more.rows.length * more.axes;
  return {
    ...before,
    epochs: Int32Array.of(...before.epochs, ...more.epochs.subarray(1)),
    notFinite: Int32Array.of(...before.notFinite, ...more.notFinite),
    coordinates: joined(before.coordinates, more.coordinates.subarray(size)),
    quality: Float64Array.of(...before.quality, ...more.quality.subarray(QUALITIES.length)),
    refitted: more.refitted,
  };
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Only what has one basis, or starts from the epoch before, can go on; one layout of all epochs can't. */
function canGoOn({ request, epochs }: ProjectionResult): boolean {
  return epochs.length > 0 && (request.method === 'pca' || (request.method === 'tsne' && !request.joint));
}

function isSame(a: EpochsRequest, b: EpochsRequest): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function lastLayout({ coordinates, rows, axes }: ProjectionResult): Float32Array {
  return coordinates.slice(coordinates.length - rows.length * axes);
}
