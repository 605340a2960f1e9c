import { createWriteStream, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import type { FastifyInstance } from 'fastify';
import { messageOf, UnrolledError } from '../base/errors.ts';
import { importQuerySchema } from '../protocol/api.ts';
import type { ImportAnswer } from '../protocol/api-answers.ts';
import { RUN_FILE_TYPE } from '../protocol/run-file.ts';
import { checked } from './checked.ts';
import { sendError } from './http-errors.ts';
import type { ImportJob, ImportResult } from './import-thread.ts';

/** What the file that was sent is refused for is the sender's affair. */
const UNPROCESSABLE = 422;

/**
 * `POST /runs/import`, to be registered under `/api/v1`: a one-file run as the body comes into the store, as `unrolled import`
 * brings it: whole or not at all, checked by its digest, never twice.
 */
export function importRoute(app: FastifyInstance, store: string): void {
  // kept on the disk as it comes: a run may be larger than the memory
  app.addContentTypeParser(RUN_FILE_TYPE, (_request, payload, done) => done(null, payload));

  app.post('/runs/import', async (request, reply) => {
    const { name, beside } = checked(importQuerySchema, request.query);
    if (!(request.body instanceof Readable)) {
      throw new UnrolledError(
        'bad-request',
        `content-type: a run file as ${RUN_FILE_TYPE} is needed — see docs/api.md`,
      );
    }
    const folder = await mkdtemp(join(tmpdir(), 'unrolled-import-'));
    const file = join(folder, 'run.unrolled');
    try {
      await keep(request.body, file);
      mkdirSync(dirname(store), { recursive: true });
      const result = await inThread({ store, file, beside });
      if (result.ok) {
        const answer: ImportAnswer = result.imported;
        return reply.type('application/json').header('cache-control', 'no-store').send(JSON.stringify(answer));
      }
      const error = new UnrolledError(result.code, result.message.replaceAll(file, name));
      // what is wrong with the file is told by its path, what is wrong with the store by the store's
      if (result.message.startsWith(file)) return sendError(reply, request.id, error, UNPROCESSABLE);
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function keep(body: Readable, file: string): Promise<void> {
  try {
    await pipeline(body, createWriteStream(file));
  } catch (cause) {
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    if (isFull) throw new UnrolledError('disk-full', `${tmpdir()}: no room for the file — free some`, { cause });
    throw new UnrolledError('truncated', `upload: ${messageOf(cause)} — send it again; nothing was read`, { cause });
  }
}

function inThread(workerData: ImportJob): Promise<ImportResult> {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './import-thread.ts' : './import-thread.js', import.meta.url);
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new UnrolledError('internal', 'import: its thread ended — try again')));
  });
}
