import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the peers of the store are, exactly. */
const STORE_PEERS = ['tensorboard==2.21.0', 'trackio==0.43.0'];
/** What the peers of the projections are, exactly. */
export const PROJECTION_PEERS = ['numpy==2.4.6', 'scikit-learn==1.9.1', 'openTSNE==1.0.4'];

/**
 * The Python of a virtual environment with the peers, made once in the cache folder. Throws with what to do where there
 * is no Python 3 with venv, or the packages can't be had: a bench without its rivals measures nothing.
 */
export function peerPython(peers: readonly string[] = STORE_PEERS): string {
  const cache = process.env.UNROLLED_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'unrolled');
  const folder = join(cache, `bench-${peers.join('-').replaceAll('==', '-')}`);
  const python = (root: string) => join(root, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(folder)) return python(folder);
  const scratch = `${folder}-${process.pid}`;
  console.log(`setting up the peers (${peers.join(', ')}) in a Python environment of their own …`);
  try {
    mkdirSync(cache, { recursive: true });
    execute('python3', ['-m', 'venv', scratch]);
    execute(python(scratch), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...peers]);
    // an interrupted set-up leaves nothing that looks finished; the environment runs as well from its new place
    if (!existsSync(folder)) renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return python(folder);
}

function execute(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(`peers of the bench: ${program} ${args[1]}: ${reason} — install Python 3 with venv, and reach PyPI`);
}
