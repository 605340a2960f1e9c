import { DEFAULT_LIMITS } from '../../analysis/verdicts/limits.ts';
import type { LimitsAnswer, OwnLimits } from '../../analysis/verdicts/own-limits.ts';
import { windowOf } from '../../analysis/window-of.ts';
import { messageOf, UnrolledError } from '../../base/errors.ts';
import { tensorQuerySchema, tensorsQuerySchema, type WindowQuery, windowQuerySchema } from '../../protocol/api.ts';
import { API_BASE, type ErrorAnswer } from '../../protocol/api-answers.ts';
import { type AskedPart, askedPart } from '../../protocol/asked-part.ts';
import { encodePoints } from '../../protocol/points-codec.ts';
import { encodeTensors } from '../../protocol/tensors-codec.ts';
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
  const asked = Object.fromEntries(query);
  if (path === '/tensors') {
    const { ids, ...part } = tensorsQuerySchema.parse(asked);
    const found = await Promise.all(ids.map(async (id) => ({ id, data: await tensorBytes(archive, id, part) })));
    return bytesOf(encodeTensors(found));
  }
  const [, one] = /^\/tensors\/(\d+)$/.exec(path) ?? [];
  if (one !== undefined) return bytesOf(await tensorBytes(archive, Number(one), tensorQuerySchema.parse(asked)));
  if (/^\/runs\/[^/]+\/window$/.test(path))
    return bytesOf(encodePoints(pointsOf(archive, windowQuerySchema.parse(asked))));
  if (path === '/limits') {
    const limits: LimitsAnswer = { own: archive.head.limits as OwnLimits, defaults: DEFAULT_LIMITS, trouble: null };
    return Response.json(limits);
  }
  throw new UnrolledError('not-found', `${path}: not in this page`);
}

async function tensorBytes(archive: ReplayArchive, id: number, part: AskedPart): Promise<Uint8Array> {
  const data = await archive.bytes(id);
  const info = archive.message.delta.tensors.find((tensor) => tensor.id === id)!;
  return askedPart({ ...info, data }, part).data;
}

/** The points that the page has of some series between two steps, as the server would give them. */
function pointsOf({ message }: ReplayArchive, { series, from, to, points, smooth }: WindowQuery) {
  const window = { fromStep: from, toStep: to, maxPoints: points };
  return message.delta.points.filter(({ id }) => series.includes(id)).map((each) => windowOf(each, window, smooth));
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
