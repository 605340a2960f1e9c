import { messageOf } from '../base/errors.ts';
import { API_BASE } from '../protocol/api-answers.ts';
import { INGEST_PATH, type IngestAnswer } from '../protocol/ingest.ts';

/** What a server made of a request. */
export type Outcome =
  | { readonly kind: 'stored'; readonly answer: IngestAnswer }
  /** Try again later: nobody there, or nobody who can store now. */
  | { readonly kind: 'away'; readonly why: string }
  /** It will never take anything of us: a wrong token, another version. */
  | { readonly kind: 'closed'; readonly code: string; readonly why: string }
  /** It does not take this request; others it may. `run`: nor any other of this run. */
  | { readonly kind: 'refused'; readonly code: string; readonly why: string; readonly run: boolean };

/** As much of `fetch` as a sender needs. */
export type Fetch = (url: string, request: RequestInit) => Promise<Response>;

/** How long an answer is waited for, in ms, and how much longer per MB sent: slow lines are no broken ones. */
const ANSWER_MS = 10_000;
const ANSWER_MS_PER_MB = 2_000;
/** An answer longer than this is not ours, in characters. */
const ANSWER_LENGTH = 100_000;
/** Refusals that concern the run, not the request. */
const OF_THE_RUN = new Set(['unknown-run', 'other-sender', 'run-exists', 'run-live', 'gap']);

/** Posts a packet to a server's ingest, waiting at most `limitMs`, and judges what comes back. Never rejects. */
export async function postPacket(
  fetch: Fetch,
  { url, token }: { readonly url: string; readonly token: string | null },
  body: Uint8Array<ArrayBuffer>,
  { keepalive = false, limitMs = Infinity }: { readonly keepalive?: boolean; readonly limitMs?: number } = {},
): Promise<Outcome> {
  const ms = Math.ceil(Math.min(limitMs, ANSWER_MS + (body.byteLength / 1e6) * ANSWER_MS_PER_MB));
  try {
    const response = await fetch(url + API_BASE + INGEST_PATH, {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
      keepalive,
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(ms),
    });
    return judge(response, await answerText(response));
  } catch (error) {
    return { kind: 'away', why: `it can not be reached (${reasonOf(error)})` };
  }
}

/** What was answered; null where it is too long to be ours, which is not read to its end. */
async function answerText({ body }: Response): Promise<string | null> {
  if (body === null) return '';
  // by a reader: not every browser can iterate a stream
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (text.length <= ANSWER_LENGTH) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
  }
  void reader.cancel().catch(() => undefined);
  return null;
}

function judge({ status, headers }: Response, text: string | null): Outcome {
  const said = text === null ? undefined : parsed(text);
  if (status === 200 && isAnswer(said)) return { kind: 'stored', answer: said };
  const error = errorIn(said);
  if (error === null) {
    const type = headers.get('content-type')?.split(';', 1)[0] ?? 'nothing';
    const why = `what answers is not Unrolled's server (HTTP ${status}, ${type})`;
    return status === 401 || status === 403 ? { kind: 'closed', code: 'wrong-token', why } : { kind: 'away', why };
  }
  const { code, message: why } = error;
  if (status === 401 || status === 403 || code === 'other-version' || code === 'not-found')
    return { kind: 'closed', code, why };
  if (OF_THE_RUN.has(code)) return { kind: 'refused', code, why, run: true };
  return status >= 400 && status < 500 && status !== 408 && status !== 429
    ? { kind: 'refused', code, why, run: false }
    : { kind: 'away', why };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAnswer(said: unknown): said is IngestAnswer {
  const { received, position } = (said ?? {}) as { readonly received?: unknown; readonly position?: unknown };
  if (!Number.isSafeInteger(received) || typeof position !== 'object' || position === null) return false;
  const { project, name, step, epoch, segment } = position as Record<string, unknown>;
  const isNamed = typeof project === 'string' && typeof name === 'string';
  return isNamed && [step, epoch, segment].every((value) => typeof value === 'number' && value >= 0);
}

function errorIn(said: unknown): { readonly code: string; readonly message: string } | null {
  const error = (said as { readonly error?: unknown } | null | undefined)?.error;
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return typeof code === 'string' && typeof message === 'string' ? { code, message: message.slice(0, 1_000) } : null;
}

/** `ECONNREFUSED` where the platform tells, else its words. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { readonly code?: unknown } | undefined) : undefined;
  if (typeof cause?.code === 'string') return cause.code;
  return error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : messageOf(error);
}
