import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './cache.mjs';
import { lastLine, run } from './command.mjs';
import { startProgress } from './progress.mjs';

const STAMP = '.unrolled-lock';

/**
 * Installs the npm packages of package-lock.json when node_modules does not hold them already. No package's install
 * script is run: the only one needed (libtensorflow) is done by native.mjs, which has a way out when its host is away.
 * @param {string} repository
 */
export async function ensurePackages(repository) {
  const modules = join(repository, 'node_modules');
  const lockText = readFileSync(join(repository, 'package-lock.json'), 'utf8');
  const stamp = createHash('sha256').update(lockText).digest('hex');
  if (readOr(join(modules, STAMP)) === stamp) return;
  // The lock lies beside node_modules, not in it: npm ci empties that folder.
  await withLock('packages', join(repository, '.cache'), async () => {
    if (readOr(join(modules, STAMP)) === stamp) return;
    if (!holdsAll(lockText, readOr(join(modules, '.package-lock.json')))) await install(repository);
    writeStamp(modules, stamp);
  });
}

/**
 * Whether an installed tree (npm's own note of it, node_modules/.package-lock.json) has every package of the lock in
 * its version: someone ran npm by hand. Optional packages may be missing, they belong to other platforms.
 * @param {string} lockText
 * @param {string | undefined} installedText
 */
export function holdsAll(lockText, installedText) {
  if (!installedText) return false;
  const installed = JSON.parse(installedText).packages ?? {};
  return Object.entries(JSON.parse(lockText).packages ?? {}).every(
    ([path, wanted]) =>
      path === '' || wanted.optional || wanted.devOptional || installed[path]?.version === wanted.version,
  );
}

async function install(repository) {
  const progress = startProgress('installing npm packages');
  const { ok, output } = await run('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit'], { cwd: repository });
  if (ok) return progress.done();
  progress.fail(lastLine(output));
  throw new Error(`npm ci: it failed — ${output.trim()}\nsee that the npm registry is in reach and try again`);
}

function writeStamp(modules, stamp) {
  const path = join(modules, STAMP);
  writeFileSync(`${path}.new`, stamp);
  renameSync(`${path}.new`, path);
}

function readOr(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
