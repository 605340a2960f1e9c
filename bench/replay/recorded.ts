import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../../scripts/setup/cache.mjs';
import { repository } from '../../scripts/setup/repository.mjs';
import { stampOf } from '../../scripts/setup/stamp.mjs';

const WORKER = fileURLToPath(new URL('./record-sentiment.ts', import.meta.url));

/** The run of the sentiment example as a file: out of the cache where it was recorded before as it is now. */
export async function recordedSentiment(fresh: boolean): Promise<string> {
  const stamp = stampOf(repository, ['examples/sentiment', 'callbacks']);
  const folder = join(cacheRoot(), 'examples');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `sentiment-${stamp.slice(0, 16)}.unrolled`);
  if (fresh) rmSync(file, { force: true });
  if (existsSync(file)) return file;
  console.error('sentiment: training');
  const child = spawn(process.execPath, ['--conditions=unrolled-source', WORKER, file], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || !existsSync(file)) throw new Error('sentiment: the training failed — see above');
  return file;
}
