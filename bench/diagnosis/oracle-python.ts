import { spawnSync } from 'node:child_process';
import { pythonWith } from '../python.ts';

const NUMPY = 'numpy==2.3.5';

/**
 * A Python that has NumPy: UNROLLED_PYTHON, else the system's where it has it, else a virtual environment made once in
 * the cache folder. Throws with what to do where neither is to be had.
 */
export async function oraclePython(): Promise<string> {
  for (const found of [process.env.UNROLLED_PYTHON, 'python3', 'python']) {
    if (found && spawnSync(found, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0) return found;
  }
  const name = `oracle-${NUMPY.replace('==', '-')}`;
  return pythonWith(name, [NUMPY], 'set UNROLLED_PYTHON to a Python with NumPy');
}
