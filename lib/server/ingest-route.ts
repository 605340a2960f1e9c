import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UnrolledError } from '../base/errors.ts';
import { INGEST_BYTES, INGEST_PATH } from '../protocol/ingest.ts';
import type { Ingest } from './ingest.ts';
import { readIngest } from './read-ingest.ts';

const BINARY = 'application/octet-stream';
/** How long a browser may remember what it was allowed, in s. */
const PREFLIGHT_S = 600;

/**
 * `POST /ingest`, the one endpoint that writes, to be registered under `/api/v1` behind its own doors. Pages of other
 * origins may call it and read its answers: with a token they record, without one they learn what to do.
 */
export function ingestRoute(app: FastifyInstance, ingest: Ingest): void {
  app.addContentTypeParser(BINARY, { parseAs: 'buffer', bodyLimit: INGEST_BYTES }, (_request, body, done) => {
    done(null, body);
  });

  app.options(INGEST_PATH, (request, reply) => {
    allowOrigin(request, reply);
    reply
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-max-age', PREFLIGHT_S);
    // a page of the web that records into a server on this machine or in its network
    if (request.headers['access-control-request-private-network'] === 'true')
      reply.header('access-control-allow-private-network', 'true');
    return reply.code(204).send();
  });

  app.post(INGEST_PATH, async (request, reply) => {
    const { body } = request;
    if (!(body instanceof Uint8Array)) {
      throw new UnrolledError('bad-request', `content-type: a packet as ${BINARY} is needed — see docs/api.md`);
    }
    const answer = await ingest.accept(readIngest(body));
    return reply.type('application/json').header('cache-control', 'no-store').send(JSON.stringify(answer));
  });
}

/** Lets the asking page read the answer. No cookies are involved: who may write is told by the token. */
export function allowOrigin({ headers }: FastifyRequest, reply: FastifyReply): void {
  reply.header('vary', 'origin');
  if (headers.origin !== undefined) reply.header('access-control-allow-origin', headers.origin);
  reply.header('cross-origin-resource-policy', 'cross-origin');
}
