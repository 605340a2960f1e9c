import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The folder that outlives node_modules: Node, libtensorflow, data sets and the test browser live here.
 * @param {Record<string, string | undefined>} env
 */
export function cacheRoot(env = process.env) {
  return env.UNROLLED_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'unrolled');
}

/**
 * Fills the folder `name` of the cache once. `fill(scratch)` works in a scratch folder which becomes the cached one
 * by a rename, so an interrupted fill leaves nothing that looks finished. Returns the folder's path.
 * @param {string} name
 * @param {(scratch: string) => Promise<void>} fill
 * @param {string} root
 */
export async function cached(name, fill, root = cacheRoot()) {
  const target = join(root, name);
  if (existsSync(target)) return target;
  return withLock(name, root, async () => {
    if (existsSync(target)) return target;
    const scratch = join(root, 'scratch', name);
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true });
    try {
      await fill(scratch);
      renameSync(scratch, target);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    return target;
  });
}

/**
 * Runs `work` while no other process holds the lock `name`; a lock whose owner is gone is taken over.
 * @template T
 * @param {string} name
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, root, work) {
  mkdirSync(join(root, 'locks'), { recursive: true });
  const lock = join(root, 'locks', `${name}.lock`);
  let told = false;
  while (!takeLock(lock)) {
    if (!told) console.log(`  waiting for another set-up that is working on ${name} (process ${ownerOf(lock)})`);
    told = true;
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const owner = ownerOf(lock);
    // An owner of 0 is a lock just being written: leave it to the next look.
    if (owner === 0 || isAlive(owner)) return false;
    rmSync(lock, { force: true });
    return takeLock(lock);
  }
}

function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8')) || 0;
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
