import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cached } from '../scripts/setup/cache.mjs';

/**
 * The Python of a virtual environment that has `packages` (`name==version` each), made once in the folder `name` of the
 * cache. Throws with `otherwise`, what to do, where there is no Python 3 with venv or the packages can't be had.
 */
export async function pythonWith(name: string, packages: readonly string[], otherwise: string): Promise<string> {
  const python = (folder: string) => join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const folder = await cached(name, async (scratch) => {
    console.error(`setting up ${packages.join(', ')} in a Python environment of their own …`);
    execute('python3', ['-m', 'venv', scratch], otherwise);
    // the environment runs as well from the place it is renamed to: only its Python is called, by path
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    execute(python(scratch), install, otherwise);
  });
  return python(folder);
}

function execute(program: string, args: readonly string[], otherwise: string): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(`${program} ${args.join(' ')}: ${reason} — ${otherwise}`);
}
