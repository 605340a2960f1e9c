import type { FastifyInstance } from 'fastify';
import { UnrolledError } from '../base/errors.ts';
import { derivedParamsSchema, derivedQuerySchema, runParamsSchema } from '../protocol/api.ts';
import { DERIVED_BYTES, DERIVED_PATH, encodeDerived } from '../protocol/derived.ts';
import { checked } from './checked.ts';
import type { DerivedFiles } from './derived-files.ts';
import type { Hub } from './hub.ts';

const BINARY = 'application/octet-stream';

/**
 * `GET /runs/:id/derived`, `GET` and `PUT /runs/:id/derived/:key`, to be registered under `/api/v1` behind the dashboard's doors: results that a
 * page computed and the next one may have.
 */
export function derivedRoute(app: FastifyInstance, hub: Hub, files: DerivedFiles): void {
  app.addContentTypeParser(BINARY, { parseAs: 'buffer', bodyLimit: DERIVED_BYTES }, (_request, body, done) => {
    done(null, body);
  });
  const path = `/runs/:id${DERIVED_PATH}/:key`;

  app.get(path, async (request, reply) => {
    const { id, key } = checked(derivedParamsSchema, request.params);
    await hub.source.current().getRun(id);
    const bytes = await files.read(id, key);
    if (!bytes) {
      throw new UnrolledError(
        'not-derived',
        `derived result ${key.slice(0, 12)}…: not kept — compute it and PUT it here`,
      );
    }
    return reply.type(BINARY).header('cache-control', 'no-store').send(bytes);
  });

  app.get(`/runs/:id${DERIVED_PATH}`, async (request, reply) => {
    const { id } = checked(runParamsSchema, request.params);
    const { keys } = checked(derivedQuerySchema, request.query);
    await hub.source.current().getRun(id);
    const found = new Map<string, Uint8Array>();
    const open = [...keys];
    for (let bytes = 0; open.length > 0 && bytes < DERIVED_BYTES; ) {
      const key = open.shift()!;
      const kept = await files.read(id, key);
      if (kept) found.set(key, kept);
      bytes += kept?.byteLength ?? 0;
    }
    const answer = Buffer.from(encodeDerived({ found, left: open }));
    return reply.type(BINARY).header('cache-control', 'no-store').send(answer);
  });

  app.put(path, async (request, reply) => {
    const { id, key } = checked(derivedParamsSchema, request.params);
    const { body } = request;
    if (!(body instanceof Uint8Array) || body.byteLength === 0) {
      throw new UnrolledError('bad-request', `content-type: bytes as ${BINARY} are needed — see docs/api.md`);
    }
    await hub.source.current().getRun(id);
    await files.write(id, key, body);
    return reply.code(204).send();
  });
}
