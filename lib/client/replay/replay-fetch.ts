import { DEFAULT_LIMITS } from '../../analysis/verdicts/limits.ts';
import type { LimitsAnswer, OwnLimits } from '../../analysis/verdicts/own-limits.ts';
import { messageOf, UnrolledError } from '../../base/errors.ts';
import { API_BASE, type ErrorAnswer } from '../../protocol/api-answers.ts';
import { encodePoints } from '../../protocol/points-codec.ts';
import { takePart } from '../../protocol/tensor-part.ts';
import { encodeTensors } from '../../protocol/tensors-codec.ts';
import { thinPoints } from '../../protocol/thinning.ts';
import type { ReplayArchive } from './replay-archive.ts';

/** Answers what the server's API would be asked, out of the page. What would change something is refused. */
export function replayFetch(opening: Promise<ReplayArchive>): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    try {
      if ((init?.method ?? 'GET') !== 'GET') throw readOnly();
      const archive = await opening;
      return await answer(archive, url.pathname.slice(API_BASE.length), url.searchParams);
    } catch (error) {
      return refusal(error);
    }
  };
}

async function answer(archive: ReplayArchive, path: string, query: URLSearchParams): Promise<Response> {
  const sequence = query.has('sequence') ? Number(query.get('sequence')) : undefined;
  if (path === '/tensors') {
    const ids = (query.get('ids') ?? '').split(',').map(Number);
    const found = await Promise.all(ids.map(async (id) => ({ id, data: await tensorBytes(archive, id, sequence) })));
    return bytesOf(encodeTensors(found));
  }
  const [, one] = /^\/tensors\/(\d+)$/.exec(path) ?? [];
  if (one !== undefined) return bytesOf(await tensorBytes(archive, Number(one), sequence));
  if (/^\/runs\/[^/]+\/window$/.test(path)) return bytesOf(encodePoints(pointsOf(archive, query)));
  if (path === '/limits') {
    const limits: LimitsAnswer = { own: archive.head.limits as OwnLimits, defaults: DEFAULT_LIMITS, trouble: null };
    return Response.json(limits);
  }
  throw new UnrolledError('not-found', `${path}: not in this page`);
}

async function tensorBytes(archive: ReplayArchive, id: number, sequence: number | undefined): Promise<Uint8Array> {
  const data = await archive.bytes(id);
  if (sequence === undefined) return data;
  const info = archive.message.delta.tensors.find((tensor) => tensor.id === id)!;
  return takePart({ ...info, data }, sequence).data;
}

/** The points that the page has of some series between two steps, thinned as the server thins them. */
function pointsOf({ message }: ReplayArchive, query: URLSearchParams) {
  const ids = new Set((query.get('series') ?? '').split(',').map(Number));
  const [from, to, most] = [Number(query.get('from')), Number(query.get('to')), Number(query.get('points'))];
  return message.delta.points
    .filter(({ id }) => ids.has(id))
    .map(({ id, steps, values, of }) => {
      const first = lowerBound(steps, from);
      const end = lowerBound(steps, to, true);
      const inside = { steps: steps.slice(first, end), values: values.slice(first, end) };
      // of thinned points each stands for as many
      const stands = Math.round(((end - first) * of) / Math.max(1, steps.length));
      if (inside.steps.length <= most) return { id, ...inside, of: stands };
      const { length, ...thin } = thinPoints(inside.steps, inside.values, Math.max(2, most >> 2));
      return { id, steps: thin.steps.subarray(0, length), values: thin.values.subarray(0, length), of: stands };
    });
}

/** Index of the first step that is not below `step`; `after`: of the first above it. */
function lowerBound(steps: Float64Array, step: number, after = false): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]! < step || (after && steps[middle] === step)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bytesOf(bytes: Uint8Array): Response {
  return new Response(bytes as Uint8Array<ArrayBuffer>);
}

function refusal(error: unknown): Response {
  const code = error instanceof UnrolledError ? error.code : 'internal';
  const answer: ErrorAnswer = { error: { code, message: messageOf(error), requestId: '' } };
  return Response.json(answer, { status: code === 'read-only' ? 403 : 404 });
}

function readOnly(): UnrolledError {
  return new UnrolledError(
    'read-only',
    'this page: it holds a copy of the run and keeps nothing — open the run where it was recorded',
  );
}
