import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import type * as TensorFlow from '@tensorflow/tfjs';

const require = createRequire(import.meta.url);

/** What a training runs on: libtensorflow, WebAssembly, or plain JavaScript. */
export type BackendName = 'tensorflow' | 'wasm' | 'cpu';

/** The tfjs namespace with its backend ready. */
export interface Backend {
  readonly tf: typeof TensorFlow;
  readonly name: BackendName;
}

/**
 * The fastest tfjs backend of this machine: native where its library loads, else WASM, else plain JavaScript.
 * `prefer` (or the environment variable UNROLLED_BACKEND) asks for one; with CI set nothing but native is accepted
 * unless another one is asked for.
 */
export async function loadBackend(prefer = process.env.UNROLLED_BACKEND as BackendName | undefined): Promise<Backend> {
  if (prefer && prefer !== 'tensorflow') return prefer === 'wasm' ? loadWasm() : loadPlain();
  try {
    return await loadNative();
  } catch (error) {
    if (process.env.CI || prefer) {
      throw new Error('backend: native TensorFlow does not load — run `npm run setup` and read what it says', {
        cause: error,
      });
    }
  }
  return loadWasm().catch(loadPlain);
}

/** One line for people: which backend runs. */
export function describeBackend({ tf, name }: Backend): string {
  const long = {
    tensorflow: 'native TensorFlow (tfjs-node)',
    wasm: 'WebAssembly (tfjs-backend-wasm); native TensorFlow is not available here',
    cpu: 'plain JavaScript (slow); native TensorFlow and WebAssembly are not available here',
  };
  return `Backend: ${long[name]}, tfjs ${tf.version.tfjs}, Node ${process.versions.node}`;
}

async function loadNative(): Promise<Backend> {
  restoreRemovedChecks();
  // libtensorflow greets with its build flags on stderr; errors still show.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const tf: typeof TensorFlow = require('@tensorflow/tfjs-node');
  await tf.ready();
  return { tf, name: 'tensorflow' };
}

async function loadWasm(): Promise<Backend> {
  const tf: typeof TensorFlow = require('@tensorflow/tfjs');
  const wasm: { setWasmPaths(folder: string): void } = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist')}/`);
  if (!(await tf.setBackend('wasm'))) throw new Error('backend: WASM did not start — see the message above');
  return { tf, name: 'wasm' };
}

async function loadPlain(): Promise<Backend> {
  const tf: typeof TensorFlow = require('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  return { tf, name: 'cpu' };
}

/** tfjs-node 4.22 calls two checks that Node 23 took out of `util`. */
function restoreRemovedChecks(): void {
  const checks = util as unknown as Record<string, unknown>;
  checks.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  // Node 22 still has it, but prints a warning at every use
  checks.isArray = Array.isArray;
}
