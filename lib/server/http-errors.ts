import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { messageOf, UnrolledError } from '../base/errors.ts';
import type { ErrorAnswer } from '../protocol/api-answers.ts';

/** HTTP status of an error code; what is not listed is our own fault: 500. */
const STATUS: { readonly [code: string]: number } = {
  'bad-request': 400,
  'bad-packet': 400,
  'other-version': 400,
  'token-needed': 401,
  'wrong-token': 401,
  'foreign-host': 403,
  'foreign-origin': 403,
  'read-only': 403,
  'not-found': 404,
  absent: 404,
  'unknown-run': 404,
  'unknown-tensor': 404,
  'unknown-note': 404,
  'not-derived': 404,
  gap: 409,
  'other-sender': 409,
  'run-exists': 409,
  'run-live': 409,
  busy: 429,
  locked: 503,
  corrupt: 503,
  'newer-schema': 503,
  'older-schema': 503,
  'not-built': 503,
  unwritable: 503,
  unreadable: 503,
  'disk-full': 503,
  'foreign-file': 503,
  'store-failed': 503,
  'store-closed': 503,
};

/** Sends a failure as `{ error: { code, message, requestId } }`, with the status of its code unless one is given. */
export function sendError(reply: FastifyReply, requestId: string, error: unknown, status?: number): FastifyReply {
  const { code, message, status: usual } = describe(error);
  const answer: ErrorAnswer = { error: { code, message, requestId } };
  return reply
    .code(status ?? usual)
    .header('cache-control', 'no-store')
    .type('application/json')
    .send(JSON.stringify(answer));
}

/** Answers what fails before a route is found, such as a URL that cannot be decoded. */
export function answerFrameworkError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  void sendError(reply, request.id, error);
}

/** Every failure of the app becomes such an answer; those that are our fault are handed to `onError` too. */
export function answerErrors(app: FastifyInstance, onError: (error: unknown) => void): void {
  app.setErrorHandler((error, request: FastifyRequest, reply) => {
    if (describe(error).status >= 500) onError(error);
    return sendError(reply, request.id, error);
  });
}

function describe(error: unknown): { readonly code: string; readonly message: string; readonly status: number } {
  if (error instanceof UnrolledError)
    return { code: error.code, message: error.message, status: STATUS[error.code] ?? 500 };
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  // fastify's own refusals (a malformed URL, a body too large) are the sender's; anything else stays inside
  if (status >= 400 && status < 500) return { code: 'bad-request', message: `request: ${messageOf(error)}`, status };
  return { code: 'internal', message: "Unrolled's server failed — its console says more", status: 500 };
}
