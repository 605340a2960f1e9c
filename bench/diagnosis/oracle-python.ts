import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const NUMPY = 'numpy==2.3.5';

/**
 * A Python that has NumPy: UNROLLED_PYTHON, else the system's where it has it, else a virtual environment made once in
 * the cache folder. Throws with what to do where neither is to be had.
 */
export function oraclePython(cacheFolder: string): string {
  for (const found of [process.env.UNROLLED_PYTHON, 'python3', 'python']) {
    if (found && spawnSync(found, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0) return found;
  }
  const folder = join(cacheFolder, `oracle-${NUMPY.replace('==', '-')}`);
  const python = (root: string) => join(root, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(folder)) return python(folder);
  const scratch = `${folder}-${process.pid}`;
  console.error(`setting up ${NUMPY} for the oracle …`);
  try {
    mkdirSync(cacheFolder, { recursive: true });
    execute('python3', ['-m', 'venv', scratch]);
    execute(python(scratch), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', NUMPY]);
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
  throw new Error(`oracle: ${program} ${args.join(' ')}: ${reason} — set UNROLLED_PYTHON to a Python with NumPy`);
}
