import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../../scripts/setup/cache.mjs';
import { repository } from '../../scripts/setup/repository.mjs';
import { stampOf } from '../../scripts/setup/stamp.mjs';
import type { Trained, Trial } from './trained.ts';

const WORKER = fileURLToPath(new URL('./train-one.ts', import.meta.url));

/**
 * What a training leaves: out of the cache where this example was trained before as it is now, else by a process of its
 * own. What is kept holds the verdicts of that time; `fresh` trains and judges again.
 */
export async function trained({ name, variant, seed }: Trial, fresh: boolean): Promise<Trained> {
  const stamp = stampOf(repository, [`examples/${name}`, 'examples/quickstart']);
  const folder = join(cacheRoot(), 'examples');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${variant}-${seed}-${stamp.slice(0, 16)}.json`);
  if (fresh) rmSync(file, { force: true });
  if (!existsSync(file)) {
    console.error(`${name}, ${variant}, seed ${seed}`);
    const args = ['--conditions=unrolled-source', WORKER, name, variant, String(seed), file];
    const child = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0 || !existsSync(file)) throw new Error(`${name}, ${variant}: the training failed — see above`);
  }
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Trained;
  return { ...kept, losses: numbers(kept.losses), validationLosses: numbers(kept.validationLosses) };
}

/** JSON has no NaN: it became null. */
function numbers(values: readonly (number | null)[]): number[] {
  return values.map((value) => value ?? Number.NaN);
}
