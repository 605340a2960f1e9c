import { messageOf, UnrolledError } from '../base/errors.ts';
import { API_BASE } from '../protocol/api-answers.ts';
import type { SeriesPoints } from '../protocol/delta.ts';
import { decodePoints } from '../protocol/points-codec.ts';
import type { WindowRequest } from './contract.ts';

/** Fetches exact points. Rejects with UnrolledError: the server's own, or `unreachable`. */
export async function loadWindow(
  fetchFn: typeof fetch,
  origin: string,
  { runId, series, fromStep, toStep, points, smoothing = 0 }: WindowRequest,
  signal?: AbortSignal,
): Promise<readonly SeriesPoints[]> {
  const query = new URLSearchParams({
    series: series.join(','),
    from: String(fromStep),
    to: String(toStep),
    points: String(points),
    ...(smoothing > 0 ? { smooth: String(smoothing) } : {}),
  });
  const url = `${origin}${API_BASE}/runs/${encodeURIComponent(runId)}/window?${query}`;
  return decodePoints(await fetchBytes(fetchFn, url, signal));
}

/** The bytes behind a URL of our API. Rejects with the server's error as UnrolledError, or `unreachable`. */
export async function fetchBytes(fetchFn: typeof fetch, url: string, signal?: AbortSignal): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetchFn(url, { headers: { accept: 'application/octet-stream' }, signal: signal ?? null });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new UnrolledError(
      'unreachable',
      `Unrolled's server: ${messageOf(error)} — is it still running? It is asked again when the connection is back`,
      { cause: error },
    );
  }
  throw await serverError(response);
}

async function serverError(response: Response): Promise<UnrolledError> {
  const body: unknown = await response.json().catch(() => null);
  if (body !== null && typeof body === 'object' && 'error' in body) {
    const { code, message } = body.error as { readonly code: string; readonly message: string };
    return new UnrolledError(code, message);
  }
  return new UnrolledError('bad-answer', `Unrolled's server: answered ${response.status} — reload the page`);
}
