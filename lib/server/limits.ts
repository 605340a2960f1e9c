import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { DEFAULT_LIMITS } from '../analysis/verdicts/limits.ts';
import {
  LIMITS_FILE,
  type LimitsAnswer,
  limitsWith,
  type OwnLimits,
  ownLimits,
  parseLimits,
} from '../analysis/verdicts/own-limits.ts';
import { messageOf, UnrolledError } from '../base/errors.ts';

/** `GET` and `PUT /limits`: a person's own limits of the verdicts, kept in the data folder. */
export function limitsRoutes(app: FastifyInstance, dir: string): void {
  const file = join(dir, LIMITS_FILE);

  app.get('/limits', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return readLimits(file);
  });

  app.put('/limits', async (request, reply) => {
    const own = checkedLimits(request.body);
    await writeWhole(dir, file, `${JSON.stringify(own, null, 2)}\n`);
    reply.header('cache-control', 'no-store');
    return answerOf(own, null);
  });
}

/** Own limits as a file has them; where it can't be read there are none, and the answer says why. */
export async function readLimits(file: string): Promise<LimitsAnswer> {
  try {
    const given = parseLimits(await readFile(file, 'utf8'));
    limitsWith(given);
    return answerOf(ownLimits(given), null);
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return answerOf({}, isAbsent ? null : `${LIMITS_FILE}: ${messageOf(error)}`);
  }
}

function answerOf(own: OwnLimits, trouble: string | null): LimitsAnswer {
  return { own, defaults: DEFAULT_LIMITS, trouble };
}

function checkedLimits(body: unknown): OwnLimits {
  try {
    return ownLimits(body);
  } catch (error) {
    if (!(error instanceof UnrolledError)) throw error;
    throw new UnrolledError('bad-request', error.message, { cause: error });
  }
}

/** Writes a file whole: a reader sees the old one or the new one. Throws `unwritable`. */
async function writeWhole(dir: string, file: string, text: string): Promise<void> {
  const part = `${file}.${randomUUID()}`;
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(part, text, { flag: 'wx' });
    await rename(part, file);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new UnrolledError('unwritable', `${file}: ${messageOf(cause)} — let this user write into the folder`, {
      cause,
    });
  }
}
