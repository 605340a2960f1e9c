import type { FastifyInstance, FastifyReply } from 'fastify';
import { UnrolledError } from '../base/errors.ts';
import {
  runParamsSchema,
  tensorParamsSchema,
  tensorQuerySchema,
  tensorsQuerySchema,
  windowQuerySchema,
} from '../protocol/api.ts';
import { type HealthAnswer, type RunAnswer, TENSOR_HEADERS } from '../protocol/api-answers.ts';
import { type AskedPart, askedPart, isWhole } from '../protocol/asked-part.ts';
import type { SeriesPoints } from '../protocol/delta.ts';
import { toJson } from '../protocol/packet.ts';
import { encodePoints } from '../protocol/points-codec.ts';
import { encodeTensors } from '../protocol/tensors-codec.ts';
import { SCHEMA_VERSION } from '../store/sqlite/schema.ts';
import type { Store } from '../store/store.ts';
import { checked } from './checked.ts';
import type { Hub } from './hub.ts';
import { limitsRoutes } from './limits.ts';
import { smoothedWindow } from './smoothed-window.ts';
import { summarise } from './summarise.ts';

/** Several tensors in one answer: what goes beyond is left out, and to be asked for again. */
const MOST_TENSOR_BYTES = 16 * 2 ** 20;
const BINARY = 'application/octet-stream';

/** The endpoints of docs/api.md, to be registered under `/api/v1`. They only read, but for the limits of the verdicts. */
export function apiV1(app: FastifyInstance, hub: Hub): void {
  app.get('/health', (_request, reply) => {
    const { version, instance, dir, readOnly = null, ...store } = hub.hello;
    const answer: HealthAnswer = { version, instance, schema: SCHEMA_VERSION, dir, readOnly, store };
    return sendJson(reply, answer);
  });

  app.get('/runs', async (_request, reply) => sendJson(reply, await hub.summaries()));

  app.get('/runs/:id', async (request, reply) => {
    const { id } = checked(runParamsSchema, request.params);
    const store = hub.source.current();
    const run = await store.getRun(id);
    const summary = await summarise(store, run, hub.judge(run.info));
    const answer: RunAnswer = { ...summary, series: await store.listSeries(id) };
    return sendJson(reply, answer);
  });

  app.get('/runs/:id/window', async (request, reply) => {
    const { id } = checked(runParamsSchema, request.params);
    const query = checked(windowQuerySchema, request.query);
    const store = hub.source.current();
    await store.getRun(id);
    const window = {
      runId: id,
      seriesIds: query.series,
      ...{ fromStep: query.from, toStep: query.to, maxPoints: query.points },
    };
    const points = await (query.smooth > 0 ? smoothedWindow(store, window, query.smooth) : store.window(window));
    if (request.headers.accept?.includes(BINARY)) return reply.type(BINARY).send(Buffer.from(encodePoints(points)));
    return sendJson(reply, points.map(plainPoints));
  });

  app.get('/tensors', async (request, reply) => {
    const { ids, store: storeId, ...part } = checked(tensorsQuerySchema, request.query);
    const store = hub.source.current();
    checkStore(storeId, store.id, ids[0]);
    const found: { id: number; data: Uint8Array }[] = [];
    let bytes = 0;
    for (const id of ids) {
      const data = isWhole(part) ? await store.tensorBytes(id) : (await storedPart(store, id, part)).data;
      bytes += data.byteLength;
      if (found.length > 0 && bytes > MOST_TENSOR_BYTES) break;
      found.push({ id, data });
    }
    return reply
      .type(BINARY)
      .header('cache-control', cachingOf(storeId))
      .send(Buffer.from(encodeTensors(found)));
  });

  app.get('/tensors/:id', async (request, reply) => {
    const { id } = checked(tensorParamsSchema, request.params);
    const { store: storeId, ...part } = checked(tensorQuerySchema, request.query);
    const store = hub.source.current();
    checkStore(storeId, store.id, id);
    const tensor = await storedPart(store, id, part);
    return reply
      .type(BINARY)
      .header(TENSOR_HEADERS.dtype, tensor.dtype)
      .header(TENSOR_HEADERS.shape, tensor.shape.join(','))
      .header(TENSOR_HEADERS.name, encodeURIComponent(tensor.name))
      .header('cache-control', cachingOf(storeId))
      .send(Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength));
  });

  limitsRoutes(app, hub.hello.dir);

  // the dashboard's own /* would answer with a page
  app.all('/*', (request) => {
    throw new UnrolledError(
      'not-found',
      `${request.method} ${request.url.slice(0, 200)}: no such endpoint — see docs/api.md`,
    );
  });
}

async function storedPart(store: Store, id: number, part: AskedPart) {
  const tensor = await store.tensor(id);
  return { ...tensor, ...askedPart(tensor, part) };
}

function checkStore(wanted: string | undefined, here: string, id: number | undefined): void {
  if (wanted === undefined || wanted === here) return;
  throw new UnrolledError('unknown-tensor', `tensor ${id}: the data folder holds another file now — reload the page`);
}

/** The bytes of an id never change, but another file has other ids: only a URL that names its file may be kept. */
function cachingOf(storeId: string | undefined): string {
  return storeId === undefined ? 'no-store' : 'public, max-age=31536000, immutable';
}

function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.type('application/json').header('cache-control', 'no-store').send(toJson(value));
}

/** Typed arrays are no JSON. */
function plainPoints({ id, steps, values, of }: SeriesPoints) {
  return { id, of, steps: [...steps], values: [...values] };
}
