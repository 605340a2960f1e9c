import type { Tf } from '../model/tfjs-internals.ts';

/** Sets tfjs to WASM where the browser has it and the binaries come, else to plain JavaScript. Gives the name. */
export async function startBackend(tf: Tf, wasmFolder: string): Promise<string> {
  try {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(wasmFolder);
    if (await tf.setBackend('wasm')) return 'wasm';
  } catch {
    // said by the name that is given back
  }
  await tf.setBackend('cpu');
  return 'cpu';
}

/** Whether an error says that a backend lacks an operation which plain JavaScript has. */
export function lacksKernel(error: unknown): boolean {
  return /kernel .* not registered for|not yet supported|not implemented/i.test(String(error));
}
