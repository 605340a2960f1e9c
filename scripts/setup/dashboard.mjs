import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './cache.mjs';
import { run } from './command.mjs';
import { startProgress } from './progress.mjs';
import { sourceFlags } from './repository.mjs';
import { stampOf } from './stamp.mjs';
import { ensureWasm } from './wasm.mjs';

const SOURCES = [
  'app',
  'views',
  'lib',
  'scripts/setup/replay-page.ts',
  'public',
  'next.config.ts',
  'next.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];

/**
 * Builds the dashboard into out/ when its sources changed since it was last built. The stamp lies inside out/, which
 * the build empties first: an interrupted build leaves none.
 * @param {string} repository
 */
export async function ensureDashboard(repository) {
  ensureWasm(repository);
  const built = join(repository, 'out', '.stamp');
  const isCurrent = () => existsSync(built) && readFileSync(built, 'utf8') === stampOf(repository, SOURCES);
  if (isCurrent()) return;
  await withLock('dashboard', join(repository, '.cache'), async () => {
    if (isCurrent()) return;
    const stamp = stampOf(repository, SOURCES);
    await build(repository);
    writeFileSync(built, stamp);
  });
}

async function build(repository) {
  const progress = startProgress('building the dashboard');
  const next = join(repository, 'node_modules', 'next', 'dist', 'bin', 'next');
  const steps = [
    ['next build', [next, 'build']],
    // after it, because it empties out/ first
    ['replay page', [...sourceFlags, join('scripts', 'setup', 'replay-page.ts')]],
  ];
  for (const [name, args] of steps) {
    const { ok, output } = await run(process.execPath, args, { cwd: repository });
    if (ok) continue;
    progress.fail('see below');
    throw new Error(`${name}: it failed — ${output.trim()}`);
  }
  progress.done();
}
