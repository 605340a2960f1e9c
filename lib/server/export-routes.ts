import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { LIMITS_FILE } from '../analysis/verdicts/own-limits.ts';
import { pageQuerySchema, runParamsSchema, seriesQuerySchema } from '../protocol/api.ts';
import { RUN_FILE_TYPE } from '../protocol/run-file.ts';
import { exportRunFile } from '../store/run-file/export-run-file.ts';
import { fileNameOf } from '../store/run-file/file-name.ts';
import { SERIES_FORMATS } from '../store/series-text.ts';
import { checked } from './checked.ts';
import type { Hub } from './hub.ts';
import { readLimits } from './limits.ts';
import { replayHtml } from './replay/replay-html.ts';

/** Where the built dashboard and the data folder are. */
export interface ExportPlaces {
  readonly dashboard: string;
  readonly dir: string;
}

/**
 * `GET /runs/:id/file`, `page.html`, `series.csv` and `series.json`, to be registered under `/api/v1`: a run to take along,
 * whole, as a page that shows it, or its series with every point.
 */
export function exportRoutes(app: FastifyInstance, hub: Hub, { dashboard, dir }: ExportPlaces): void {
  app.get('/runs/:id/file', async (request, reply) => {
    const { id } = checked(runParamsSchema, request.params);
    const { info } = await hub.source.current().getRun(id);
    const folder = await mkdtemp(join(tmpdir(), 'unrolled-export-'));
    const clear = () => rm(folder, { recursive: true, force: true });
    try {
      const { file, bytes, digest } = await exportRunFile(hub.source.file, id, join(folder, 'run.unrolled'));
      const stream = createReadStream(file);
      stream.once('close', () => void clear());
      return attached(reply, fileNameOf(info))
        .type(RUN_FILE_TYPE)
        .header('content-length', bytes)
        .header('x-unrolled-digest', digest)
        .send(stream);
    } catch (error) {
      await clear();
      throw error;
    }
  });

  app.get('/runs/:id/page.html', async (request, reply) => {
    const { id } = checked(runParamsSchema, request.params);
    const { full } = checked(pageQuerySchema, request.query);
    const store = hub.source.current();
    const { info } = await store.getRun(id);
    const { own: limits } = await readLimits(join(dir, LIMITS_FILE));
    const { version } = hub.hello;
    const pieces = await replayHtml(dashboard, store, id, { full, limits, version, exportedMs: Date.now() });
    return attached(reply, fileNameOf(info, 'html')).type('text/html; charset=utf-8').send(Readable.from(pieces));
  });

  for (const [format, { type, write }] of Object.entries(SERIES_FORMATS)) {
    app.get(`/runs/:id/series.${format}`, async (request, reply) => {
      const { id } = checked(runParamsSchema, request.params);
      const { series } = checked(seriesQuerySchema, request.query);
      const store = hub.source.current();
      const { info } = await store.getRun(id);
      return attached(reply, fileNameOf(info, format))
        .type(type)
        .send(Readable.from(write(store, id, series && new Set(series))));
    });
  }
}

/** Names are made of letters, digits, points and dashes: nothing in them needs quoting. */
function attached(reply: FastifyReply, name: string): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header(
      'content-disposition',
      `attachment; filename="${name.replace(/[^\x20-\x7e]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    );
}
