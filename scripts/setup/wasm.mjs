import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Without and with SIMD; the threaded one needs a page isolated from other origins, which ours is not. */
const BINARIES = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];

/**
 * Lays tfjs' WASM binaries where the dashboard serves them from: public/wasm/, which is not committed.
 * @param {string} repository
 */
export function ensureWasm(repository) {
  const from = join(repository, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist');
  const to = join(repository, 'public', 'wasm');
  mkdirSync(to, { recursive: true });
  for (const name of BINARIES) {
    const [source, copy] = [join(from, name), join(to, name)];
    if (existsSync(copy) && statSync(copy).size === statSync(source).size) continue;
    copyFileSync(source, copy);
  }
}
